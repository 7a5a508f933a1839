import { copied } from "../copied.ts";
import { outOfRange, SettleError } from "../errors.ts";
import type { Seconds } from "../units.ts";
import { ComingToRest } from "./coming-to-rest.ts";
import type { EmbeddedStepper, OdeSystem, Tolerance } from "./contracts.ts";
import { errorNorm, firstNotFinite, worstState } from "./error-norm.ts";
import { CountedSystem } from "./counted-system.ts";
import { EqualSteps } from "./equal-steps.ts";
import { initialStep } from "./initial-step.ts";
import type { Method, MethodChoice } from "./method.ts";
import { ModeLock } from "./mode-lock.ts";
import { SavedParts, unpacked } from "./saved-parts.ts";
import { type BoundKind, fractionAt, leastStepAt, MOST_STEP, requireStates, type Solution } from "./solution.ts";
import { COMPLETED, type SolveStatus } from "./status.ts";
import { HoldStepper } from "./steppers/hold.ts";
import { errorBoundOf, largestErrorBound, TransportedError } from "./transported-error.ts";

/** Newton's method on a step's length, from the dense output's answer: two rounds are the rule. */
const MOST_SHORTENINGS = 8;
/** What draws a step that bends. */
const POINTS = 4;

/**
 * A solution by a method of small steps, each tried until its error estimate is small enough.
 *
 * Where the system has corners, every step stays on one branch of each: it ends where the first is left (ModeLock), and
 * the next one, as long as the one that was cut, goes on from there on the other branch.
 */
export class Integration implements Solution {
  readonly knowsCurvatures = false;
  readonly points = POINTS;
  readonly stretch = 1;
  private readonly system: CountedSystem;
  /** The same with its corners where they are, so that the error knows what a late switch of branches costs. */
  private readonly shadowed: CountedSystem;
  private readonly dimension: number;
  private readonly xStart: Float64Array;
  private readonly xEnd: Float64Array;
  private readonly xTrial: Float64Array;
  private readonly errorTrial: Float64Array;
  private readonly scratch: readonly Float64Array[];
  private readonly bound: TransportedError | undefined;
  private readonly lock: ModeLock | undefined;
  /** Those to choose from, and last of all the one for a solution at rest. */
  private readonly methods: readonly Method[];
  /** The shadows of the methods, where errors are followed. */
  private readonly shadows: readonly EmbeddedStepper[];
  /** Index of the method that crosses the present segment. */
  private present = 0;
  /** Where the system holds still. */
  private readonly rest: ComingToRest | undefined;
  private readonly hold: HoldStepper;
  private start: Seconds = 0;
  private end: Seconds = 0;
  /** Length of the next trial step; NaN when the slope at the start of the segment is not finite. */
  private nextH: Seconds = 0;
  /** What it was when the solution came to rest. */
  private stepBeforeRest: Seconds = 0;
  // Fields, not arguments: a number passed to a function may be boxed, one stored in a field is not.
  private trialH: Seconds = 0;
  private trialEnd: Seconds = 0;
  private hasBegun = false;
  private acceptedSteps = 0;
  private rejectedSteps = 0;
  /** Of the last snapshot. */
  private savedLength = 0;

  /**
   * The methods belong to this integration from now on. `longestStep` is in seconds, Infinity allowed.
   * Throws OUT_OF_RANGE for a tolerance or step that is not positive.
   */
  constructor(
    system: OdeSystem,
    private readonly choice: MethodChoice,
    private readonly tolerance: Tolerance,
    private readonly longestStep: Seconds,
    bound: BoundKind = "none",
  ) {
    checkPositive("relative tolerance", tolerance.relative);
    checkPositive("absolute tolerance", tolerance.absolute);
    checkPositive("longest step [s]", longestStep);
    this.lock = system.corners === undefined ? undefined : new ModeLock(system, system.corners, tolerance);
    this.system = new CountedSystem(this.lock ?? system);
    this.shadowed = new CountedSystem(system);
    this.dimension = system.stateNames.length;
    const vector = () => new Float64Array(this.dimension);
    this.xStart = vector();
    this.xEnd = vector();
    this.xTrial = vector();
    this.errorTrial = vector();
    this.scratch = [vector(), vector(), vector()];
    this.bound = bound === "none" ? undefined : new TransportedError(this.dimension, tolerance);
    this.hold = new HoldStepper(this.dimension);
    this.methods = [...choice.methods, { stepper: this.hold, policy: new EqualSteps() }];
    this.shadows = bound === "none" ? [] : this.methods.map(({ stepper }) => stepper.embedded());
    this.rest = system.autonomous === true ? new ComingToRest(this.dimension, tolerance) : undefined;
  }

  private get method(): Method {
    return this.methods[this.present];
  }
  /** Name of the method that crosses the present segment. */
  get methodName(): string {
    return this.method.stepper.name;
  }
  /** Whether signals that are linear in the states are quartics within a step, whichever method makes it. */
  get denseIsQuartic(): boolean {
    return this.choice.methods.every(({ stepper }) => stepper.denseIsPolynomial && stepper.denseOrder <= 4);
  }

  get tau0(): Seconds {
    return this.start;
  }
  get tau1(): Seconds {
    return this.end;
  }
  get x0(): ArrayLike<number> {
    return this.xStart;
  }
  get x1(): ArrayLike<number> {
    return this.xEnd;
  }
  errorBoundOf(i: number): number {
    return errorBoundOf(this.bound, i);
  }
  get errorBound(): number {
    return largestErrorBound(this.bound, this.dimension);
  }
  get accepted(): number {
    return this.acceptedSteps;
  }
  get rejected(): number {
    return this.rejectedSteps;
  }
  get evaluations(): number {
    return this.system.evaluations + this.shadowed.evaluations;
  }

  begin(x0: Float64Array, leftAt: Seconds = this.end): void {
    requireStates(x0, this.dimension);
    this.bound?.beginSegment(x0, fractionAt(leftAt, this.start, this.end));
    copied(x0, this.xStart);
    copied(x0, this.xEnd);
    this.start = 0;
    this.end = 0;
    this.hasBegun = true;
    this.present = this.choice.choose();
    const { stepper, policy } = this.method;
    stepper.restart();
    policy.restart();
    this.lock?.begin(x0);
    this.rest?.begin(0, x0);
    const most = Math.min(this.longestStep, MOST_STEP);
    this.nextH = initialStep(this.system, this.xStart, stepper.order, this.tolerance, most, this.scratch);
  }

  step(): SolveStatus {
    if (!this.hasBegun) throw new SettleError("MISUSE", "Integration.step was called before begin");
    if (this.rest?.isAtRest === true) this.turnToRest(this.rest);
    const least = leastStepAt(this.end);
    let h = Math.max(Math.min(this.nextH, this.longestCalmStep), least); // at least one trial, so that there is an error to name
    let norm = 0;
    while (h >= least) {
      if (this.lock?.chattering !== undefined) return this.chattering(this.lock.chattering);
      norm = this.trial(h);
      const verdict = this.method.policy.review(this.trialH, norm);
      if (verdict.accept) {
        this.nextH = Math.min(verdict.nextH, this.longestStep, MOST_STEP);
        if (this.lock === undefined) this.advance();
        if (this.lock === undefined || this.acceptBranch(this.lock, least)) return COMPLETED;
        h = this.nextH; // the branch was left at the very start: the same step again, on the other
      } else {
        this.rejectedSteps++;
        h = verdict.nextH;
      }
    }
    return Number.isNaN(h) || !Number.isFinite(norm) ? this.notFinite() : this.underflow(h);
  }

  private get isHeld(): boolean {
    return this.method.stepper === this.hold;
  }

  private get longestCalmStep(): Seconds {
    return this.rest === undefined || this.isHeld ? Number.POSITIVE_INFINITY : this.rest.longestStep;
  }

  /** A drift too slow to be seen has gone no further than the tolerance when the other method looks again. */
  private turnToRest(rest: ComingToRest): void {
    if (this.isHeld) {
      rest.begin(this.end, this.xEnd);
      this.present = this.choice.choose();
      this.method.stepper.restart();
      this.method.policy.restart();
      this.nextH = Math.min(this.longestStep, this.stepBeforeRest);
    } else {
      this.stepBeforeRest = this.nextH;
      this.present = this.methods.length - 1;
      this.hold.drift = rest.unseenDrift(this.end);
      this.nextH = Math.min(this.longestStep, MOST_STEP, this.tolerance.absolute / this.hold.drift);
    }
  }

  /** A trial step of length h from the end of the last; answers its error norm. */
  private trial(h: Seconds): number {
    this.trialEnd = this.end + h;
    // The step that the two float times really span; adding h up instead would let time drift.
    this.trialH = this.trialEnd - this.end;
    this.lock?.open();
    this.method.stepper.step(this.system, this.end, this.trialH, this.xEnd, this.xTrial, this.errorTrial);
    this.lock?.ended();
    return errorNorm(this.errorTrial, this.xEnd, this.xTrial, this.tolerance);
  }

  /**
   * Accepts the trial step, up to where the first corner leaves its branch. Answers false where that is its very start:
   * then the corner is switched and no step was made.
   */
  private acceptBranch(lock: ModeLock, least: Seconds): boolean {
    const theta = lock.firstExit(this.method.stepper, this.end, this.trialH, this.xEnd);
    if (theta > 1) {
      this.advance();
      lock.advance(true);
      return true;
    }
    this.nextH = this.trialH;
    this.method.stepper.restart();
    if (theta * this.trialH < least) {
      lock.switchAtStart(theta);
      return false;
    }
    this.shorten(lock, theta, least);
    this.advance();
    this.method.stepper.restart();
    lock.advance(false);
    lock.switchAtEnd(theta);
    return true;
  }

  /** Trials to ever better ends, until the one that ends where the corner is left. Shorter than one just accepted, they are too. */
  private shorten(lock: ModeLock, theta: number, least: Seconds): void {
    const longest = this.trialH;
    this.trial(theta * longest);
    for (let i = 0; i < MOST_SHORTENINGS; i++) {
      const better = this.trialH - lock.overshoot() * longest;
      if (better === this.trialH || !(better >= least && better <= longest)) return;
      this.trial(better);
    }
  }

  private advance(): void {
    this.method.stepper.accept(this.xEnd, this.xTrial, this.trialH);
    if (this.bound !== undefined) this.followError(this.bound);
    copied(this.xEnd, this.xStart);
    copied(this.xTrial, this.xEnd);
    this.start = this.end;
    this.end = this.trialEnd;
    this.acceptedSteps++;
    this.rest?.follow(this.end, this.trialH, this.xEnd);
  }

  private followError(bound: TransportedError): void {
    const [interior] = this.scratch;
    this.method.stepper.interiorError(this.system, this.end, interior);
    this.shadows[this.present].step(this.shadowed, this.end, this.trialH, bound.shadow);
    bound.share = this.end / this.trialEnd;
    bound.add(this.errorTrial, interior, this.xTrial);
  }

  private chattering(corner: string): SolveStatus {
    return { kind: "chattering", tau: this.end, corner };
  }

  private underflow(h: Seconds): SolveStatus {
    const worst = worstState(this.errorTrial, this.xEnd, this.xTrial, this.tolerance);
    return { kind: "step-underflow", tau: this.end, h, state: this.system.stateNames[worst] };
  }

  /** Names the first state whose value, slope, or value after the shortest trial is no number. */
  private notFinite(): SolveStatus {
    const [slope] = this.scratch;
    this.system.derivative(this.end, this.xEnd, slope);
    const suspects = [this.xEnd, slope, this.xTrial, this.errorTrial].map(firstNotFinite);
    const found = suspects.find((i) => i >= 0) ?? 0;
    return { kind: "not-finite", tau: this.end, state: this.system.stateNames[found] };
  }

  interpolate(tau: Seconds, out: Float64Array): void {
    if (!(tau >= this.start && tau <= this.end)) throw outOfRange("tau [s]", tau, this.start, this.end);
    // Asked first, so that before the first step (tau0 = tau1 = 0) there is no division by a step of 0.
    if (tau === this.end) copied(this.xEnd, out);
    else this.method.stepper.interpolate((tau - this.start) / (this.end - this.start), out);
  }

  interpolateAt(theta: number, out: Float64Array): void {
    if (!(theta >= 0 && theta <= 1)) throw outOfRange("theta", theta, 0, 1);
    if (this.start === this.end) copied(this.xEnd, out);
    else this.method.stepper.interpolate(theta, out);
  }

  /** No method here knows how much its states bend. */
  curvatures(): void {}

  save(into = new SavedParts(this.savedLength)): Float64Array {
    const { start, end, nextH, acceptedSteps, rejectedSteps, evaluations } = this;
    const own = [start, end, nextH, this.hasBegun ? 1 : 0, acceptedSteps, rejectedSteps, evaluations];
    own.push(this.present, this.stepBeforeRest);
    into.clear();
    into.add(own);
    into.add(this.xStart);
    into.add(this.xEnd);
    into.addOf(this.method.policy);
    into.addOf(this.method.stepper);
    into.addOf(this.bound);
    into.addOf(this.lock);
    into.addOf(this.rest);
    const saved = into.taken();
    this.savedLength = saved.length;
    return saved;
  }

  restore(saved: Float64Array): void {
    const [own, xStart, xEnd, policy, stepper, bound, lock, rest] = unpacked(saved);
    if (xStart?.length !== this.dimension) {
      throw new SettleError("MISUSE", `this snapshot is not of an integration of ${this.dimension} states`);
    }
    [this.start, this.end, this.nextH, , this.acceptedSteps, this.rejectedSteps, this.system.evaluations] = own;
    [this.present, this.stepBeforeRest] = [own[7], own[8]];
    this.shadowed.evaluations = 0; // counted with the others
    this.hasBegun = own[3] === 1;
    this.xStart.set(xStart);
    this.xEnd.set(xEnd);
    this.method.policy.restore(policy);
    this.method.stepper.restore(stepper);
    this.bound?.restore(bound);
    this.lock?.restore(lock);
    this.rest?.restore(rest);
  }
}

function checkPositive(what: string, value: number): void {
  if (!(value > 0)) throw new SettleError("OUT_OF_RANGE", `${what} is ${value}; it must be positive`);
}
