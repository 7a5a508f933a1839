import { maxAbs } from "./error-norm.ts";
import type { Hertz, Seconds } from "../units.ts";

/** The estimate is of a difference between two methods; this much margin makes it a bound. */
export const ERROR_SAFETY = 2;
/** Rounding of one step: a few units in the last place of the largest state. */
const ROUNDING = 4 * 2 ** -52;

/**
 * Running bound on the error of an integration, in the unit of the states (the largest of all states).
 *
 * Each accepted step adds ERROR_SAFETY * max |local error estimate| and its rounding. Assumption: the system does not
 * amplify an error once made, which holds for circuits that relax (logarithmic norm <= 0) and not near an unstable
 * point. A system known to contract at `rate` may say so; old errors then fade as exp(-rate * h). The bound outlives a
 * drive: a drive does not remove the error that is there.
 */
export class ErrorBound {
  /** At the start of the present step. */
  private before = 0;
  /** At its end. */
  private after = 0;
  /** What the dense output may add between the two. */
  private inside = 0;

  constructor(private readonly contractionRate: Hertz) {}

  /** Holds for every instant of the present step. */
  get present(): number {
    return Math.max(this.before, this.after) + this.inside;
  }

  /** The integration goes on from an instant of the present step, as read from the dense output. */
  beginSegment(): void {
    this.before = this.present;
    this.after = this.before;
    this.inside = 0;
  }

  /** After a step of length h to `x`: the estimates of its own error and of its dense output's, one per state. */
  add(h: Seconds, local: Float64Array, interior: Float64Array, x: Float64Array): void {
    const step = ERROR_SAFETY * maxAbs(local);
    this.before = this.after;
    this.after = this.before / Math.exp(this.contractionRate * h) + step + ROUNDING * maxAbs(x);
    // Either estimate may pass through 0 by accident, hardly both in one step.
    this.inside = ERROR_SAFETY * maxAbs(interior) + step;
  }

  save(): Float64Array {
    return Float64Array.of(this.before, this.after, this.inside);
  }

  restore(saved: Float64Array): void {
    [this.before, this.after, this.inside] = saved;
  }
}
