import { SettleError } from "../errors.ts";
import { formatTime, type Picoseconds } from "../time.ts";
import { bitsChange, describeBits } from "./converters/bits.ts";
import type { Converter, EventConverter, HeardBits, PortView } from "./converters/converter.ts";

const NOBODY: readonly number[] = [];

const merged = (a: readonly number[], b: readonly number[]): readonly number[] =>
  [...new Set([...a, ...b])].sort((one, other) => one - other);

/** Which converters hear a port: positions in a list of them. */
export class Hearing {
  private readonly byPort = new Map<string, number[]>();

  constructor(converters: readonly Converter[]) {
    converters.forEach(({ hears }, position) => {
      for (const port of new Set(hears.map((bits) => bits.port))) {
        this.byPort.set(port, [...(this.byPort.get(port) ?? []), position]);
      }
    });
  }

  has(port: string): boolean {
    return this.byPort.has(port);
  }

  /** Those who hear one of these ports, in order. */
  of(ports: readonly string[]): readonly number[] {
    let heard = NOBODY;
    for (const port of ports) {
      const positions = this.byPort.get(port);
      if (positions !== undefined) heard = heard === NOBODY ? positions : merged(heard, positions);
    }
    return heard;
  }
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
