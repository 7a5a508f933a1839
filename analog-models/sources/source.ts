import type { Picoseconds } from "../../src/time.ts";
import type { Seconds, Volts } from "../../src/units.ts";

/** What a source remembers of the present segment; written by `begin`, owned by the circuit. */
export type Piece = Float64Array;
export const PIECE_LENGTH = 2;

/**
 * A voltage that follows time. Absolute time is whole picoseconds and enters in `begin` alone, where it is reduced exactly;
 * `value` sees the short float `tau` since the segment's origin.
 */
export interface Source {
  /** The same at all times. */
  readonly constant: boolean;
  /** The longest integration step that still resolves it; Infinity where breakpoints suffice. */
  readonly longestStep: Seconds;
  /** Bound on its second derivative between breakpoints [V/s^2]. */
  readonly curvature: number;
  /** First instant after `t` with a kink or a jump; NEVER without one. */
  breakpointAfter(t: Picoseconds): Picoseconds;
  begin(origin: Picoseconds, piece: Piece): void;
  /** Valid from the origin of the last `begin` up to the next breakpoint. */
  value(tau: Seconds, piece: Piece): Volts;
}
