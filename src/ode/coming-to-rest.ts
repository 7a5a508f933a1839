import type { Seconds } from "../units.ts";
import type { Tolerance } from "./contracts.ts";
import { RestWatch } from "./rest-watch.ts";
import { type SavedParts, unpacked } from "./saved-parts.ts";

/** What comes and goes with rounding, relative to the largest state. */
const ROUNDING = 256 * 2 ** -52;
/** So many steps in a row are some time constants of whatever limits the step. */
const STEPS_AT_REST = 128;
const STEPS_OF_CALM = 32;
/** Of the longest step, which may have been too long to be stable; there the fastest states shrink to a third and less in each. */
const CALM_STEP = 0.5;
/** At the edge of stability solutions swing by some tolerances, those of implicit-explicit methods more than others. */
const SWING = 16;

/**
 * How the solution of a system that holds still comes to rest. Left to itself, an explicit method never does: its step grows to the
 * edge of stability, where the fastest states neither grow nor fade but stay off by what the tolerance allows. So once nothing moves
 * by more than that, the step is kept off that edge, and the rest fades to rounding; there the solution can be held.
 */
export class ComingToRest {
  private readonly calm: RestWatch;
  private readonly rest: RestWatch;
  /** The longest step since calm was last broken, as long as it has not come. */
  private longestSeen: Seconds = 0;
  private longest: Seconds = Number.POSITIVE_INFINITY;

  constructor(dimension: number, { absolute, relative }: Tolerance) {
    this.calm = new RestWatch(dimension, STEPS_OF_CALM, (largest) => SWING * (absolute + relative * largest));
    this.rest = new RestWatch(dimension, STEPS_AT_REST, (largest) => ROUNDING * largest);
  }

  begin(tau: Seconds, x: Float64Array): void {
    this.calm.begin(tau, x);
    this.rest.begin(tau, x);
    this.longestSeen = 0;
    this.longest = Number.POSITIVE_INFINITY;
  }

  /** After a step of length `h` that ended in `x` at `tau`. */
  follow(tau: Seconds, h: Seconds, x: Float64Array): void {
    this.rest.follow(tau, x);
    if (this.longest < Number.POSITIVE_INFINITY) return;
    this.calm.follow(tau, x);
    this.longestSeen = this.calm.hasMoved ? h : Math.max(this.longestSeen, h);
    if (this.calm.isAtRest) this.longest = CALM_STEP * this.longestSeen;
  }

  /** Of the next step; once there is calm, until the segment ends: a step set free would only find that edge again. */
  get longestStep(): Seconds {
    return this.longest;
  }

  get isAtRest(): boolean {
    return this.rest.isAtRest;
  }

  /** A drift slower than this, in the unit of the states per second, could not have been seen by `tau`. */
  unseenDrift(tau: Seconds): number {
    return this.rest.unseenDrift(tau);
  }

  save(into: SavedParts): void {
    into.add([this.longestSeen, this.longest]);
    into.addOf(this.calm);
    into.addOf(this.rest);
  }

  restore(saved: Float64Array): void {
    const [own, calm, rest] = unpacked(saved);
    [this.longestSeen, this.longest] = own;
    this.calm.restore(calm);
    this.rest.restore(rest);
  }
}
