import { Trajectory } from "../../src/lockstep/trajectory.ts";
import type { DrivenSystem, Tolerance } from "../../src/ode/contracts.ts";
import type { Picoseconds } from "../../src/time.ts";

/** Inputs that changed at one instant, at which the integration starts anew. */
interface Segment {
  readonly t: Picoseconds;
  readonly inputs: readonly (readonly [index: number, value: number])[];
}

/** What the digital half did to a circuit, and when. */
export interface Recording {
  readonly start: ReturnType<Trajectory["save"]>;
  readonly segments: readonly Segment[];
  readonly end: Picoseconds;
}

/** Remembers the segments of a circuit. */
export class RecordedCircuit {
  private changes: (readonly [number, number])[] = [];
  private segments: Segment[] = [];

  /** The same circuit, recorded. */
  around(circuit: DrivenSystem): DrivenSystem {
    // A proxy, so that whatever else a circuit offers to the engine is still there.
    return new Proxy(circuit, {
      get: (target, name) => {
        if (name === "setInput") return this.setInput.bind(this, target);
        if (name === "begin") return this.begin.bind(this, target);
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? (value as (...args: unknown[]) => unknown).bind(target) : value;
      },
    });
  }

  /** The segments since this was last asked. */
  take(): readonly Segment[] {
    const { segments } = this;
    this.segments = [];
    return segments;
  }

  private setInput(target: DrivenSystem, index: number, value: number): void {
    target.setInput(index, value);
    this.changes.push([index, value]);
  }

  private begin(target: DrivenSystem, t: Picoseconds): void {
    target.begin(t);
    this.segments.push({ t, inputs: this.changes });
    this.changes = [];
  }
}

/** The same integration, and nothing else: no crossing is looked for, nobody is asked anything. */
export class Replay {
  private readonly trajectory: Trajectory;

  /** `errorBounds`: whether errors are followed, as they are where somebody hears of crossings. */
  constructor(system: DrivenSystem, tolerance: Tolerance, errorBounds: boolean) {
    this.trajectory = new Trajectory(system, tolerance, { errorBounds });
  }

  /** Answers the steps it took. */
  play({ start, segments, end }: Recording): number {
    const { trajectory } = this;
    trajectory.restore(start);
    const before = trajectory.integration.accepted;
    for (const { t, inputs } of segments) {
      while (!trajectory.covers(t)) trajectory.extend(); // while the old inputs stand
      for (const [index, value] of inputs) trajectory.setInput(index, value);
      trajectory.restartAt(t);
    }
    while (!trajectory.covers(end)) trajectory.extend();
    return trajectory.integration.accepted - before;
  }
}
