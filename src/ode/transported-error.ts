import { copied, filled } from "../copied.ts";
import type { SavedParts } from "./saved-parts.ts";
import type { Tolerance } from "./contracts.ts";

/** The estimates are of differences between two methods; this much margin makes them bounds. */
const ERROR_SAFETY = 4;
/** Rounding of one step, relative to the state: a few units in the last place. */
const ROUNDING = 2 * 2 ** -52;
/** An error that changes sign passes through 0, where its size says nothing: it is remembered, and fades by this per step at most. */
const FADE = 0.8;
/** Of the largest error of all states, in units of their tolerances: what errs in one state errs in others soon. */
const SPREAD = 0.3;
/** In a smooth step the dense output errs by no more than so many local error estimates, as a rule: both are of one order. */
const SMOOTH = 4;

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
 *   bound_i = ERROR_SAFETY size_i, the larger of both ends
 *   size_i  = |e_i| + |local error estimate_i| + |error of the dense output_i|
 *
 * The local error is there because in a step as long as stability allows the shadow is no worse than x, and |e| alone is as
 * little as half the error of x; and because the dense output's estimate may pass through 0 by accident. So may e, and in some
 * state it mostly is near 0, while the errors of x pass through 0 elsewhere. Hence no size is less than
 *
 * - SPREAD times the largest, both in units of the states' tolerances;
 * - what it was a step before, times FADE or times t / (t + h), whichever is more, with t the time since the drive: steps that
 *   stability keeps short are many, and an error is near 0 for long. Circuits forget exponentially; this forgets more slowly.
 *
 * Where the dense output errs by more than SMOOTH times the local estimate, the step went over something that no stage saw, as the
 * knee of an amplifier that stops slewing: e is pushed away from 0 by the excess.
 *
 * The shadow has its corners where they are, not where x was found to switch branches (ModeLock), so that e contains what a
 * late switch costs. Rounding pushes e away from 0 by ROUNDING |x_i| each step. A drive carries e over, interpolated linearly within
 * the step it ends, and pushed away from 0 by what the dense output may add there. Costs one evaluation per stage and step.
 *
 * An estimate and no proof: it fails where all of them miss the same. test/numerics/error-bounds-of-chips.test.ts says how often.
 */
export class TransportedError {
  /** y, which whoever calls `add` brings to the end of the step. */
  readonly shadow: Float64Array;
  /** e at both ends of the present step, in the unit of the states */
  private readonly before: Float64Array;
  private readonly after: Float64Array;
  /** See above, at both ends. */
  private readonly sizeBefore: Float64Array;
  private readonly sizeAfter: Float64Array;
  private readonly interior: Float64Array;
  /** What the tolerance allows each state to err by. */
  private readonly allowed: Float64Array;
  /** What part of the time since the drive lies before the present step. A field: a number that is passed may be boxed. */
  share = 0;
  /** All that later bounds depend on. */
  private readonly parts: readonly Float64Array[];

  constructor(
    private readonly dimension: number,
    private readonly tolerance: Tolerance,
  ) {
    const vector = () => new Float64Array(dimension);
    this.shadow = vector();
    this.before = vector();
    this.after = vector();
    this.sizeBefore = vector();
    this.sizeAfter = vector();
    this.interior = vector();
    this.allowed = vector();
    this.parts = [this.shadow, this.before, this.after, this.sizeBefore, this.sizeAfter, this.interior];
  }

  /** Bound on the error of state `i` at any instant of the present step; Infinity where the shadow left the numbers. */
  of(i: number): number {
    const bound = ERROR_SAFETY * Math.max(this.sizeBefore[i], this.sizeAfter[i]);
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
   * After a step to `x`, made with the method whose shadow has gone it from `shadow` by now: the estimates of its own error and of
   * its dense output's. `share` must be that of the step.
   */
  add(local: Float64Array, interior: Float64Array, x: Float64Array): void {
    copied(this.after, this.before);
    copied(this.sizeAfter, this.sizeBefore);
    this.measure(local, interior, x);
    this.spread(x);
  }

  private measure(local: Float64Array, interior: Float64Array, x: Float64Array): void {
    for (let i = 0; i < x.length; i++) {
      this.interior[i] = Math.abs(interior[i]);
      const unseen = Math.max(0, this.interior[i] - SMOOTH * Math.abs(local[i]));
      const e = awayFrom0(this.shadow[i] - x[i], ROUNDING * Math.abs(x[i]) + unseen);
      this.shadow[i] = x[i] + e;
      this.after[i] = e;
      this.sizeAfter[i] = Math.abs(e) + Math.abs(local[i]) + this.interior[i];
    }
  }

  /** No size is less than a share of the largest, and than what is kept of its own. */
  private spread(x: Float64Array): void {
    const { sizeBefore, sizeAfter, allowed, tolerance } = this;
    const { absolute, relative } = tolerance;
    const kept = Math.max(FADE, this.share);
    let largest = 0;
    for (let i = 0; i < x.length; i++) {
      // As for the error norm, whose function is not called for it: what it answers would be boxed.
      allowed[i] = absolute + relative * Math.abs(x[i]);
      largest = Math.max(largest, sizeAfter[i] / allowed[i]);
    }
    for (let i = 0; i < x.length; i++)
      sizeAfter[i] = Math.max(sizeAfter[i], SPREAD * largest * allowed[i], kept * sizeBefore[i]);
  }

  save(into: SavedParts): void {
    for (const part of this.parts) into.putAll(part);
  }

  restore(saved: Float64Array): void {
    this.parts.forEach((part, k) => part.set(saved.subarray(k * this.dimension, (k + 1) * this.dimension)));
  }
}

/** The bound of state `i`; Infinity where errors are not followed. */
export const errorBoundOf = (error: TransportedError | undefined, i: number): number =>
  error === undefined ? Number.POSITIVE_INFINITY : error.of(i);

/** The largest of so many states. */
export function largestErrorBound(error: TransportedError | undefined, dimension: number): number {
  let most = 0;
  for (let i = 0; i < dimension; i++) most = Math.max(most, errorBoundOf(error, i));
  return most;
}

const awayFrom0 = (e: number, by: number): number => (e < 0 ? e - by : e + by);
