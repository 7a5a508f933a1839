import type { Seconds } from "../../units.ts";
import { copied, filled } from "../../copied.ts";
import type { EmbeddedStepper, OdeSystem, Stepper } from "../contracts.ts";
import type { SavedParts } from "../saved-parts.ts";

/** Points that draw an exponential. */
const POINTS_PER_TIME_CONSTANT = 4;
/**
 * In time constants. Over one of them an exponential nearly always is seen to go one way by its ends, and circuits that are driven are
 * driven again by then; a little more, because periods and time constants are round numbers.
 */
const STRETCH = 9 / 8;

/**
 * For states that see no other state and no source: dx_i/dt = a_i x_i + b_i, so that
 *
 *   x_i(t) = x_i(0) + f_i(0) (exp(a_i t) - 1) / a_i,   f_i(t) = f_i(0) exp(a_i t)
 *
 * is the solution, at the end of a step and anywhere inside it, to rounding. a and b are read off the right-hand side at x = 0 and
 * x = 1 when a segment begins: two evaluations a segment, none a step.
 *
 * Steps are no longer than the fastest time constant: not for the solution, but for whoever looks into a step through a polynomial.
 * Of degree 8, it misses exp over one time constant by 2e-11 of what is left to go. They are twice as long where nobody has to.
 */
class ClosedFormStepper implements Stepper {
  readonly name = "closed form";
  /** Of no consequence: there is no error that could shrink with the step. */
  readonly order = 8;
  readonly denseOrder = 8;
  readonly denseIsPolynomial = false;
  readonly points: number;
  readonly stretch: number;
  private readonly rates: Float64Array;
  /** b, slopes at x = 0 */
  private readonly drives: Float64Array;
  private readonly start: Float64Array;
  private readonly end: Float64Array;
  /** f at the start of the last accepted step, and what the trial step would put there. */
  private readonly slope: Float64Array;
  private readonly trialSlope: Float64Array;
  private readonly scratch: Float64Array;
  /** (exp(a h) - 1) / a over the trial step. */
  private readonly growths: Float64Array;
  private acceptedH: Seconds = 0;
  private trialH: Seconds = 0;
  private isKnown = false;

  /** `length` of its steps, in fastest time constants. */
  constructor(
    private readonly dimension: number,
    private readonly length: number,
  ) {
    this.points = POINTS_PER_TIME_CONSTANT * length;
    this.stretch = Math.min(1, STRETCH / length);
    const vector = () => new Float64Array(dimension);
    [this.rates, this.drives, this.start, this.end] = [vector(), vector(), vector(), vector()];
    [this.slope, this.trialSlope, this.scratch, this.growths] = [vector(), vector(), vector(), vector()];
  }

  restart(): void {
    this.isKnown = false;
  }

  /** In fastest time constants; NaN where the right-hand side is no number. */
  stepLength(system: OdeSystem): Seconds {
    this.learn(system);
    let fastest = 0;
    for (let i = 0; i < this.dimension; i++) fastest = Math.max(fastest, Math.abs(this.rates[i]));
    return this.length / fastest;
  }

  private learn(system: OdeSystem): void {
    if (this.isKnown) return;
    this.isKnown = true;
    const { rates, drives, scratch } = this;
    filled(scratch, 0);
    system.derivative(0, scratch, drives);
    filled(scratch, 1);
    system.derivative(0, scratch, rates);
    for (let i = 0; i < rates.length; i++) rates[i] -= drives[i];
  }

  step(
    system: OdeSystem,
    _tau: Seconds,
    h: Seconds,
    x: Float64Array,
    xOut: Float64Array,
    errorOut: Float64Array,
  ): void {
    this.learn(system);
    const { rates, drives, trialSlope, growths } = this;
    for (let i = 0; i < x.length; i++) {
      trialSlope[i] = rates[i] * x[i] + drives[i];
      growths[i] = growth(rates[i], h);
      xOut[i] = x[i] + trialSlope[i] * growths[i];
      errorOut[i] = 0;
    }
    this.trialH = h;
  }

  accept(x: Float64Array, xOut: Float64Array, h: Seconds): void {
    copied(x, this.start);
    copied(xOut, this.end);
    copied(this.trialSlope, this.slope);
    this.acceptedH = h;
  }

  preview(h: Seconds): void {
    this.trialH = h;
  }

  interpolateTrial(x: Float64Array, theta: number, out: Float64Array): void {
    this.follow(x, this.trialSlope, theta * this.trialH, out);
  }

  interpolate(theta: number, out: Float64Array): void {
    if (theta === 0) copied(this.start, out);
    else if (theta === 1) copied(this.end, out);
    else this.follow(this.start, this.slope, theta * this.acceptedH, out);
  }

  private follow(from: Float64Array, slope: Float64Array, t: Seconds, out: Float64Array): void {
    for (let i = 0; i < out.length; i++) out[i] = from[i] + slope[i] * growth(this.rates[i], t);
  }

  /** x_i'' = a_i f_i, which shrinks where a_i is below 0, and grows no further than to the step's end where it is above. */
  curvatures(x: Float64Array, out: Float64Array): void {
    const { rates, drives, end } = this;
    for (let i = 0; i < out.length; i++) {
      const rate = rates[i];
      out[i] = Math.abs(rate * (rate * (rate > 0 ? end[i] : x[i]) + drives[i]));
    }
  }

  interiorError(_system: OdeSystem, _tau: Seconds, out: Float64Array): void {
    filled(out, 0);
  }

  /** Carries an error on from the drive before, over the trial step, as the circuit does. */
  embedded(): EmbeddedStepper {
    const { rates, drives, growths } = this;
    return {
      step: (_system, _tau, _h, y) => {
        for (let i = 0; i < y.length; i++) y[i] += (rates[i] * y[i] + drives[i]) * growths[i];
      },
    };
  }

  save(into: SavedParts): void {
    into.put(this.isKnown ? 1 : 0);
    into.put(this.acceptedH);
    for (const part of [this.rates, this.drives, this.start, this.end, this.slope]) into.putAll(part);
  }

  restore(saved: Float64Array): void {
    const { dimension } = this;
    this.isKnown = saved[0] === 1;
    this.acceptedH = saved[1];
    [this.rates, this.drives, this.start, this.end, this.slope].forEach((part, k) => {
      part.set(saved.subarray(2 + k * dimension, 2 + (k + 1) * dimension));
    });
  }
}

/**
 * `isSeenThrough`: whether all that looks into a step does so by way of the bounds on its curvatures, so that the step may be longer.
 */
export const closedForm = (dimension: number, isSeenThrough: boolean): Stepper =>
  new ClosedFormStepper(dimension, isSeenThrough ? 2 : 1);

/** (exp(a t) - 1) / a, which is t where a is 0. */
const growth = (a: number, t: Seconds): Seconds => (a === 0 ? t : Math.expm1(a * t) / a);
