import type { Hertz, Volts, VoltsPerSecond } from "../src/units.ts";

/**
 * Amplifier in a feedback loop, one pole, limited slew:
 *
 *   e = clip(target + offset, railLow, railHigh) - v
 *   tanh form:   dv/dt = SR tanh(2 pi f_cl e / SR),      f_cl = GBW / gain
 *   clamp form:  dv/dt = clip(2 pi f_cl e, -SR, SR)
 *
 * State: the output v [V]. Input: `target` [V], where the closed loop would settle without offset and rails. Both forms have
 * the same small-signal pole and the same slew limit; tanh is the large-signal law of a bipolar differential pair,
 * clamp the textbook limit (Gray, Hurst, Lewis & Meyer, Analysis and Design of Analog Integrated Circuits, ch. 9).
 * The clamp has corners at |e| = SR / (2 pi f_cl), either form at its rails: the integrator ends a step there (Corners).
 * Valid while the loop's phase margin is ample (one dominant pole). NOT modelled: further poles and ringing, finite DC
 * gain, output resistance, supply current, noise, recovery time from the rails.
 */
export interface Amplifier {
  readonly form: "tanh" | "clamp";
  /** of the open loop */
  readonly gainBandwidth: Hertz;
  /** Noise gain of the loop, >= 1 (1 is a follower). */
  readonly gain: number;
  /** > 0; Infinity is a purely linear amplifier */
  readonly slewRate: VoltsPerSecond;
  /** Range of the output. */
  readonly rails: { readonly low: Volts; readonly high: Volts };
}

/** The closed loop's pole [rad/s]. */
export const closedLoopPole = (a: Amplifier): number => (2 * Math.PI * a.gainBandwidth) / a.gain;

/** Where the output settles. */
export function amplifierGoal(rails: Amplifier["rails"], target: Volts, offset: Volts): Volts {
  const wanted = target + offset;
  return wanted < rails.low ? rails.low : wanted > rails.high ? rails.high : wanted;
}

/** SR tanh(pole e / SR); the linear law where SR is infinite. */
export function tanhSlope(pole: number, slewRate: VoltsPerSecond, error: Volts): VoltsPerSecond {
  return slewRate === Infinity ? pole * error : slewRate * Math.tanh((pole * error) / slewRate);
}

export function clampSlope(pole: number, slewRate: VoltsPerSecond, error: Volts): VoltsPerSecond {
  const slope = pole * error;
  return Math.max(0 - slewRate, Math.min(slewRate, slope));
}

/** The branches of `amplifierGoal`: -1 at the low rail, 0 between the rails, 1 at the high one. `wanted` is target + offset. */
export function goalOnBranch(mode: number, rails: Amplifier["rails"], wanted: Volts): Volts {
  return mode === 0 ? wanted : mode < 0 ? rails.low : rails.high;
}

/** The branches of `clampSlope`: -1 and 1 slewing down and up, 0 linear; they meet at |error| = SR / pole. */
export function clampOnBranch(mode: number, pole: number, slewRate: VoltsPerSecond, error: Volts): VoltsPerSecond {
  return mode === 0 ? pole * error : mode * slewRate;
}

export function amplifierSlope(a: Amplifier, target: Volts, offset: Volts, v: Volts): VoltsPerSecond {
  const error = amplifierGoal(a.rails, target, offset) - v;
  return a.form === "tanh"
    ? tanhSlope(closedLoopPole(a), a.slewRate, error)
    : clampSlope(closedLoopPole(a), a.slewRate, error);
}
