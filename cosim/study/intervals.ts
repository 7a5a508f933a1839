import { SettleError } from "../../src/errors.ts";

/** How far some draws spread: their median, and the least and the greatest of them. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The q-quantile, 0 <= q <= 1, with linear interpolation between order statistics (Hyndman and Fan 1996, definition 7). */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) throw new SettleError("OUT_OF_RANGE", "a quantile of no values at all");
  const sorted = [...values].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const [low, high] = [sorted[below] ?? 0, sorted[Math.min(below + 1, sorted.length - 1)] ?? 0];
  return low + (at - below) * (high - low);
}

export const spreadOf = (values: readonly number[]): Spread => ({
  median: quantile(values, 0.5),
  low: quantile(values, 0),
  high: quantile(values, 1),
});

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Slope and intercept of the least-squares line through (x, y); for a power law, through their logarithms. */
export function line(
  x: readonly number[],
  y: readonly number[],
): { readonly slope: number; readonly intercept: number } {
  const [mx, my] = [mean(x), mean(y)];
  const square = x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
  const slope = x.reduce((sum, value, k) => sum + (value - mx) * ((y[k] ?? 0) - my), 0) / square;
  return { slope, intercept: my - slope * mx };
}

/** p of the least-squares power law y = c x^p. */
export const exponent = (x: readonly number[], y: readonly number[]): number =>
  line(x.map(Math.log), y.map(Math.log)).slope;
