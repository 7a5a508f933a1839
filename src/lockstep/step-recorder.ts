import { NEVER, type Picoseconds } from "../time.ts";
import type { Observer } from "./observer.ts";
import type { Trajectory } from "./trajectory.ts";

/** Points of a step at which every signal is recorded, as fractions of the step: more where a straight line would miss it. */
const STRAIGHT = [1];
/** Off the chord by more than this, relative to the largest state, a step counts as curved. */
const VISIBLE_BEND = 1e-3;

/** Gives observers samples of the trajectory: at the start of each segment, and at a few points of each step. */
export class StepRecorder {
  /** The last instant that observers were given. */
  sampledUntil = -1 as Picoseconds;
  private readonly observers: readonly Observer[];
  private readonly values: Float64Array;
  /** The recorded points of the present step, as ticks: asked for at every edge. */
  private ticks = new Float64Array(1);
  /** By how many there are. */
  private readonly evenly: (readonly number[])[] = [];
  /** The step that `ticks` are of. */
  private version = -1;

  constructor(
    private readonly trajectory: Trajectory,
    observers: readonly Observer[],
  ) {
    this.observers = observers.filter((observer) => observer.sample !== undefined);
    this.values = new Float64Array(trajectory.system.signalNames.length);
  }

  /** The recorded points of the present step in (sampledUntil, until). */
  record(until: Picoseconds): void {
    if (this.observers.length === 0 || until <= this.sampledUntil) return;
    const { origin, integration } = this.trajectory;
    if (integration.tau0 === 0 && origin > this.sampledUntil && origin < until) this.emit(origin);
    const ticks = this.recordedTicks();
    for (let k = 0; k < ticks.length; k++) {
      const tick = ticks[k] as Picoseconds;
      if (tick > this.sampledUntil && tick < until && this.trajectory.covers(tick)) this.emit(tick);
    }
  }

  /** The first recorded point of the present step that is still to be told. */
  next(): Picoseconds {
    if (this.observers.length === 0) return NEVER;
    const { origin, integration } = this.trajectory;
    if (integration.tau0 === 0 && origin > this.sampledUntil) return origin;
    const ticks = this.recordedTicks();
    for (let k = 0; k < ticks.length; k++) if (ticks[k] > this.sampledUntil) return ticks[k] as Picoseconds;
    return NEVER;
  }

  /** The end of the run: its very instant too. */
  finish(t: Picoseconds): void {
    if (this.observers.length > 0 && this.sampledUntil < t) this.emit(t);
  }

  private recordedTicks(): Float64Array {
    const { trajectory } = this;
    if (this.version === trajectory.version) return this.ticks;
    this.version = trajectory.version;
    const fractions = trajectory.bend() > VISIBLE_BEND ? this.curved() : STRAIGHT;
    if (this.ticks.length !== fractions.length) this.ticks = new Float64Array(fractions.length);
    for (let k = 0; k < fractions.length; k++) this.ticks[k] = trajectory.tickUpTo(fractions[k]);
    return this.ticks;
  }

  private curved(): readonly number[] {
    const { points } = this.trajectory.integration;
    return (this.evenly[points] ??= Array.from({ length: points }, (_, k) => (k + 1) / points));
  }

  private emit(t: Picoseconds): void {
    this.trajectory.signalsAt(t, this.values);
    this.sampledUntil = t;
    for (const observer of this.observers) observer.sample?.({ t, values: this.values });
  }
}
