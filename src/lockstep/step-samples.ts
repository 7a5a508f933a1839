import type { Trajectory } from "./trajectory.ts";

/**
 * Signals at fixed fractions of the present step, the nodes. A signal that can be read alone is; otherwise all are read together,
 * once however many converters look at them. A node is read when somebody asks for it.
 */
export class StepSamples {
  private readonly rows: Float64Array[];
  /** The step that each row was read of; NaN before the first. */
  private readonly versions: Float64Array;

  constructor(
    private readonly trajectory: Trajectory,
    private readonly nodes: Float64Array,
  ) {
    this.rows = Array.from(nodes, () => new Float64Array(trajectory.system.signalNames.length));
    this.versions = new Float64Array(nodes.length).fill(Number.NaN);
  }

  /** Writes signal `index` at every `stride`-th node from `first` on. */
  read(index: number, out: Float64Array, first: number, stride: number): void {
    const { trajectory, nodes } = this;
    const isAlone = trajectory.readsAlone(index);
    for (let i = first; i < out.length; i += stride)
      out[i] = isAlone ? trajectory.signalAtTheta(index, nodes[i]) : this.row(i)[index];
  }

  private row(i: number): Float64Array {
    const { version } = this.trajectory;
    if (this.versions[i] !== version) this.fill(i);
    this.versions[i] = version;
    return this.rows[i];
  }

  /** A step often begins where one ended that was looked at. */
  private fill(i: number): void {
    const last = this.rows.length - 1;
    const isKnown = i === 0 && this.versions[last] === this.trajectory.continues;
    if (!isKnown) return this.trajectory.signalsAtTheta(this.nodes[i], this.rows[i]);
    [this.rows[0], this.rows[last]] = [this.rows[last], this.rows[0]];
    this.versions[last] = Number.NaN;
  }
}
