import type { Seconds } from "../units.ts";
import type { SignalGradient } from "./contracts.ts";

/**
 * How far a signal may be off at `tau`, where the states are `x`, when state i may be off by boundOf(i), to first order: the sum of
 * |slope_i| boundOf(i), on whichever side it is more where that may reach past corners. It reaches no further than the larger of the
 * sums on this side of all of them and beyond: of a rectifier's argument, the slopes are those where it is open; of u in |u| + |v|,
 * they are half the sum of both, up to signs. `slopes`: workspace, shape (states,).
 */
export function signalError(
  gradient: SignalGradient,
  tau: Seconds,
  x: Float64Array,
  boundOf: (i: number) => number,
  slopes: Float64Array,
): number {
  gradient.at(tau, x);
  const toCorner = gradient.slopes(0, slopes);
  const here = weighed(slopes, boundOf);
  if (toCorner === Number.POSITIVE_INFINITY) return here;
  gradient.slopes(Number.POSITIVE_INFINITY, slopes);
  const reach = Math.max(here, weighed(slopes, boundOf));
  if (toCorner >= reach) return here;
  gradient.slopes(reach, slopes);
  return Math.max(here, weighed(slopes, boundOf));
}

function weighed(slopes: Float64Array, boundOf: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < slopes.length; i++) if (slopes[i] !== 0) sum += Math.abs(slopes[i]) * boundOf(i);
  return sum;
}
