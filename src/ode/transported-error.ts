import type { Seconds } from "../units.ts";
import { copied, filled } from "../copied.ts";
import type { SavedParts } from "./saved-parts.ts";
import type { EmbeddedStepper, OdeSystem } from "./contracts.ts";

/** The estimates are of differences between two methods; this much margin makes them bounds. */
export const ERROR_SAFETY = 2;
/** Rounding of one step, relative to the state: a few units in the last place. */
const ROUNDING = 2 * 2 ** -52;
/** An error that changes sign passes through 0, where its size says nothing: it is remembered, and fades by this per step. */
const FADE = 0.8;

/** Largest theta^2 (1 - theta)^2 (A theta + B) relative to its value at `theta`, for any A and B of one sign. */
const interiorShape = (theta: number): number => {
  const product = theta * (1 - theta);
  return Math.min(1, 32 * product * product);
};

/**
 * How wrong each state may be, from a shadow solution: the embedded method of lower order goes the same steps from its own
 * state y = x + e. So e obeys the circuit's own dynamics: what the circuit forgets is forgotten, what it amplifies is
 * amplified. |e_i| estimates the error of the shadow, the less accurate of the two, and so over-estimates that of x.
 *
 *   bound_i = ERROR_SAFETY (size_i, the larger of both ends, + |error of the dense output_i|)
 *   size_i  = |e_i| + |local error estimate_i|, but no less than FADE times the size before
 *
 * The local error is there because in a step as long as stability allows the shadow is no worse than x, and |e| alone is as
 * little as half the error of x; and because the dense output's estimate may pass through 0 by accident.
 * The shadow has its corners where they are, not where x was found to switch branches (ModeLock), so that e contains what a
 * late switch costs. Rounding pushes e away from 0 by ROUNDING |x_i| each step. A drive carries e over, interpolated linearly within the step it
 * ends, and pushed away from 0 by what the dense output may add there. Costs one evaluation per stage and step.
 *
 * An estimate and no proof: it fails where both methods miss the same thing, as a peak between the stages of a step.
 */
export class TransportedError {
  private readonly shadow: Float64Array;
  /** e at both ends of the present step, in the unit of the states */
  private readonly before: Float64Array;
  private readonly after: Float64Array;
  /** See above, at both ends. */
  private readonly sizeBefore: Float64Array;
  private readonly sizeAfter: Float64Array;
  private readonly interior: Float64Array;
  /** All of them. */
  private readonly parts: readonly Float64Array[];

  constructor(private readonly dimension: number) {
    const vector = () => new Float64Array(dimension);
    this.shadow = vector();
    this.before = vector();
    this.after = vector();
    this.sizeBefore = vector();
    this.sizeAfter = vector();
    this.interior = vector();
    this.parts = [this.shadow, this.before, this.after, this.sizeBefore, this.sizeAfter, this.interior];
  }

  /** Bound on the error of state `i` at any instant of the present step; Infinity where the shadow left the numbers. */
  of(i: number): number {
    const size = Math.max(this.sizeBefore[i], this.sizeAfter[i]);
    const bound = ERROR_SAFETY * (size + this.interior[i]);
    return Number.isNaN(bound) ? Number.POSITIVE_INFINITY : bound;
  }

  /** The integration goes on from `x`, read at fraction `theta` of the present step. */
  beginSegment(x: Float64Array, theta: number): void {
    const shape = interiorShape(theta);
    for (let i = 0; i < x.length; i++) {
      const e = this.before[i] + theta * (this.after[i] - this.before[i]);
      const size = this.sizeBefore[i] + theta * (this.sizeAfter[i] - this.sizeBefore[i]);
      const pushed = awayFrom0(e, shape * this.interior[i]);
      this.shadow[i] = x[i] + pushed;
      this.before[i] = pushed;
      this.after[i] = pushed;
      this.sizeBefore[i] = Math.max(size, Math.abs(pushed));
      this.sizeAfter[i] = this.sizeBefore[i];
    }
    filled(this.interior, 0);
  }

  /**
   * After a step of length h from tau to `x`, made with the method that `stepper` shadows: the estimates of its own error and
   * of its dense output's.
   */
  add(
    stepper: EmbeddedStepper,
    system: OdeSystem,
    tau: Seconds,
    h: Seconds,
    local: Float64Array,
    interior: Float64Array,
    x: Float64Array,
  ): void {
    stepper.step(system, tau, h, this.shadow);
    copied(this.after, this.before);
    copied(this.sizeAfter, this.sizeBefore);
    for (let i = 0; i < x.length; i++) {
      const e = awayFrom0(this.shadow[i] - x[i], ROUNDING * Math.abs(x[i]));
      this.shadow[i] = x[i] + e;
      this.after[i] = e;
      this.sizeAfter[i] = Math.max(Math.abs(e) + Math.abs(local[i]), FADE * this.sizeBefore[i]);
      this.interior[i] = Math.abs(interior[i]);
    }
  }

  save(into: SavedParts): void {
    for (const part of this.parts) into.putAll(part);
  }

  restore(saved: Float64Array): void {
    this.parts.forEach((part, k) => part.set(saved.subarray(k * this.dimension, (k + 1) * this.dimension)));
  }
}

const awayFrom0 = (e: number, by: number): number => (e < 0 ? e - by : e + by);
