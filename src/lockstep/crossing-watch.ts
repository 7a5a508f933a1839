import { type BentSignal, ChordSearch, leastSlope, NEAR } from "../ode/chord-search.ts";
import { BETWEEN_NODES, type Departure, type Exit as LocatedExit, ExitLocator } from "../ode/crossing.ts";
import { later, NEVER, type Picoseconds } from "../time.ts";
import type { Band } from "./converters/converter.ts";
import { type Look, type NodeSamples, SignalAlone, SignalAmongOthers, SignalsTogether } from "./step-samples.ts";
import type { Trajectory } from "./trajectory.ts";

export interface Exit extends LocatedExit {
  readonly tick: Picoseconds;
  /** Where in the step the search began. */
  readonly thetaFrom: number;
  /** The border it leaves through, in the signal's unit. */
  readonly border: number;
}

/** Where the dense output is a quartic, a signal linear in the states is one too; others are fitted by this higher degree. */
const LINEAR_DEGREE = 4;
const NONLINEAR_DEGREE = 8;
/** What a signal that is fitted by the higher degree is looked at before: every fourth of the nodes, then every second. */
const LOOKS: readonly Look[] = [
  { stride: 4, margin: 2 },
  { stride: 2, margin: 1 },
];
/** What rounding up to a tick may cost. */
const ROUNDING_PS = 1;

/**
 * What was read of a signal in a step and will be asked for again: at the end of the stretch that is searched, and at an exit, with
 * the bend from there on.
 */
class Seen {
  version = -1;
  end = Number.NaN;
  atEnd: number | undefined;
  theta = Number.NaN;
  value = 0;
  bend = 0;
  /** It was what was read last. */
  isLast = false;

  begin(version: number): void {
    this.version = version;
    this.theta = Number.NaN;
    this.searchTo(Number.NaN);
  }

  searchTo(end: number): void {
    if (this.end === end) return;
    this.end = end;
    this.atEnd = undefined;
  }
}

/** Makes watches that share their samples of a step. */
export function crossingWatches(trajectory: Trajectory): (signal: number) => CrossingWatch {
  const byDegree = ([LINEAR_DEGREE, NONLINEAR_DEGREE] as const).map((degree) => {
    const { nodes } = new ExitLocator(degree);
    return { degree, nodes, together: new SignalsTogether(trajectory, nodes) };
  });
  const between = new SignalsTogether(trajectory, BETWEEN_NODES);
  const { denseIsQuartic } = trajectory.integration;
  return (signal) => {
    const { degree, nodes, together } = byDegree[denseIsQuartic && trajectory.system.signalIsLinear[signal] ? 0 : 1];
    const isAlone = trajectory.readsAlone(signal);
    const at = (points: Float64Array, shared: SignalsTogether) =>
      isAlone ? new SignalAlone(trajectory, points, signal) : new SignalAmongOthers(shared, signal);
    return new CrossingWatch(trajectory, signal, degree, at(nodes, together), at(BETWEEN_NODES, between));
  };
}

/** Where one signal leaves its band within the present step. One instance per converter. */
export class CrossingWatch implements BentSignal {
  private readonly locator: ExitLocator;
  private readonly chords = new ChordSearch();
  private readonly fitted: Float64Array;
  private readonly missed = new Float64Array(BETWEEN_NODES.length);
  private readonly looks: readonly Look[];
  /** Only then how much the signal bends can be known. */
  private readonly isAlone: boolean;
  /** The step that the locator has all samples of. */
  private taken = -1;
  private found: Exit | undefined;
  private readonly seen = new Seen();

  constructor(
    private readonly trajectory: Trajectory,
    private readonly signal: number,
    degree: 4 | 8,
    private readonly samples: NodeSamples,
    private readonly between: NodeSamples,
  ) {
    this.locator = new ExitLocator(degree);
    this.fitted = new Float64Array(this.locator.nodes.length);
    this.looks = degree === LINEAR_DEGREE ? [] : LOOKS;
    this.isAlone = trajectory.readsAlone(signal);
  }

  get tick(): Picoseconds {
    return this.found === undefined ? NEVER : this.found.tick;
  }

  get exit(): Exit | undefined {
    return this.found;
  }

  /** Forgets what was found, or puts back what was found before a snapshot. */
  set(exit: Exit | undefined): void {
    this.found = exit;
  }

  /**
   * Searches the present step from `from` on, but for its first part up to `done`, which has been searched: to `end` where the signal is
   * bent as known, else as a whole.
   */
  search(band: Band | undefined, from: Picoseconds, done = 0, end = 1): void {
    this.found = undefined;
    if (band === undefined) return;
    const { trajectory, isBentAsKnown } = this;
    if (!isBentAsKnown && this.isFarFrom(band)) return;
    const thetaFrom = Math.max(done, trajectory.thetaAt(from));
    const exit = isBentAsKnown ? this.byChords(band, thetaFrom, end) : this.byFit(band, thetaFrom);
    if (exit !== undefined) this.found = this.placed(exit, from, thetaFrom, band);
  }

  private byChords(band: Band, thetaFrom: number, thetaTo: number): LocatedExit | undefined {
    const { seen, trajectory, chords } = this;
    if (thetaFrom > thetaTo) return undefined;
    if (seen.version !== trajectory.version) seen.begin(trajectory.version);
    seen.searchTo(thetaTo);
    return chords.firstExit(this, band, thetaFrom, thetaTo, trajectory);
  }

  private isFarFrom(band: Band): boolean {
    for (let k = 0; k < this.looks.length; k++) if (this.samples.staysInside(band, this.looks[k])) return true;
    return false;
  }

  private byFit(band: Band, thetaFrom: number): LocatedExit | undefined {
    this.take();
    return this.locator.firstExit(this.at, band, thetaFrom, this.trajectory);
  }

  private placed(exit: LocatedExit, from: Picoseconds, thetaFrom: number, band: Band): Exit {
    const { theta, side, isOnGrid, value, bend } = exit;
    // Outside from the first instant on: a drive made the signal jump, or cut a step within the tick of a crossing.
    const jumped = theta === thetaFrom;
    const { trajectory } = this;
    const tick = isOnGrid
      ? trajectory.nearestTick(theta)
      : jumped
        ? later(from, trajectory.tickAt(0))
        : trajectory.tickAt(theta);
    const border = side === "high" ? band.high : band.low;
    return { theta, side, isOnGrid, value, bend, tick, thetaFrom, border };
  }

  private take(): void {
    const { version } = this.trajectory;
    if (this.taken === version) return;
    this.samples.read(this.fitted);
    this.locator.take(this.fitted);
    this.taken = version;
  }

  readonly at = (theta: number): number => {
    const { seen, trajectory, signal } = this;
    if (seen.version !== trajectory.version) seen.begin(trajectory.version);
    if (theta === seen.end) return (seen.atEnd ??= trajectory.signalAtTheta(signal, theta));
    seen.isLast = theta === seen.theta;
    return seen.isLast ? seen.value : trajectory.signalAtTheta(signal, theta);
  };

  readonly bendAfter = (): number => (this.seen.isLast ? this.seen.bend : this.trajectory.bendAfter(this.signal));

  /** The signal at an exit of the present step that was found on a tick: from there on the search will go on. */
  valueAt({ theta, value, bend }: Exit): number {
    const { seen } = this;
    seen.value = value ?? this.at(theta);
    seen.bend = bend;
    seen.theta = theta;
    return seen.value;
  }

  /** How the signal leaves where its own error is `error`: by its chord, if that tells it, else by the polynomial. */
  private departure(exit: Exit, error: number): Departure {
    const slope = this.isBentAsKnown ? leastSlope(this, exit.theta) : 0;
    if (slope > 0 && error <= slope * NEAR) return { slope, curvature: 0, interpolationError: 0 };
    this.take();
    this.between.read(this.missed);
    return this.locator.departure(exit, exit.value ?? this.at(exit.theta), this.missed);
  }

  private from(theta: number): number {
    return theta === 0 && this.taken === this.trajectory.version ? this.fitted[0] : this.at(theta);
  }

  private get isBentAsKnown(): boolean {
    return this.isAlone && this.trajectory.knowsBend(this.signal);
  }

  /**
   * How far the tick of the exit that was found may lie from the crossing of the exact solution, rounding included [ps]; the
   * present step must be the one that was searched. It is how long the signal may take to make good its error, plus the tick that
   * rounding up may cost. It may be early as well as late, but not before the search began if it was clear of the border there.
   * Infinity where the error is larger than what is left of its rise.
   */
  errorBound_ps(exit: Exit): number {
    const { theta, thetaFrom, border } = exit;
    if (theta === thetaFrom) return ROUNDING_PS;
    const { tau0, tau1 } = this.trajectory.integration;
    const own = this.trajectory.signalError(this.signal, theta);
    const { slope, curvature, interpolationError } = this.departure(exit, own);
    const error = own + interpolationError;
    const late = stepsToRise(error, slope, curvature);
    let early = stepsToRise(error, slope, -curvature);
    const isBeforeSearch = early > theta - thetaFrom;
    if (isBeforeSearch && Math.abs(border - this.from(thetaFrom)) > error) early = theta - thetaFrom;
    return ROUNDING_PS + Math.max(late, early) * (tau1 - tau0) * 1e12;
  }
}

/**
 * The least s > 0 with slope s + curvature s^2 / 2 = error, in steps: error / slope for a straight signal, the square root
 * of 2 error / curvature for one that starts level. Infinity where it turns back before.
 */
function stepsToRise(error: number, slope: number, curvature: number): number {
  if (error === 0 || error === Number.POSITIVE_INFINITY) return error;
  const discriminant = slope * slope + 2 * curvature * error;
  return discriminant < 0 ? Number.POSITIVE_INFINITY : (2 * error) / (slope + Math.sqrt(discriminant));
}
