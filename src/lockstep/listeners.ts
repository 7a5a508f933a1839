import { earlier, NEVER, type Picoseconds, plus } from "../time.ts";
import type { Converter, EventConverter } from "./converters/converter.ts";
import type { CrossingWatch } from "./crossing-watch.ts";

/** An event converter with what the analog half keeps beside it. */
export interface Listener {
  /** Among the listeners. */
  readonly position: number;
  readonly converter: EventConverter;
  readonly signal: number;
  readonly watch: CrossingWatch;
  /** No event may be scheduled before this instant: the last drive plus the lookahead declared then. */
  promise: Picoseconds;
  /** From where the present step was searched: the last change of the band, or the start of the segment. */
  searchedFrom: Picoseconds;
  /** What the converter would save, and where it stands, as long as both are known: see `moved`. */
  saved: readonly number[] | undefined;
  standing: number | undefined;
}

/** One for each converter to digital, in their order. */
export const listenersTo = (
  converters: readonly Converter[],
  signalAt: (converter: EventConverter) => number,
  watchOf: (signal: number) => CrossingWatch,
): readonly Listener[] =>
  converters
    .filter((converter) => converter.direction === "A->D")
    .map((converter, position) => {
      const signal = signalAt(converter);
      const none = 0 as Picoseconds;
      const unknown = { saved: undefined, standing: undefined };
      return { position, converter, signal, watch: watchOf(signal), promise: none, searchedFrom: none, ...unknown };
    });

// Asked at every edge and event, so these loop and make nothing.

/** Whether some converter looks at its signal all the time, so that only integration can tell what comes. */
export function isWatching(listeners: readonly Listener[]): boolean {
  for (const { converter } of listeners) if (converter.band() !== undefined) return true;
  return false;
}

/** The least time between a drive now and an event that it could cause. */
export function leastLookahead(listeners: readonly Listener[]): Picoseconds {
  let least = NEVER;
  for (const { converter } of listeners) least = earlier(least, converter.lookahead());
  return least;
}

/** A drive at `t`: events may come of it from the declared lookahead on. */
export function renewPromises(listeners: readonly Listener[], t: Picoseconds): void {
  for (const listener of listeners) listener.promise = plus(t, listener.converter.lookahead());
}

/** The converter was told of something: it may stand elsewhere from now on. */
export function moved(listener: Listener): void {
  listener.saved = undefined;
  listener.standing = undefined;
}

export const savedOf = (listener: Listener): readonly number[] => (listener.saved ??= listener.converter.save());

/** Where the converters that look at their signal stand, as a number that hardly any other standing has; 0 where none does. */
export function standingOf(listeners: readonly Listener[]): number {
  let sum = 0;
  for (const listener of listeners) sum += listener.standing ??= standing(listener);
  return sum;
}

/** 0 for one that does not look at its signal. */
function standing(listener: Listener): number {
  if (listener.converter.band() === undefined) return 0;
  let hash = scattered(listener.position + 1);
  for (const number of savedOf(listener)) hash = scattered(hash ^ number ^ (number / 2 ** 32));
  return (hash >>> 0) + 1;
}

/** Source: the finalizer of MurmurHash3, A. Appleby, 2011 (public domain). */
function scattered(bits: number): number {
  const once = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
