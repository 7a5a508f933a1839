import { copied } from "../copied.ts";
import type { Seconds } from "../units.ts";
import type { SavedParts } from "./saved-parts.ts";

/**
 * Whether a solution stays where it is: no state has left the place it had `enough` steps ago by more than a reach, in the unit of
 * the states. What still drifts unseen is slower than that distance over that time.
 */
export class RestWatch {
  private readonly place: Float64Array;
  private since: Seconds = 0;
  private steps = 0;
  private reach = 0;

  constructor(
    dimension: number,
    private readonly enough: number,
    /** Of the largest state. */
    private readonly reachOf: (largest: number) => number,
  ) {
    this.place = new Float64Array(dimension);
  }

  begin(tau: Seconds, x: Float64Array): void {
    copied(x, this.place);
    this.since = tau;
    this.steps = 0;
  }

  /** After a step that ended in `x` at `tau`. */
  follow(tau: Seconds, x: Float64Array): void {
    const { place } = this;
    let moved = 0;
    let largest = 0;
    for (let i = 0; i < x.length; i++) {
      moved = Math.max(moved, Math.abs(x[i] - place[i]));
      largest = Math.max(largest, Math.abs(x[i]));
    }
    this.reach = this.reachOf(largest);
    if (moved <= this.reach) this.steps++;
    else this.begin(tau, x);
  }

  /** The last step has left the place. */
  get hasMoved(): boolean {
    return this.steps === 0;
  }

  get isAtRest(): boolean {
    return this.steps >= this.enough;
  }

  /** A drift slower than this, in the unit of the states per second, could not have been seen by `tau`. */
  unseenDrift(tau: Seconds): number {
    return this.reach / (tau - this.since);
  }

  save(into: SavedParts): void {
    into.put(this.since);
    into.put(this.steps);
    into.put(this.reach);
    into.putAll(this.place);
  }

  restore(saved: Float64Array): void {
    [this.since, this.steps, this.reach] = saved;
    this.place.set(saved.subarray(3));
  }
}
