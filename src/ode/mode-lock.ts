import type { Seconds } from "../units.ts";
import type { Corners, FastStates, OdeSystem, Stepper, Tolerance } from "./contracts.ts";
import { ExitLocator } from "./crossing.ts";
import type { SavedParts } from "./saved-parts.ts";

/**
 * A branch counts as left when the quantity is beyond its border by this many tolerances. It keeps rounding from switching
 * a corner to and fro; what it adds to the error of the slopes is this fraction of what the solver itself adds.
 */
const SLACK = 0.01;
/** A step ends at a border when it is this near, in slacks: what is missing counts twice, in distance and in time. */
const ARRIVED = 0.1;
/** No less than this many units in the last place of the border. */
const SLACK_ULPS = 64;
/** Corners whose exits lie this close behind the first, as a fraction of the trial step, are switched with it. */
const TOGETHER = 1e-3;
/**
 * A corner that ends so many steps, with no step of full length between them nor one in which its quantity went further
 * than a few slacks, is left as soon as it is entered.
 */
const MOST_CUTS = 64;
const CHATTER_SLACKS = 10;
/** The same for switches at one and the same instant. */
const MOST_AT_ONCE = 2;
const MOST_PASSES = 1000;

/**
 * Holds every corner of a system on one branch during a step, finds where the first is left, and switches it there.
 *
 * Call order: `begin`; then for every trial step `open`, the step itself on this system, `ended`; for a trial that is good
 * enough `firstExit`; then `switchAtStart` and the same trial again, or trials to shorter ends and, once the step is
 * accepted, `advance` and `switchAtEnd`.
 *
 * Most steps are cleared by the extremes that the stages of the step saw: they lie within their branch by as much as they
 * are apart. Only where one does not, the dense output is sampled, at three points for all such corners.
 */
export class ModeLock implements OdeSystem {
  readonly stateNames: readonly string[];
  readonly fast: FastStates | undefined;
  private readonly locator = new ExitLocator(4);
  private readonly samples: readonly Float64Array[];
  private readonly column: Float64Array;
  private readonly band = { low: -Infinity, high: Infinity };
  /** Where each quantity may go on its present branch. As arrays: the search reads them once per step and corner. */
  private readonly bandLow: Float64Array;
  private readonly bandHigh: Float64Array;
  private readonly slackLow: Float64Array;
  private readonly slackHigh: Float64Array;
  /** The quantities at the start of the trial step, at its end, and the extremes of all its stages. */
  private readonly start: Float64Array;
  private readonly end: Float64Array;
  private readonly lowest: Float64Array;
  private readonly highest: Float64Array;
  private watching = false;
  /** Where the trial step leaves each corner's branch, and to which side; Infinity where it does not. */
  private readonly exitTheta: Float64Array;
  private readonly exitSide: Int8Array;
  /** The first to be left, and its speed outward there, per length of the trial step. */
  private first = 0;
  private firstSpeed = 0;
  /** Switches of each corner that may be chatter, and those since time moved. */
  private readonly cuts: Uint8Array;
  private readonly atOnce: Uint8Array;
  private haveCut = false;
  private chatteringCorner = -1;
  private readonly state: Float64Array;
  private readonly slope: Float64Array;

  constructor(
    system: OdeSystem,
    private readonly held: Corners,
    tolerance: Tolerance,
  ) {
    this.stateNames = system.stateNames;
    this.fast = this.heldFast(system);
    const count = held.names.length;
    const vector = () => new Float64Array(count);
    this.samples = Array.from(this.locator.nodes, vector);
    this.column = new Float64Array(this.locator.nodes.length);
    this.slackLow = held.low.map((border) => slackAt(border, tolerance));
    this.slackHigh = held.high.map((border) => slackAt(border, tolerance));
    this.bandLow = vector();
    this.bandHigh = vector();
    [this.start, this.end, this.lowest, this.highest, this.exitTheta] = [0, 1, 2, 3, 4].map(vector);
    this.exitSide = new Int8Array(count);
    this.cuts = new Uint8Array(count);
    this.atOnce = new Uint8Array(count);
    this.state = new Float64Array(system.stateNames.length);
    this.slope = new Float64Array(system.stateNames.length);
  }

  /** Name of the corner that can stay on neither of its branches, once one was found. */
  get chattering(): string | undefined {
    return this.held.names[this.chatteringCorner];
  }

  derivative(tau: Seconds, x: Float64Array, dxdt: Float64Array): void {
    this.held.derivative(tau, x, dxdt);
    if (this.watching) this.widen();
  }

  private heldFast({ fast }: OdeSystem): FastStates | undefined {
    const { solve } = this.held;
    if (fast === undefined || solve === undefined) return undefined;
    const heldSolve: FastStates["solve"] = (tau, reach, x, dxdt) => {
      solve(tau, reach, x, dxdt);
      if (this.watching) this.widen();
    };
    return {
      places: fast.places,
      ratio: () => fast.ratio(),
      poles: (dxdt, out) => fast.poles(dxdt, out),
      solve: heldSolve,
    };
  }

  private widen(): void {
    const { lowest, highest } = this;
    const { at } = this.held;
    for (let k = 0; k < at.length; k++) {
      if (at[k] < lowest[k]) lowest[k] = at[k];
      if (at[k] > highest[k]) highest[k] = at[k];
    }
  }

  /** Puts every corner on the branch that it is on at x(0). Those that depend on others follow them, pass by pass. */
  begin(x: Float64Array): void {
    this.watching = false;
    this.chatteringCorner = -1;
    this.cuts.fill(0);
    this.atOnce.fill(0);
    this.haveCut = false;
    let changed = true;
    for (let pass = 0; changed && pass < MOST_PASSES; pass++) {
      this.held.derivative(0, x, this.slope);
      changed = this.adopt();
    }
    this.start.set(this.held.at);
    this.setBands();
  }

  private adopt(): boolean {
    const { low, high, modes, at } = this.held;
    let changed = false;
    for (let k = 0; k < modes.length; k++) {
      const mode = at[k] < low[k] ? -1 : at[k] > high[k] ? 1 : 0;
      changed ||= mode !== modes[k];
      modes[k] = mode;
    }
    return changed;
  }

  /** A trial step begins. */
  open(): void {
    this.lowest.set(this.start);
    this.highest.set(this.start);
    this.watching = true;
  }

  /** The last evaluation was at the end of the trial step. */
  ended(): void {
    this.watching = false;
    this.end.set(this.held.at);
  }

  /** Where in the trial step from (tau, x) the first corner is left, as a fraction of it; Infinity when none is. */
  firstExit(stepper: Stepper, tau: Seconds, h: Seconds, x: Float64Array): number {
    const { lowest, highest, bandLow, bandHigh, exitTheta } = this;
    let least = Number.POSITIVE_INFINITY;
    let sampled = false;
    for (let k = 0; k < lowest.length; k++) {
      exitTheta[k] = Number.POSITIVE_INFINITY;
      const reach = highest[k] - lowest[k];
      if (highest[k] + reach <= bandHigh[k] && lowest[k] - reach >= bandLow[k]) continue;
      if (!sampled) this.sample(stepper, tau, h, x);
      sampled = true;
      least = this.locate(k, least);
    }
    return least;
  }

  private locate(k: number, least: number): number {
    for (let i = 0; i < this.column.length; i++) this.column[i] = this.samples[i][k];
    this.band.low = this.bandLow[k];
    this.band.high = this.bandHigh[k];
    this.locator.take(this.column);
    const exit = this.locator.firstExitOfFit(this.band);
    if (exit === undefined) return least;
    this.exitTheta[k] = exit.theta;
    this.exitSide[k] = exit.side === "high" ? 1 : -1;
    if (exit.theta >= least) return least;
    this.first = k;
    this.firstSpeed = this.locator.slope(exit.theta);
    return exit.theta;
  }

  /** The quantities on the dense output of the trial step. Its ends are known. */
  private sample(stepper: Stepper, tau: Seconds, h: Seconds, x: Float64Array): void {
    const { nodes } = this.locator;
    const last = nodes.length - 1;
    stepper.preview(h);
    for (let i = 1; i < last; i++) {
      stepper.interpolateTrial(x, nodes[i], this.state);
      this.held.derivative(tau + nodes[i] * h, this.state, this.slope);
      this.samples[i].set(this.held.at);
    }
    this.samples[0].set(this.start);
    this.samples[last].set(this.end);
  }

  private setBand(k: number): void {
    const mode = this.held.modes[k];
    this.bandLow[k] = mode < 0 ? -Infinity : this.border(k, mode > 0 ? 1 : -1) - this.slack(k, mode > 0 ? 1 : -1);
    this.bandHigh[k] = mode > 0 ? Infinity : this.border(k, mode < 0 ? -1 : 1) + this.slack(k, mode < 0 ? -1 : 1);
  }

  private setBands(): void {
    for (let k = 0; k < this.bandLow.length; k++) this.setBand(k);
  }

  /**
   * By how much of the trial step's length (that of `firstExit`) the present trial ends behind the instant at which the
   * first corner is at its border; 0 when it is there.
   */
  overshoot(): number {
    const miss = this.outside(this.first);
    return Math.abs(miss) <= ARRIVED * this.slackOf(this.first) ? 0 : miss / this.firstSpeed;
  }

  /** How far corner `k` ends the trial step outside the border that it leaves through. */
  private outside(k: number): number {
    return this.exitSide[k] * (this.end[k] - this.border(k, this.borderLeft(k)));
  }

  /** -1 for the low border, 1 for the high one: from an outer branch only the border next to it can be left. */
  private borderLeft(k: number): number {
    const mode = this.held.modes[k];
    return mode === 0 ? this.exitSide[k] : mode;
  }

  private border(k: number, which: number): number {
    return which < 0 ? this.held.low[k] : this.held.high[k];
  }

  private slack(k: number, which: number): number {
    return which < 0 ? this.slackLow[k] : this.slackHigh[k];
  }

  private slackOf(k: number): number {
    return this.slack(k, this.borderLeft(k));
  }

  /** The step was accepted: its end is the next start. `full`: no corner has shortened it. */
  advance(full: boolean): void {
    this.start.set(this.end);
    this.atOnce.fill(0);
    if (this.haveCut) this.forgiveCuts(full);
    this.haveCut &&= !full;
  }

  private forgiveCuts(all: boolean): void {
    for (let k = 0; k < this.cuts.length; k++) {
      const slack = Math.max(this.slackLow[k], this.slackHigh[k]);
      if (all || this.highest[k] - this.lowest[k] > CHATTER_SLACKS * slack) this.cuts[k] = 0;
    }
  }

  /** Switches the corners that are at the border they were found to leave through; `theta` is where the first is. */
  switchAtEnd(theta: number): void {
    this.haveCut = true;
    for (let k = 0; k < this.start.length; k++) {
      if (!(this.exitTheta[k] <= theta + TOGETHER) || this.outside(k) < -1.5 * this.slackOf(k)) continue;
      this.switchOver(k);
      if (++this.cuts[k] > MOST_CUTS) this.chatteringCorner = k;
    }
  }

  /** The same where the first corner is left at once: no time passes. */
  switchAtStart(theta: number): void {
    this.end.set(this.start);
    for (let k = 0; k < this.start.length; k++) {
      if (!(this.exitTheta[k] <= theta + TOGETHER)) continue;
      if (this.exitTheta[k] > theta && this.outside(k) < -1.5 * this.slackOf(k)) continue;
      this.switchOver(k);
      if (++this.atOnce[k] > MOST_AT_ONCE) this.chatteringCorner = k;
    }
  }

  private switchOver(k: number): void {
    this.held.modes[k] += this.exitSide[k];
    this.setBand(k);
  }

  save(into: SavedParts): void {
    into.put(this.haveCut ? 1 : 0);
    into.put(this.chatteringCorner);
    into.putAll(this.held.modes);
    into.putAll(this.start);
    into.putAll(this.cuts);
  }

  restore(saved: Float64Array): void {
    const count = this.start.length;
    this.haveCut = saved[0] === 1;
    this.chatteringCorner = saved[1];
    this.held.modes.set(saved.subarray(2, 2 + count));
    this.start.set(saved.subarray(2 + count, 2 + 2 * count));
    this.cuts.set(saved.subarray(2 + 2 * count));
    this.atOnce.fill(0);
    this.watching = false;
    this.setBands();
  }
}

const slackAt = (border: number, { absolute, relative }: Tolerance): number =>
  Number.isFinite(border)
    ? Math.max(SLACK * (absolute + relative * Math.abs(border)), SLACK_ULPS * 2 ** -52 * Math.abs(border))
    : 0;
