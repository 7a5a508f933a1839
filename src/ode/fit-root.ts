import { slopeAt, valueAt } from "./bernstein.ts";

/** Newton's method doubles its digits: from a tenth of the interval on, these are more than enough. */
const MOST_ITERATIONS = 8;
/** Closer than this, relative to the interval, it has arrived. */
const ARRIVED = 2 ** -44;

/**
 * Where a polynomial in Bernstein form, on [0, 1], meets `level`, given that it does so once. Newton's method from the secant
 * through its ends, kept inside: a guess that is as good as rounding where the polynomial is not flat there, and no worse than a guess
 * elsewhere. Writes over `scratch`, of the length of `c`.
 */
export function rootOnce(c: Float64Array, level: number, scratch: Float64Array): number {
  const first = c[0] - level;
  const last = c[c.length - 1] - level;
  let s = first === last ? 1 : clamped(first / (first - last));
  for (let i = 0; i < MOST_ITERATIONS; i++) {
    const next = clamped(s - (valueAt(c, s, scratch) - level) / slopeAt(c, s, scratch));
    const move = Math.abs(next - s);
    if (!(move >= 0)) return s;
    s = next;
    if (move < ARRIVED) break;
  }
  return s;
}

const clamped = (s: number): number => Math.min(1, Math.max(0, s));
