import { earlier, NEVER, type Picoseconds, plus } from "../time.ts";
import type { EventConverter } from "./converters/converter.ts";
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
  /** Where the converter stands, as a word: empty while it does not look at its signal, undefined while nobody has asked. */
  standing: string | undefined;
}

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

/** Where the converters that look at their signal stand, as one word; empty where none does. */
export function standingOf(listeners: readonly Listener[]): string {
  let word = "";
  for (const listener of listeners) word += listener.standing ??= wordOf(listener.converter);
  return word;
}

const wordOf = (converter: EventConverter): string =>
  converter.band() === undefined ? "" : converter.save().join(",");
