import { SettleError } from "./errors.ts";
import type { Seconds } from "./units.ts";

/** Simulation time: whole picoseconds since reset. Exact up to 2^53 ps, about 2.5 hours. */
export type Picoseconds = number & { readonly __unit: "ps" };

const PS_PER = { ps: 1, ns: 1e3, us: 1e6, ms: 1e9, s: 1e12 } as const;
export type TimeUnit = keyof typeof PS_PER;

/** How far, in ticks, the product of a decimal literal and a power of ten may miss a whole number. */
const LITERAL_ROUNDING_TICKS = 1e-6;

/** Refuses a value that is not a whole number of picoseconds, rather than rounding it silently. */
export function picoseconds(value: number, unit: TimeUnit = "ps"): Picoseconds {
  const exact = value * PS_PER[unit];
  const ticks = Math.round(exact);
  if (!Number.isSafeInteger(ticks) || Math.abs(exact - ticks) > LITERAL_ROUNDING_TICKS) {
    throw new SettleError(
      "OUT_OF_RANGE",
      `${value} ${unit} is not a whole number of picoseconds below 2^53; round it to the tick you mean`,
    );
  }
  return ticks as Picoseconds;
}

export const ps = (value: number): Picoseconds => picoseconds(value, "ps");
export const ns = (value: number): Picoseconds => picoseconds(value, "ns");
export const us = (value: number): Picoseconds => picoseconds(value, "us");
export const ms = (value: number): Picoseconds => picoseconds(value, "ms");

/** A moment that never comes. */
export const NEVER = Number.POSITIVE_INFINITY as Picoseconds;

export const plus = (t: Picoseconds, length: Picoseconds): Picoseconds => (t + length) as Picoseconds;
export const earlier = (a: Picoseconds, b: Picoseconds): Picoseconds => (a < b ? a : b);

export const later = (a: Picoseconds, b: Picoseconds): Picoseconds => (a > b ? a : b);

/** The only door from ticks to floats: an interval's length, never an absolute time. */
export const lengthOf = (t0: Picoseconds, t1: Picoseconds): Seconds => (t1 - t0) * 1e-12;

/** The first tick at or after `length` past `origin`: an event is never reported before it happens. */
export function tickAtOrAfter(origin: Picoseconds, length: Seconds): Picoseconds {
  const ticks = Math.ceil(length * 1e12);
  // The product may round up across a whole number; step back when the tick before is late enough.
  return (origin + ((ticks - 1) * 1e-12 >= length ? ticks - 1 : ticks)) as Picoseconds;
}

/** For people: "1.25 us", in the largest unit that keeps the number at or above one. */
export function formatTime(t: Picoseconds): string {
  const units = Object.entries(PS_PER).reverse();
  const [unit, scale] = units.find(([, s]) => Math.abs(t) >= s) ?? ["ps", 1];
  return `${Number((t / scale).toPrecision(12))} ${unit}`;
}
