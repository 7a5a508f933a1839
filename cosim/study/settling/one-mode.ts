import type { Seconds } from "../../../src/units.ts";
import type { Lags } from "../cores/released-core.ts";

/** The slowest exponential of a mode, amplitude exp(-rate t), of a start that displaces visible nodes alone by 1. */
export interface SlowestExponential {
  /** [1/s] */
  readonly rate: number;
  readonly amplitude: number;
}

const STEPS = 200;

/**
 * A mode of a linear core passes two nodes and two amplifiers, one pole each, and comes back mu = 1 - eigenvalue as large. Its
 * poles solve P(s) = prod (1 + s tau_k) - mu = 0; the slowest is -rate, found by bisection between 0 and the nearest of the
 * open loop's poles. A visible displacement of 1 decays as V(s) = tau_v prod_{k != v} (1 + s tau_k) / P(s), whose residue there is
 *
 *   amplitude = tau_v / (1 - rate tau_v) / sum_k tau_k / (1 - rate tau_k)
 *
 * Without amplifiers and with tau_h << tau_v this is exp(-eigenvalue t / tau_v). [our derivation]
 */
export function slowestExponential(lags: Lags, eigenvalue: number): SlowestExponential {
  const taus = Object.values(lags) as readonly Seconds[];
  const loop = (rate: number) => taus.reduce((product, tau) => product * (1 - rate * tau), 1);
  let [low, high] = [0, 1 / Math.max(...taus)];
  for (let k = 0; k < STEPS && low < high; k++) {
    const middle = (low + high) / 2;
    if (loop(middle) > 1 - eigenvalue) low = middle;
    else high = middle;
  }
  const weight = (tau: Seconds) => tau / (1 - low * tau);
  return { rate: low, amplitude: weight(lags.visible) / taus.reduce((sum, tau) => sum + weight(tau), 0) };
}

/** Until that exponential is down to `tolerance`. */
export const settlingTimeOf = ({ rate, amplitude }: SlowestExponential, tolerance: number): Seconds =>
  Math.log(amplitude / tolerance) / rate;

/** The eigenvalue that a measured rate [1/s] of the last exponential belongs to. */
export const eigenvalueOf = (lags: Lags, rate: number): number =>
  1 - (Object.values(lags) as readonly Seconds[]).reduce((product, tau) => product * (1 - rate * tau), 1);
