import type { Seconds } from "../units.ts";
import type { SignalGradient } from "./contracts.ts";

/**
 * How far a signal may be off at `tau`, where the states are `x`, when state i may be off by boundOf(i), to first order: the sum of
 * |slope_i| boundOf(i), on whichever branches it is more where that may reach past a corner. It reaches no further than the larger of
 * both: of a rectifier's argument, the slopes are those of the open branch; of u in |u| + |v|, they are half the sum of own and
 * other slopes, up to signs. `slopes`: workspace, shape (states,).
 */
export function signalError(
  gradient: SignalGradient,
  tau: Seconds,
  x: Float64Array,
  boundOf: (i: number) => number,
  slopes: Float64Array,
): number {
  gradient.at(tau, x);
  const toCorner = gradient.slopes("own", slopes);
  const own = weighed(slopes, boundOf);
  if (toCorner === Number.POSITIVE_INFINITY) return own;
  gradient.slopes("other", slopes);
  const most = Math.max(own, weighed(slopes, boundOf));
  return toCorner > most ? own : most;
}

function weighed(slopes: Float64Array, boundOf: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < slopes.length; i++) if (slopes[i] !== 0) sum += Math.abs(slopes[i]) * boundOf(i);
  return sum;
}
