import type { Tolerance } from "./contracts.ts";

/** How large an error of state i may be: absolute + relative * max(|x0_i|, |x1_i|), in the unit of the state. */
const allowed = (x0: number, x1: number, { absolute, relative }: Tolerance): number =>
  absolute + relative * Math.max(Math.abs(x0), Math.abs(x1));

/**
 * Root mean square of error_i / allowed_i over all states: 1 where the error equals the tolerance. NaN or Infinity as soon
 * as one of `error` or `x1` is.
 */
export function errorNorm(error: Float64Array, x0: Float64Array, x1: Float64Array, tolerance: Tolerance): number {
  let sum = 0;
  for (let i = 0; i < error.length; i++) {
    const ratio = error[i] / allowed(x0[i], x1[i], tolerance);
    // An infinite x1 would hide behind a ratio of 0; x1 - x1 is NaN then, and 0 for every number.
    sum += ratio * ratio + (x1[i] - x1[i]);
  }
  return Math.sqrt(sum / error.length);
}

/** The state whose error is largest against its tolerance: the one to name when the step cannot be made small enough. */
export function worstState(error: Float64Array, x0: Float64Array, x1: Float64Array, tolerance: Tolerance): number {
  let worst = 0;
  let worstRatio = -1;
  for (let i = 0; i < error.length; i++) {
    const ratio = Math.abs(error[i]) / allowed(x0[i], x1[i], tolerance);
    if (ratio > worstRatio) [worst, worstRatio] = [i, ratio];
  }
  return worst;
}

/** Index of the first NaN or infinity, or -1. */
export function firstNotFinite(x: Float64Array): number {
  for (let i = 0; i < x.length; i++) if (!Number.isFinite(x[i])) return i;
  return -1;
}

export function maxAbs(x: Float64Array): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) if (Math.abs(x[i]) > most) most = Math.abs(x[i]);
  return most;
}
