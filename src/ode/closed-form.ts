import { copied, filled } from "../copied.ts";
import { outOfRange, SettleError } from "../errors.ts";
import type { Seconds } from "../units.ts";
import { ComingToRest } from "./coming-to-rest.ts";
import type { OdeSystem, Tolerance } from "./contracts.ts";
import { firstNotFinite } from "./error-norm.ts";
import { SavedParts, unpacked } from "./saved-parts.ts";
import { type BoundKind, fractionAt, leastStepAt, MOST_STEP, requireStates, type Solution } from "./solution.ts";
import { COMPLETED, type SolveStatus } from "./status.ts";
import { errorBoundOf, largestErrorBound, TransportedError } from "./transported-error.ts";

/** In fastest time constants: steps whose curvatures say all there is to know, and others. */
const LONG_STEP = 2;
const STEP = 1;
/** Points that draw an exponential, and a solution at rest. */
const POINTS_PER_TIME_CONSTANT = 4;
const POINTS_AT_REST = 4;
/**
 * In time constants. Over one of them an exponential nearly always is seen to go one way by its ends, and circuits that are driven are
 * driven again by then; a little more, because periods and time constants are round numbers.
 */
const STRETCH = 9 / 8;

/**
 * The solution for states that see no other state and no source: dx_i/dt = a_i x_i + b_i, so that
 *
 *   x_i(t) = x_i(0) + f_i(0) (exp(a_i t) - 1) / a_i,   f_i(t) = f_i(0) exp(a_i t)
 *
 * at the end of a step and anywhere inside it, to rounding. a and b are read off the right-hand side at x = 0 and x = 1 when a segment
 * begins: two evaluations a segment, none a step.
 *
 * Steps are no longer than the fastest time constant: not for the solution, but for whoever looks into a step through a polynomial.
 * Of degree 8, it misses exp over one time constant by 2e-11 of what is left to go. They are twice as long where nobody has to.
 */
export class ClosedForm implements Solution {
  /** Within a step no state is a polynomial. */
  readonly denseIsQuartic = false;
  readonly rejected = 0;
  tau0: Seconds = 0;
  tau1: Seconds = 0;
  readonly x0: Float64Array;
  readonly x1: Float64Array;
  accepted = 0;
  evaluations = 0;
  private readonly dimension: number;
  /** in time constants */
  private readonly length: number;
  /** a, and b: the slopes at x = 0 */
  private readonly rates: Float64Array;
  private readonly drives: Float64Array;
  /** (exp(a h) - 1) / a over a step, and the state that it leads to before all of it is known to be numbers. */
  private readonly growths: Float64Array;
  private readonly ahead: Float64Array;
  /** Errors of a step and inside it: none, but for the drift at rest. */
  private readonly local: Float64Array;
  private readonly nothing: Float64Array;
  private readonly bound: TransportedError | undefined;
  /** Where the system holds still. */
  private readonly rest: ComingToRest | undefined;
  /** Once it has come to rest every state stays where it is; it drifts no more than this, in the unit of the states per second. */
  private drift: number | undefined;
  /** The length of the next step; NaN where the right-hand side is no number. */
  private nextH: Seconds = 0;
  /** What it was when the solution came to rest. */
  private stepBeforeRest: Seconds = 0;
  private hasBegun = false;
  /** Of the last snapshot. */
  private savedLength = 0;

  /** `isSeenThrough`: whether all that looks into a step does so by way of the bounds on its curvatures. */
  constructor(
    private readonly system: OdeSystem,
    private readonly tolerance: Tolerance,
    private readonly longestStep: Seconds,
    bound: BoundKind,
    isSeenThrough: boolean,
  ) {
    this.dimension = system.stateNames.length;
    this.length = isSeenThrough ? LONG_STEP : STEP;
    const vector = () => new Float64Array(this.dimension);
    [this.x0, this.x1, this.rates, this.drives] = [vector(), vector(), vector(), vector()];
    [this.growths, this.ahead, this.local, this.nothing] = [vector(), vector(), vector(), vector()];
    this.bound = bound === "none" ? undefined : new TransportedError(this.dimension, tolerance);
    this.rest = system.autonomous === true ? new ComingToRest(this.dimension, tolerance) : undefined;
  }

  errorBoundOf(i: number): number {
    return errorBoundOf(this.bound, i);
  }

  get errorBound(): number {
    return largestErrorBound(this.bound, this.dimension);
  }

  begin(x0: Float64Array, leftAt: Seconds = this.tau1): void {
    requireStates(x0, this.dimension);
    this.bound?.beginSegment(x0, fractionAt(leftAt, this.tau0, this.tau1));
    copied(x0, this.x0);
    copied(x0, this.x1);
    this.tau0 = 0;
    this.tau1 = 0;
    this.hasBegun = true;
    this.drift = undefined;
    this.rest?.begin(0, x0);
    this.learn();
    this.nextH = Math.min(this.length / this.fastestRate(), this.longestStep, MOST_STEP);
  }

  private learn(): void {
    const { system, rates, drives, ahead } = this;
    filled(ahead, 0);
    system.derivative(0, ahead, drives);
    filled(ahead, 1);
    system.derivative(0, ahead, rates);
    for (let i = 0; i < rates.length; i++) rates[i] -= drives[i];
    this.evaluations += 2;
  }

  private fastestRate(): number {
    const { rates } = this;
    let fastest = 0;
    for (let i = 0; i < rates.length; i++) fastest = Math.max(fastest, Math.abs(rates[i]));
    return fastest;
  }

  step(): SolveStatus {
    if (!this.hasBegun) throw new SettleError("MISUSE", "ClosedForm.step was called before begin");
    const { rest } = this;
    if (rest?.isAtRest === true) this.turnToRest(rest);
    const calm = rest === undefined || this.isHeld ? this.nextH : Math.min(this.nextH, rest.longestStep);
    const end = this.tau1 + Math.max(calm, leastStepAt(this.tau1));
    // The step that the two float times really span; adding lengths up instead would let time drift.
    const h = end - this.tau1;
    if (!(this.isHeld ? this.stay() : this.follow(h))) return this.notFinite();
    if (this.bound !== undefined) this.followError(this.bound, h);
    copied(this.x1, this.x0);
    copied(this.ahead, this.x1);
    this.tau0 = this.tau1;
    this.tau1 = end;
    this.accepted++;
    this.nextH = Math.min(h, this.longestStep, MOST_STEP);
    rest?.follow(end, h, this.x1);
    return COMPLETED;
  }

  private get isHeld(): boolean {
    return this.drift !== undefined;
  }

  /** A drift too slow to be seen has gone no further than the tolerance when the exponentials look again. */
  private turnToRest(rest: ComingToRest): void {
    if (this.isHeld) {
      this.drift = undefined;
      rest.begin(this.tau1, this.x1);
      this.nextH = this.stepBeforeRest;
    } else {
      this.drift = rest.unseenDrift(this.tau1);
      this.stepBeforeRest = this.nextH;
      this.nextH = Math.min(this.longestStep, MOST_STEP, this.tolerance.absolute / this.drift);
    }
  }

  private stay(): true {
    copied(this.x1, this.ahead);
    filled(this.growths, 0);
    return true;
  }

  /** Answers whether all that comes of it is numbers. */
  private follow(h: Seconds): boolean {
    const { x1, rates, drives, growths, ahead } = this;
    let off = 0; // NaN once anything is
    for (let i = 0; i < x1.length; i++) {
      growths[i] = growth(rates[i], h);
      ahead[i] = x1[i] + (rates[i] * x1[i] + drives[i]) * growths[i];
      off += ahead[i] - ahead[i];
    }
    return off === 0;
  }

  private followError(bound: TransportedError, h: Seconds): void {
    const { tau1, local, ahead } = this;
    if (this.drift !== undefined) filled(local, this.drift * h);
    this.carry(bound.shadow);
    bound.share = tau1 / (tau1 + h);
    bound.add(local, this.nothing, ahead);
    if (this.drift !== undefined) filled(local, 0);
  }

  /** Carries an error on from the drive before, over the step, as the circuit does. */
  private carry(y: Float64Array): void {
    const { rates, drives, growths } = this;
    for (let i = 0; i < y.length; i++) y[i] += (rates[i] * y[i] + drives[i]) * growths[i];
  }

  /** Names the first state whose value, slope, or value after the step is no number. */
  private notFinite(): SolveStatus {
    const { x1, rates, drives, ahead, system } = this;
    const slopes = x1.map((x, i) => rates[i] * x + drives[i]);
    const found = [x1, slopes, ahead].map(firstNotFinite).find((i) => i >= 0) ?? 0;
    return { kind: "not-finite", tau: this.tau1, state: system.stateNames[found] };
  }

  interpolate(tau: Seconds, out: Float64Array): void {
    const { tau0, tau1 } = this;
    if (!(tau >= tau0 && tau <= tau1)) throw outOfRange("tau [s]", tau, tau0, tau1);
    // Asked first, so that before the first step (tau0 = tau1 = 0) there is no division by a step of 0.
    if (tau === tau1) copied(this.x1, out);
    else this.interpolateAt((tau - tau0) / (tau1 - tau0), out);
  }

  interpolateAt(theta: number, out: Float64Array): void {
    if (!(theta >= 0 && theta <= 1)) throw outOfRange("theta", theta, 0, 1);
    if (theta === 0 || this.isHeld) return copied(this.x0, out);
    if (theta === 1) return copied(this.x1, out);
    const { x0, rates, drives } = this;
    const t = theta * (this.tau1 - this.tau0);
    for (let i = 0; i < x0.length; i++) out[i] = x0[i] + (rates[i] * x0[i] + drives[i]) * growth(rates[i], t);
  }

  get knowsCurvatures(): boolean {
    return !this.isHeld && this.tau0 < this.tau1;
  }

  /** x_i'' = a_i f_i, which shrinks where a_i is below 0, and grows no further than to the step's end where it is above. */
  curvatures(x: Float64Array, out: Float64Array): void {
    const { rates, drives, x1 } = this;
    for (let i = 0; i < out.length; i++) {
      const rate = rates[i];
      out[i] = Math.abs(rate * (rate * (rate > 0 ? x1[i] : x[i]) + drives[i]));
    }
  }

  get points(): number {
    return this.isHeld ? POINTS_AT_REST : POINTS_PER_TIME_CONSTANT * this.length;
  }

  get stretch(): number {
    return this.isHeld ? 1 : Math.min(1, STRETCH / this.length);
  }

  save(into = new SavedParts(this.savedLength)): Float64Array {
    const { tau0, tau1, nextH, accepted, evaluations, stepBeforeRest, drift = Number.NaN } = this;
    into.clear();
    into.add([tau0, tau1, nextH, this.hasBegun ? 1 : 0, accepted, evaluations, stepBeforeRest, drift]);
    for (const part of [this.x0, this.x1, this.rates, this.drives]) into.add(part);
    into.addOf(this.bound);
    into.addOf(this.rest);
    const saved = into.taken();
    this.savedLength = saved.length;
    return saved;
  }

  restore(saved: Float64Array): void {
    const [own, x0, x1, rates, drives, bound, rest] = unpacked(saved);
    if (x0?.length !== this.dimension)
      throw new SettleError("MISUSE", `this snapshot is not of a solution of ${this.dimension} states`);
    [this.tau0, this.tau1, this.nextH, , this.accepted, this.evaluations, this.stepBeforeRest] = own;
    this.hasBegun = own[3] === 1;
    this.drift = Number.isNaN(own[7]) ? undefined : own[7];
    this.x0.set(x0);
    this.x1.set(x1);
    this.rates.set(rates);
    this.drives.set(drives);
    this.bound?.restore(bound);
    this.rest?.restore(rest);
  }
}

/** (exp(a t) - 1) / a, which is t where a is 0. */
const growth = (a: number, t: Seconds): Seconds => (a === 0 ? t : Math.expm1(a * t) / a);
