import type { Trajectory } from "./trajectory.ts";

/** Every signal at fixed fractions of the present step, evaluated once however many converters look at it. */
export class StepSamples {
  private readonly rows: readonly Float64Array[];
  private version = -1;

  constructor(
    private readonly trajectory: Trajectory,
    private readonly nodes: Float64Array,
  ) {
    this.rows = Array.from(nodes, () => new Float64Array(trajectory.system.signalNames.length));
  }

  /** Writes signal `index` at each node. */
  column(index: number, out: Float64Array): void {
    if (this.version !== this.trajectory.version) this.evaluate();
    for (let i = 0; i < out.length; i++) out[i] = this.rows[i][index];
  }

  private evaluate(): void {
    this.rows.forEach((row, i) => {
      this.trajectory.signalsAtTheta(this.nodes[i], row);
    });
    this.version = this.trajectory.version;
  }
}
