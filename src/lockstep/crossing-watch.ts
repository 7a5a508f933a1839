import { type Exit as LocatedExit, ExitLocator } from "../ode/crossing.ts";
import { later, NEVER, type Picoseconds } from "../time.ts";
import type { Band } from "./converters/converter.ts";
import { StepSamples } from "./step-samples.ts";
import type { Trajectory } from "./trajectory.ts";

export interface Exit {
  readonly tick: Picoseconds;
  readonly side: "low" | "high";
  /** How far the tick may lie from the crossing of the exact solution, rounding included [ps]. */
  readonly errorBound_ps: number;
}

/** Where the dense output is a quartic, a signal linear in the states is one too; others are fitted by this higher degree. */
const LINEAR_DEGREE = 4;
const NONLINEAR_DEGREE = 8;
/** What rounding up to a tick may cost. */
const ROUNDING_PS = 1;

/** Makes watches that share their samples of a step. */
export function crossingWatches(trajectory: Trajectory): (signal: number) => CrossingWatch {
  const byDegree = ([LINEAR_DEGREE, NONLINEAR_DEGREE] as const).map((degree) => {
    const { nodes } = new ExitLocator(degree);
    return { degree, samples: new StepSamples(trajectory, nodes) };
  });
  const { denseIsQuartic } = trajectory.integration;
  return (signal) => {
    const { degree, samples } = byDegree[denseIsQuartic && trajectory.system.signalIsLinear[signal] ? 0 : 1];
    return new CrossingWatch(trajectory, signal, degree, samples);
  };
}

/** Where one signal leaves its band within the present step. One instance per converter. */
export class CrossingWatch {
  private readonly locator: ExitLocator;
  private readonly samples: Float64Array;
  private readonly signals: Float64Array;
  private found: Exit | undefined;

  constructor(
    private readonly trajectory: Trajectory,
    private readonly signal: number,
    degree: 4 | 8,
    private readonly stepSamples: StepSamples,
  ) {
    this.locator = new ExitLocator(degree);
    this.samples = new Float64Array(this.locator.nodes.length);
    this.signals = new Float64Array(trajectory.system.signalNames.length);
  }

  get tick(): Picoseconds {
    return this.found?.tick ?? NEVER;
  }

  get exit(): Exit | undefined {
    return this.found;
  }

  /** Forgets what was found, or puts back what was found before a snapshot. */
  set(exit: Exit | undefined): void {
    this.found = exit;
  }

  /** Searches the present step from `from` on. */
  search(band: Band | undefined, from: Picoseconds): void {
    this.found = undefined;
    if (band === undefined) return;
    this.stepSamples.column(this.signal, this.samples);
    const thetaFrom = this.trajectory.thetaAt(from);
    const exit = this.locator.firstExit(this.samples, this.valueAt, band, thetaFrom);
    if (exit === undefined) return;
    // Outside from the first instant on: a drive made the signal jump, or cut a step within the tick of a crossing.
    const jumped = exit.theta === thetaFrom;
    this.found = {
      tick: jumped ? later(from, this.trajectory.tickAt(0)) : this.trajectory.tickAt(exit.theta),
      side: exit.side,
      errorBound_ps: jumped
        ? ROUNDING_PS
        : this.errorBound(exit, thetaFrom, exit.side === "high" ? band.high : band.low),
    };
  }

  private readonly valueAt = (theta: number): number => {
    this.trajectory.signalsAtTheta(theta, this.signals);
    return this.signals[this.signal];
  };

  /**
   * How long the signal may take to make good its error, plus the tick that rounding up may cost. It may be early as well
   * as late, but not before the search began at `from` if it was clear of the border there. Infinity where the error is
   * larger than what is left of its rise.
   */
  private errorBound(
    { theta, slope, curvature, interpolationError }: LocatedExit,
    from: number,
    border: number,
  ): number {
    const { tau0, tau1 } = this.trajectory.integration;
    const error = this.trajectory.signalError(this.signal, theta, this.signals) + interpolationError;
    const wasClear = Math.abs(border - this.valueAt(from)) > error;
    const early = Math.min(stepsToRise(error, slope, -curvature), wasClear ? theta - from : Number.POSITIVE_INFINITY);
    const late = stepsToRise(error, slope, curvature);
    return ROUNDING_PS + Math.max(late, early) * (tau1 - tau0) * 1e12;
  }
}

/**
 * The least s > 0 with slope s + curvature s^2 / 2 = error, in steps: error / slope for a straight signal, the square root
 * of 2 error / curvature for one that starts level. Infinity where it turns back before.
 */
function stepsToRise(error: number, slope: number, curvature: number): number {
  if (error === 0 || error === Number.POSITIVE_INFINITY) return error;
  const discriminant = slope ** 2 + 2 * curvature * error;
  return discriminant < 0 ? Number.POSITIVE_INFINITY : (2 * error) / (slope + Math.sqrt(discriminant));
}
