import { SettleError } from "../errors.ts";
import type { DrivenSystem, SignalCurvature, SignalGradient, SignalReader } from "../ode/contracts.ts";
import type { Grid } from "../ode/bracket.ts";
import { solutionOf, type Solver } from "../ode/method.ts";
import type { SavedParts } from "../ode/saved-parts.ts";
import { signalError } from "../ode/signal-error.ts";
import type { Solution } from "../ode/solution.ts";
import { explain } from "../ode/status.ts";
import { formatTime, lengthOf, type Picoseconds, plus, tickAtOrAfter } from "../time.ts";
import type { Seconds } from "../units.ts";
import { forEachDifference, SharedCopies, type SharedCopy } from "./shared-copies.ts";

export interface TrajectorySnapshot {
  readonly origin: Picoseconds;
  readonly inputs: SharedCopy;
  readonly integration: Float64Array;
}

/**
 * The analog solution as a function of picoseconds: one segment of integration steps since the last drive. Steps are made
 * when someone needs them and always the same ones, so reading can not change the solution. As a grid, it is that of the picoseconds,
 * as fractions of the present step.
 */
export class Trajectory implements Grid {
  readonly integration: Solution;
  private readonly state: Float64Array;
  private readonly values: Float64Array;
  private readonly inputs: SharedCopies;
  /** By signal: undefined where nobody has asked yet, null for those that are read with all others. */
  private readonly readers: (SignalReader | null | undefined)[];
  /** By signal: undefined where nobody has asked yet, null where it is not known. */
  private readonly curvatures: (SignalCurvature | null | undefined)[];
  /** By signal: undefined where nobody has asked yet, null where it is not known. */
  private readonly gradients: (SignalGradient | null | undefined)[];
  /** of the states */
  private readonly curved: Float64Array;
  private readonly slopes: Float64Array;
  private originTick = 0 as Picoseconds;
  private stepCount = 0;
  private stepBefore = -1;
  /** States that signals depend on, by signal. */
  private readonly behind = new Map<number, readonly number[]>();

  /** `errorBounds`: whether the error is followed, which costs as much again as the solution and changes none of it. */
  constructor(
    readonly system: DrivenSystem,
    solver: Solver,
    { errorBounds = true }: { readonly errorBounds?: boolean } = {},
  ) {
    const dimension = system.stateNames.length;
    const bound = errorBounds ? "transported" : "none";
    this.curvatures = system.signalNames.map(() => undefined);
    const isSeenThrough =
      system.uncoupled === true && system.signalNames.every((_, index) => this.curvatureOf(index) !== null);
    this.integration = solutionOf(system, solver, system.longestStep, bound, isSeenThrough);
    this.state = new Float64Array(dimension);
    this.values = new Float64Array(system.signalNames.length);
    this.inputs = new SharedCopies(system.inputs);
    this.readers = system.signalNames.map(() => undefined);
    this.gradients = system.signalNames.map(() => undefined);
    this.slopes = new Float64Array(dimension);
    this.curved = new Float64Array(dimension);
  }

  /** Of the grid of ticks. */
  get pitch(): number {
    return 1e-12 / (this.integration.tau1 - this.integration.tau0);
  }

  /** The first tick at or after fraction `theta` of the present step, as such a fraction. */
  ceil(theta: number): number {
    const { tau0, tau1 } = this.integration;
    return (this.tau(this.tickAt(theta)) - tau0) / (tau1 - tau0);
  }

  /** Where the stretch of the present step ends, as a fraction of it, that is to be searched once it was searched up to `done`. */
  stretchFrom(done: number): number {
    const { stretch } = this.integration;
    return done > 0 || stretch === 1 ? 1 : Math.min(1, this.ceil(stretch));
  }

  /** The instant of the last drive: zero of the segment's tau. */
  get origin(): Picoseconds {
    return this.originTick;
  }

  /** Changes whenever the present step does, so that what was computed of it can be kept that long. */
  get version(): number {
    return this.stepCount;
  }

  /** `version` of the step that the present one begins where it ended, with the same inputs; -1 where there is none. */
  get continues(): number {
    return this.stepBefore;
  }

  begin(): void {
    this.state.set(this.system.initialState());
    this.startSegment(0 as Picoseconds, 0);
  }

  /** Of the segment that begins next. While there is a trajectory of it, the system's inputs are set here only. */
  setInput(index: number, value: number): void {
    this.system.setInput(index, value);
    this.inputs.changed(index);
  }

  /** A drive at `t`: the solution so far ends there, the state goes on, the steps start anew. */
  restartAt(t: Picoseconds): void {
    // A step that ends at a corner may be shorter than a tick.
    while (this.integration.tau1 > 0 && !this.covers(t)) this.extend();
    const tau = this.tau(t);
    this.integration.interpolate(tau, this.state);
    this.startSegment(t, tau);
  }

  tau(t: Picoseconds): Seconds {
    return lengthOf(this.originTick, t);
  }

  /** Whether the present step reaches `t`. */
  covers(t: Picoseconds): boolean {
    return this.integration.tau1 > 0 && this.tau(t) <= this.integration.tau1;
  }

  tickAt(theta: number): Picoseconds {
    const { tau0, tau1 } = this.integration;
    return tickAtOrAfter(this.originTick, tau0 + theta * (tau1 - tau0));
  }

  /** The tick that fraction `theta` of the present step stands for, if it stands for one. */
  nearestTick(theta: number): Picoseconds {
    const { tau0, tau1 } = this.integration;
    return plus(this.originTick, Math.round((tau0 + theta * (tau1 - tau0)) * 1e12) as Picoseconds);
  }

  /** The last tick at or before fraction `theta` of the present step. */
  tickUpTo(theta: number): Picoseconds {
    const { tau0, tau1 } = this.integration;
    return plus(this.originTick, Math.floor((tau0 + theta * (tau1 - tau0)) * 1e12) as Picoseconds);
  }

  thetaAt(t: Picoseconds): number {
    const { tau0, tau1 } = this.integration;
    return Math.min(1, Math.max(0, (this.tau(t) - tau0) / (tau1 - tau0)));
  }

  extend(): void {
    this.stepBefore = this.integration.tau1 > 0 ? this.stepCount : -1;
    this.stepCount++;
    const status = this.integration.step();
    if (status.kind === "completed") return;
    const at = formatTime(tickAtOrAfter(this.originTick, this.integration.tau1));
    const code = status.kind === "not-finite" ? "NOT_FINITE" : "STEP_UNDERFLOW";
    throw new SettleError(code, `analog half at ${at}: ${explain(status)}`);
  }

  /** How far the middle of the present step lies off its chord, relative to the largest state: 0 for a straight line. */
  bend(): number {
    const { x0, x1 } = this.integration;
    this.integration.interpolateAt(0.5, this.state);
    let off = 0;
    let size = Number.MIN_VALUE;
    for (let i = 0; i < this.state.length; i++) {
      off = Math.max(off, Math.abs(this.state[i] - (x0[i] + x1[i]) / 2));
      size = Math.max(size, Math.abs(x0[i]), Math.abs(x1[i]));
    }
    return off / size;
  }

  /** Every signal at fraction `theta` of the present step. */
  signalsAtTheta(theta: number, out: Float64Array): void {
    this.integration.interpolateAt(theta, this.state);
    this.system.signals(this.tauAt(theta), this.state, out);
  }

  /** The end of a step is the very start of the next. */
  private tauAt(theta: number): Seconds {
    const { tau0, tau1 } = this.integration;
    return theta === 1 ? tau1 : tau0 + theta * (tau1 - tau0);
  }

  /** Whether one signal costs less than all of them. */
  readsAlone(index: number): boolean {
    return this.readerOf(index) !== null;
  }

  private readerOf(index: number): SignalReader | null {
    const known = this.readers[index];
    if (known !== undefined) return known;
    return (this.readers[index] = this.system.readerOf?.(index) ?? null);
  }

  /** Whether `bendAfter` knows a bound on what a signal bends within the present step. */
  knowsBend(index: number): boolean {
    return this.integration.knowsCurvatures && this.curvatureOf(index) !== null;
  }

  private curvatureOf(index: number): SignalCurvature | null {
    const known = this.curvatures[index];
    if (known !== undefined) return known;
    return (this.curvatures[index] = this.system.curvatureOf?.(index) ?? null);
  }

  /**
   * Bound on |d^2 / d theta^2| of a signal, in its unit, from where it was read last with `signalAtTheta` to the end of the present
   * step; Infinity where none is known.
   */
  bendAfter(index: number): number {
    const curvature = this.curvatureOf(index);
    if (curvature === null) return Number.POSITIVE_INFINITY;
    const { integration, curved } = this;
    integration.curvatures(this.state, curved);
    let bound = curvature.own;
    for (let k = 0; k < curved.length; k++) bound += curvature.weights[k] * curved[k];
    const length = integration.tau1 - integration.tau0;
    return bound * length * length;
  }

  /** One signal at fraction `theta` of the present step. */
  signalAtTheta(index: number, theta: number): number {
    this.integration.interpolateAt(theta, this.state);
    return this.signalOf(index, this.tauAt(theta));
  }

  /** One signal at `tau`, of the state that was read last. */
  private signalOf(index: number, tau: Seconds): number {
    const reader = this.readerOf(index);
    if (reader !== null) return reader(tau, this.state);
    this.system.signals(tau, this.state, this.values);
    return this.values[index];
  }

  /** One signal at `t`, which the present step must cover. */
  signalAt(index: number, t: Picoseconds): number {
    const tau = this.tauWithin(t);
    this.integration.interpolate(tau, this.state);
    return this.signalOf(index, tau);
  }

  /** Every signal at `t`, which the present step must cover; `only`: one that is enough, where it can be read alone. */
  signalsAt(t: Picoseconds, out: Float64Array, only?: number): void {
    if (only !== undefined && this.readsAlone(only)) {
      out[only] = this.signalAt(only, t);
      return;
    }
    const tau = this.tauWithin(t);
    this.integration.interpolate(tau, this.state);
    this.system.signals(tau, this.state, out);
  }

  /** A tick that stands for an end of the step may miss it by a rounding of the conversion. */
  private tauWithin(t: Picoseconds): Seconds {
    return Math.max(this.integration.tau0, Math.min(this.tau(t), this.integration.tau1));
  }

  /**
   * How far signal `index` may be off at `theta`, when each state may be off by its error bound: the sum of its sensitivities
   * times those bounds. Infinity where errors are not followed.
   */
  signalError(index: number, theta: number): number {
    // Signals begin with the states.
    if (index < this.state.length) return this.integration.errorBoundOf(index);
    const gradient = this.gradientOf(index);
    if (gradient === null) return this.signalErrorByShifts(index, theta);
    this.integration.interpolateAt(theta, this.state);
    return signalError(gradient, this.tauAt(theta), this.state, this.boundOf, this.slopes);
  }

  private readonly boundOf = (i: number): number => this.integration.errorBoundOf(i);

  private gradientOf(index: number): SignalGradient | null {
    const known = this.gradients[index];
    if (known !== undefined) return known;
    return (this.gradients[index] = this.system.gradientOf?.(index) ?? null);
  }

  private signalErrorByShifts(index: number, theta: number): number {
    if (this.integration.errorBound === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    const value = this.signalAtTheta(index, theta);
    const tau = this.tauAt(theta);
    let error = 0;
    for (const i of this.statesBehind(index)) error += this.shiftBy(i, tau, index, value);
    return error;
  }

  private statesBehind(index: number): readonly number[] {
    const known = this.behind.get(index);
    if (known !== undefined) return known;
    const found = this.system.statesBehind?.(index) ?? Array.from(this.state, (_, i) => i);
    this.behind.set(index, found);
    return found;
  }

  /** How far signal `index` moves from `value` when state `i` is off by its error bound, to either side. */
  private shiftBy(i: number, tau: Seconds, index: number, value: number): number {
    const kept = this.state[i];
    const bound = this.integration.errorBoundOf(i);
    if (bound === 0) return 0;
    let most = 0;
    for (const shifted of [kept - bound, kept + bound]) {
      this.state[i] = shifted;
      most = Math.max(most, Math.abs(this.signalOf(index, tau) - value));
    }
    this.state[i] = kept;
    return most;
  }

  /** `into`: where the numbers go; they stand there until it is written again. */
  save(into?: SavedParts): TrajectorySnapshot {
    return { origin: this.originTick, inputs: this.inputs.take(), integration: this.integration.save(into) };
  }

  restore(saved: TrajectorySnapshot): void {
    forEachDifference(saved.inputs, this.system.inputs, (index, value) => this.setInput(index, value));
    this.originTick = saved.origin;
    this.system.begin(saved.origin);
    this.integration.restore(saved.integration);
    this.stepBefore = -1;
    this.stepCount++;
  }

  private startSegment(t: Picoseconds, leftAt: Seconds): void {
    this.originTick = t;
    this.system.begin(t);
    this.integration.begin(this.state, leftAt);
  }
}
