import { outOfRange } from "../errors.ts";
import type { Seconds } from "../units.ts";
import type { SavedParts } from "./saved-parts.ts";
import type { SolveStatus } from "./status.ts";

/** A millionth of a picosecond: no circuit needs less, so something is wrong. */
const LEAST_STEP: Seconds = 1e-18;
/** Of tau, 16 units in the last place: a shorter step is mostly rounding. */
const LEAST_PART = 2 ** -48;
/** A system at rest would let the step grow for ever; simulation time itself ends at 2^53 ps. */
export const MOST_STEP: Seconds = 2 ** 53 * 1e-12;

/** The shortest step from `tau` on. */
export const leastStepAt = (tau: Seconds): Seconds => Math.max(LEAST_STEP, LEAST_PART * tau);

/** Throws OUT_OF_RANGE for an initial state of another length. */
export function requireStates({ length }: Float64Array, dimension: number): void {
  if (length !== dimension) throw outOfRange("length of the initial state", length, dimension, dimension);
}

/** Where `tau` lies in the step from tau0 to tau1, 0..1; at its end where it lies behind it, or no step was made yet. */
export const fractionAt = (tau: Seconds, tau0: Seconds, tau1: Seconds): number =>
  tau < tau1 ? (tau - tau0) / (tau1 - tau0) : 1;

/** Whether the error of the solution is followed, at the cost of another solution, or not known. Changes no bit of it. */
export type BoundKind = "transported" | "none";

/**
 * One solution of an ODE, made of steps and begun anew at every drive. Its time moves by `step` alone.
 *
 * Call order: `begin`, then `step` any number of times, and again. Reading (`interpolate`, `x0`, `x1`, `errorBound`, the
 * counters, `save`) is legal at any time after `begin` and changes nothing: the step sequence depends on `begin` alone.
 *
 * The system's inputs and sources are not part of it: whoever saves and restores a solution does the same to those.
 */
export interface Solution {
  /** Ends of the last accepted step, seconds since the segment's origin; both 0 before the first. */
  readonly tau0: Seconds;
  readonly tau1: Seconds;
  /** State at tau0 and tau1. shape (states,). Valid until the next `begin`, `step` or `restore`. */
  readonly x0: ArrayLike<number>;
  readonly x1: ArrayLike<number>;
  /**
   * Bound on the error of state `i` at any instant of [tau0, tau1], in its unit; see TransportedError. Infinity where
   * errors are not followed.
   */
  errorBoundOf(i: number): number;
  /** The largest of all states. */
  readonly errorBound: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Calls of `derivative`. */
  readonly evaluations: number;
  /** Whether signals that are linear in the states are quartics within a step. */
  readonly denseIsQuartic: boolean;
  /**
   * A new segment starts at tau = 0 from `x0`, which is copied: everything learnt about the old one is forgotten but its
   * error. `leftAt` is where on the present step `x0` was read; tau1 when absent.
   */
  begin(x0: Float64Array, leftAt?: Seconds): void;
  /**
   * Makes the next accepted step, in as many trials as it takes. After a status other than "completed" the last accepted
   * step still stands, and the same call would end the same way.
   */
  step(): SolveStatus;
  /** State at `tau` of the last accepted step, exact to the bit at tau0 and tau1. Throws OUT_OF_RANGE outside of it. */
  interpolate(tau: Seconds, out: Float64Array): void;
  /** State at fraction `theta` of the last accepted step, 0..1; the initial state before the first step. */
  interpolateAt(theta: number, out: Float64Array): void;
  /** Whether the second derivatives of the states within the last accepted step are bounded. */
  readonly knowsCurvatures: boolean;
  /** Writes bounds on |d^2 x_i / dtau^2| from where the state is `x` to the end of the step, in the units of `x` per s^2. */
  curvatures(x: Float64Array, out: Float64Array): void;
  /** Points that draw the present step where it bends, evenly spaced, its end among them. */
  readonly points: number;
  /** Of the present step, at its beginning: what is worth searching for crossings at once. */
  readonly stretch: number;
  /** Everything that later results depend on, bit for bit; `into` may be written over by others once nobody needs it. */
  save(into?: SavedParts): Float64Array;
  /** Goes on exactly where `save` was called, in a solution made with the same arguments. */
  restore(saved: Float64Array): void;
}
