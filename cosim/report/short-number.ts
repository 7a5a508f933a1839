/** Six digits: enough to tell figures apart, and no more than a reader can take in. 1.5e-7 rather than 0.00000015. */
export function shortNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
  const short = Number(value.toPrecision(6));
  return Math.abs(short) < 1e-3 ? short.toExponential() : String(short);
}

/** A pure number has no unit worth a word. */
export const unitText = (unit: string): string => (unit === "1" ? "" : unit);
