/**
 * Integers as they are. Others with six digits: enough to tell figures apart, and no more than a reader can take in.
 * 1.5e-7 rather than 0.00000015.
 */
export const shortNumber = (value: number): string => rounded(value, 6);

function rounded(value: number, digits: number): string {
  if (Number.isInteger(value)) return String(value);
  const short = Number(value.toPrecision(digits));
  return Math.abs(short) < 1e-3 ? short.toExponential() : String(short);
}

/** The numbers in "= 3", "<= 1e-7" and "-0.5..3.5". */
const limitsIn = (bound: string): readonly number[] =>
  [...bound.matchAll(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g)].map(([text]) => Number(text));

/** A measured value as short as `shortNumber`, but never so short that it seems to lie on another side of its bound. */
export function measuredText(measured: number | string | boolean, bound: string): string {
  if (typeof measured !== "number") return String(measured);
  const sides = (value: number) => limitsIn(bound).map((limit) => Math.sign(value - limit));
  const wanted = sides(measured).join();
  for (let digits = 6; digits < 17; digits++) {
    const text = rounded(measured, digits);
    if (sides(Number(text)).join() === wanted) return text;
  }
  return String(measured);
}

/** A pure number has no unit worth a word. */
export const unitText = (unit: string): string => (unit === "1" ? "" : unit);
