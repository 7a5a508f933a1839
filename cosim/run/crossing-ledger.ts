import type { Crossing, Observer } from "../../src/lockstep/observer.ts";

/** How many crossings a run had, and the largest of their error bounds. */
export class CrossingLedger implements Observer {
  count = 0;
  /** Of the crossings that have one: where a signal only touches its threshold, no bound on the time exists. */
  largestBound_ps = 0;
  unbounded = 0;

  crossing({ errorBound_ps }: Crossing): void {
    this.count++;
    if (Number.isFinite(errorBound_ps)) this.largestBound_ps = Math.max(this.largestBound_ps, errorBound_ps);
    else this.unbounded++;
  }
}
