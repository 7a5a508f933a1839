import type { Seconds } from "../units.ts";
import type { StepSizePolicy } from "./contracts.ts";
import type { SavedParts } from "./saved-parts.ts";

/** h aims at this fraction of what the estimate allows. */
const SAFETY = 0.9;
const LEAST_FACTOR = 0.2;
const MOST_FACTOR = 5;
/** Weight of the previous error; 0 would be plain integral control. */
const BETA = 0.04;
/** A nearly perfect step says little about the next one. */
const LEAST_REMEMBERED_NORM = 1e-4;
/** For a trial step that ended in NaN or infinity, whose error says nothing. */
const RETREAT_FACTOR = 0.1;

/**
 * Proportional-integral control: h_next = h * SAFETY * norm^-(1/q - 0.75 BETA) * previous^BETA, q the order of the method.
 * It lets h come to rest where stability limits it, instead of a rejected step every few.
 * Sources: G. Soederlind, "Automatic control and adaptive time-stepping", Numer. Algorithms 31, 2002; Hairer, Noersett,
 * Wanner, "Solving Ordinary Differential Equations I", II.4, and Hairer, Wanner, "... II", IV.2 for the constants.
 */
export class PiStepPolicy implements StepSizePolicy {
  private previousNorm = LEAST_REMEMBERED_NORM;
  private justRejected = false;
  private readonly integral: number;
  private readonly afterRejection: number;
  // One object, written anew at each review: the integration loop allocates nothing.
  private readonly verdict = { accept: false, nextH: 0.5 };

  constructor(order: number) {
    this.afterRejection = 1 / order;
    this.integral = 1 / order - 0.75 * BETA;
  }

  review(h: Seconds, errorNorm: number): { readonly accept: boolean; readonly nextH: Seconds } {
    this.verdict.accept = errorNorm <= 1;
    this.verdict.nextH = h * (this.verdict.accept ? this.growth(errorNorm) : this.retreat(errorNorm));
    this.justRejected = !this.verdict.accept;
    if (this.verdict.accept) this.previousNorm = Math.max(errorNorm, LEAST_REMEMBERED_NORM);
    return this.verdict;
  }

  private growth(norm: number): number {
    const wanted = norm === 0 ? MOST_FACTOR : SAFETY * norm ** -this.integral * this.previousNorm ** BETA;
    // Right after a rejection the larger step has just proved too long.
    return Math.max(LEAST_FACTOR, Math.min(this.justRejected ? 1 : MOST_FACTOR, wanted));
  }

  private retreat(norm: number): number {
    return Number.isFinite(norm) ? Math.max(LEAST_FACTOR, SAFETY * norm ** -this.afterRejection) : RETREAT_FACTOR;
  }

  restart(): void {
    this.previousNorm = LEAST_REMEMBERED_NORM;
    this.justRejected = false;
  }

  save(into: SavedParts): void {
    into.put(this.previousNorm);
    into.put(this.justRejected ? 1 : 0);
  }

  restore(saved: Float64Array): void {
    this.previousNorm = saved[0];
    this.justRejected = saved[1] === 1;
  }
}
