import type { Seconds } from "../units.ts";
import type { OdeSystem, Tolerance } from "./contracts.ts";
import { errorNorm } from "./error-norm.ts";

/** A system at rest says nothing about its time scale; from here the step grows fivefold at a time. */
const AT_REST: Seconds = 1e-9;
/** From a zero state, what counts as small is a change of this many tolerances. */
const LEAST_SIZE = 1e3;
/** A tenth of a tick: shorter than any circuit's time constant, and long enough for a clean difference of slopes. */
const LEAST_PROBE: Seconds = 1e-13;
const PROBE_FRACTION = 0.01;
const MOST_OVER_PROBE = 100;

/**
 * First step of a segment, from the slope at its start and at a probing Euler step, after Hairer, Noersett, Wanner,
 * "Solving Ordinary Differential Equations I", II.4. Theirs takes the unit of time to be the problem's; here the time
 * scale T = |f| / |f'| is measured and the step is T * (0.01 / (|f| T))^(1/order), the same rule in units of T.
 * A step below LEAST_PROBE is never chosen: one that turns out too long is rejected, one too short costs many to come.
 * Returns NaN when the slope at the start is not finite. Writes over all three scratch vectors.
 */
export function initialStep(
  system: OdeSystem,
  x0: Float64Array,
  order: number,
  tolerance: Tolerance,
  longestStep: Seconds,
  [f0, x1, f1]: readonly Float64Array[],
): Seconds {
  system.derivative(0, x0, f0);
  const speed = errorNorm(f0, x0, x0, tolerance); // tolerances per second
  if (!Number.isFinite(speed)) return Number.NaN;
  if (speed === 0) return Math.min(AT_REST, longestStep);
  const size = Math.max(LEAST_SIZE, errorNorm(x0, x0, x0, tolerance));
  const probe = Math.min(longestStep, Math.max(LEAST_PROBE, (PROBE_FRACTION * size) / speed));
  for (let i = 0; i < x1.length; i++) x1[i] = x0[i] + probe * f0[i];
  system.derivative(probe, x1, f1);
  for (let i = 0; i < f1.length; i++) f1[i] = (f1[i] - f0[i]) / probe;
  const bend = errorNorm(f1, x0, x0, tolerance); // tolerances per second squared
  const wanted = Math.min(MOST_OVER_PROBE * probe, fromCurvature(speed, bend, probe, order));
  return Math.min(longestStep, Math.max(LEAST_PROBE, wanted));
}

function fromCurvature(speed: number, bend: number, probe: Seconds, order: number): Seconds {
  if (!Number.isFinite(bend)) return probe;
  if (bend === 0) return Number.POSITIVE_INFINITY;
  const timeScale = speed / bend;
  return timeScale * (PROBE_FRACTION / (speed * timeScale)) ** (1 / order);
}
