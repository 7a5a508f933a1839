import type { Seconds, Volts, VoltsPerSecond } from "../src/units.ts";

/**
 * The amplifier's law (amplifier.ts) in an implicit stage: the error e = goal - v that solves
 *
 *   e + reach s(e) = c,      s(e) = SR tanh(pole e / SR)   or   clip(pole e, -SR, SR)
 *
 * where c is the goal less what is known of v. Both sides rise with e, so there is exactly one. With y = pole e / SR,
 * m = reach pole and d = pole c / SR it is y + m tanh(y) = d, or y + m clip(y, -1, 1) = d.
 * `pole` [rad/s] and `reach` [s] are above 0, SR above 0 or Infinity for a linear amplifier.
 */
export function tanhStageError(pole: number, slewRate: VoltsPerSecond, reach: Seconds, c: Volts): Volts {
  const m = reach * pole;
  if (slewRate === Infinity) return c / (1 + m);
  const volts = slewRate / pole;
  const y = tanhStage(m, Math.abs(c) / volts);
  return (c < 0 ? -y : y) * volts;
}

export function clampStageError(pole: number, slewRate: VoltsPerSecond, reach: Seconds, c: Volts): Volts {
  const linear = c / (1 + reach * pole);
  if (Math.abs(linear) * pole <= slewRate) return linear;
  return c < 0 ? c + reach * slewRate : c - reach * slewRate;
}

/** The branches of `clampStageError`, as those of `clampOnBranch`. */
export function clampStageOnBranch(mode: number, pole: number, slewRate: number, reach: Seconds, c: Volts): Volts {
  return mode === 0 ? c / (1 + reach * pole) : c - mode * reach * slewRate;
}

/** ds/de where s(e) = `slope`: the pole where the amplifier does not slew, 0 where it does. */
export function tanhPole(pole: number, slewRate: VoltsPerSecond, slope: VoltsPerSecond): number {
  const share = slope / slewRate;
  return pole * Math.max(0, 1 - share * share);
}

export const clampPole = (pole: number, slewRate: VoltsPerSecond, slope: VoltsPerSecond): number =>
  Math.abs(slope) < slewRate ? pole : 0;

/** Below this the cubic term of tanh makes a first guess good to a few per cent, and exact in the limit of small signals. */
const SMALL = 0.7;
/** Halley's method converges cubically: after a change this small the next one is below rounding. */
const LAST_CHANGE = 1e-5;
/** More than bisection alone would need. */
const MOST_ITERATIONS = 100;

/** The y >= 0 of y + m tanh(y) = d for d >= 0, by Halley's method in a bracket; 1 to 5 iterations are the rule. NaN for NaN. */
function tanhStage(m: number, d: number): number {
  const linear = d / (1 + m);
  // tanh(y) <= y and tanh(y) < 1.
  let low = Math.max(linear, d - m);
  let high = d;
  let y = linear < SMALL ? Math.min(high, linear + ((m / (1 + m)) * (linear * linear * linear)) / 3) : low;
  for (let i = 0; i < MOST_ITERATIONS; i++) {
    const tanh = Math.tanh(y);
    const excess = y + m * tanh - d;
    if (excess > 0) high = y;
    else low = y;
    const slope = 1 + m * (1 - tanh * tanh);
    const curvature = -m * tanh * (1 - tanh * tanh); // half the second derivative
    const next = y - (excess * slope) / (slope * slope - excess * curvature);
    const inside = next >= low && next <= high ? next : low + (high - low) / 2;
    const change = Math.abs(inside - y);
    y = inside;
    if (!(change > LAST_CHANGE * y)) break;
  }
  return y;
}
