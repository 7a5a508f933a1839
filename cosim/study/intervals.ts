import { SettleError } from "../../src/errors.ts";
import type { RandomStream } from "../../src/random.ts";

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

/** Ends of an interval that covers what is estimated in 95 % of all cases. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 0.975-quantile of the normal distribution. */
const Z_95 = 1.959964;

/** 95 % interval of a proportion, from `hits` of `trials` (Wilson, J. Am. Stat. Assoc. 22, 1927). Good for 0 and for all hits. */
export function wilson(hits: number, trials: number): Interval {
  if (!(trials > 0 && hits >= 0 && hits <= trials)) {
    throw new SettleError("OUT_OF_RANGE", `an interval of ${hits} hits in ${trials} trials`);
  }
  const share = hits / trials;
  const spread = Z_95 ** 2 / trials;
  const centre = (share + spread / 2) / (1 + spread);
  const half = (Z_95 / (1 + spread)) * Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials));
  // At no hits the low end is 0, and at all hits the high end is 1, but for rounding.
  return { low: hits === 0 ? 0 : centre - half, high: hits === trials ? 1 : centre + half };
}

const RESAMPLES = 1000;

/** 95 % interval of the mean of independent draws, by the percentiles of a thousand resamples (Efron, Ann. Stat. 7, 1979). */
export function bootstrapMean(values: readonly number[], draws: RandomStream): Interval {
  const n = values.length;
  const means = Array.from({ length: RESAMPLES }, (_resample, r) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += values[Math.floor(n * draws.uniform(r * n + k))] ?? 0;
    return sum / n;
  });
  return { low: quantile(means, 0.025), high: quantile(means, 0.975) };
}
