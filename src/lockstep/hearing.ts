import { SettleError } from "../errors.ts";
import { formatTime, type Picoseconds } from "../time.ts";
import { bitsChange, describeBits } from "./converters/bits.ts";
import type { Converter, EventConverter, HeardBits, PortView } from "./converters/converter.ts";

/** Converters that hear a port, by their positions among drivers and among listeners. */
export interface Heard {
  readonly drivers: readonly number[];
  readonly listeners: readonly number[];
}

const merged = (a: readonly number[], b: readonly number[]): readonly number[] =>
  [...new Set([...a, ...b])].sort((one, other) => one - other);

/** Those who hear one of two ports, in order. */
export const joined = (a: Heard, b: Heard): Heard => ({
  drivers: merged(a.drivers, b.drivers),
  listeners: merged(a.listeners, b.listeners),
});

const positionsOf = (port: string, converters: readonly Converter[]): readonly number[] =>
  converters.flatMap(({ hears }, position) => (hears.some((bits) => bits.port === port) ? [position] : []));

/** Who hears a port; undefined where nobody does. */
export function heardBy(
  port: string,
  drivers: readonly Converter[],
  listeners: readonly Converter[],
): Heard | undefined {
  const heard = { drivers: positionsOf(port, drivers), listeners: positionsOf(port, listeners) };
  return heard.drivers.length + heard.listeners.length === 0 ? undefined : heard;
}

/** Refuses answers to a change that the converter does not declare to answer: nobody would have stopped for it. */
export function requireDeclared(converter: EventConverter, now: PortView, before: PortView, t: Picoseconds): void {
  const { name, hears } = converter;
  if (hears.some((bits) => isAnswered(bits, now, before))) return;
  const declared = hears.map((bits) => `${bits.answers ?? "change"} of ${describeBits(bits)}`).join(", ");
  throw new SettleError(
    "LOOKAHEAD",
    `converter "${name}" answers at ${formatTime(t)} although none of what it declares to answer has happened ` +
      `(${declared}); add to its \`hears\` what it answers to`,
  );
}

/** Whether these bits changed in the way that the converter says it answers to. */
function isAnswered(bits: HeardBits, now: PortView, before: PortView): boolean {
  const change = bitsChange(before.read(bits.port), now.read(bits.port), bits);
  return change !== "none" && (bits.answers === undefined || bits.answers === change);
}

/** An event earlier than its converter had declared. */
export function beatsLookahead(converter: string, t: Picoseconds, promise: Picoseconds): SettleError {
  return new SettleError(
    "LOOKAHEAD",
    `converter "${converter}" makes an event at ${formatTime(t)} although its declared lookahead excludes any before ` +
      `${formatTime(promise)}; make lookahead() answer the least delay it can have in that state`,
  );
}
