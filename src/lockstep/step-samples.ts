import type { Band } from "./converters/converter.ts";
import type { Trajectory } from "./trajectory.ts";

export interface Look {
  /** Every so many nodes are looked at. */
  readonly stride: number;
  /** A signal that stays this many times as far from both borders as it moves is taken to stay inside. */
  readonly margin: number;
}

/** One signal at fixed fractions of the present step, the nodes. A node is read when somebody asks for it. */
export interface NodeSamples {
  staysInside(band: Band, look: Look): boolean;
  /** Writes the signal at all nodes. */
  read(out: Float64Array): void;
}

/** A signal that can be read alone. */
export class SignalAlone implements NodeSamples {
  private readonly samples: Float64Array;
  /** The step that `samples` are of, and the stride at which they are there. */
  private version = -1;
  private stride = 0;

  constructor(
    private readonly trajectory: Trajectory,
    private readonly nodes: Float64Array,
    private readonly index: number,
  ) {
    this.samples = new Float64Array(nodes.length);
  }

  staysInside(band: Band, { stride, margin }: Look): boolean {
    this.take(stride);
    const { samples } = this;
    let least = samples[0];
    let most = samples[0];
    for (let i = stride; i < samples.length; i += stride) {
      least = Math.min(least, samples[i]);
      most = Math.max(most, samples[i]);
    }
    return isFarFrom(band, least, most, margin);
  }

  read(out: Float64Array): void {
    this.take(1);
    out.set(this.samples);
  }

  private take(stride: number): void {
    const { version } = this.trajectory;
    if (this.version !== version) {
      this.version = version;
      this.stride = 2 * stride;
      this.readEvery(0, 2 * stride);
    }
    for (; this.stride > stride; this.stride /= 2) this.readEvery(this.stride / 2, this.stride);
  }

  private readEvery(first: number, stride: number): void {
    const { trajectory, nodes, samples, index } = this;
    for (let i = first; i < nodes.length; i += stride) samples[i] = trajectory.signalAtTheta(index, nodes[i]);
  }
}

/** All signals, read together: once however many converters look at them. */
export class SignalsTogether {
  private readonly rows: Float64Array[];
  /** The step that each row was read of; NaN before the first. */
  private readonly versions: Float64Array;
  /** The step that rows are there of, and at which stride. */
  private version = -1;
  private stride = 0;
  /** The last node of a step is the first of the next. */
  private readonly isChain: boolean;

  constructor(
    private readonly trajectory: Trajectory,
    private readonly nodes: Float64Array,
  ) {
    this.isChain = nodes[0] === 0 && nodes[nodes.length - 1] === 1;
    this.rows = Array.from(nodes, () => new Float64Array(trajectory.system.signalNames.length));
    this.versions = new Float64Array(nodes.length).fill(Number.NaN);
  }

  /** Rows of all nodes; those at multiples of `stride` are of the present step. */
  rowsAt(stride: number): readonly Float64Array[] {
    const { version } = this.trajectory;
    if (this.version !== version || this.stride > stride) this.take(version, stride);
    return this.rows;
  }

  private take(version: number, stride: number): void {
    this.version = version;
    this.stride = stride;
    for (let i = 0; i < this.rows.length; i += stride) {
      if (this.versions[i] !== version) this.fill(i);
      this.versions[i] = version;
    }
  }

  /** A step often begins where one ended that was looked at. */
  private fill(i: number): void {
    const { rows, versions, trajectory } = this;
    const last = rows.length - 1;
    const isKnown = this.isChain && i === 0 && versions[last] === trajectory.continues;
    if (!isKnown) return trajectory.signalsAtTheta(this.nodes[i], rows[i]);
    const start = rows[last];
    rows[last] = rows[0];
    rows[0] = start;
    versions[last] = Number.NaN;
  }
}

/** One of the signals that are read together. */
export class SignalAmongOthers implements NodeSamples {
  constructor(
    private readonly together: SignalsTogether,
    private readonly index: number,
  ) {}

  staysInside(band: Band, { stride, margin }: Look): boolean {
    const { index, together } = this;
    const rows = together.rowsAt(stride);
    let least = rows[0][index];
    let most = least;
    for (let i = stride; i < rows.length; i += stride) {
      const value = rows[i][index];
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return isFarFrom(band, least, most, margin);
  }

  read(out: Float64Array): void {
    const rows = this.together.rowsAt(1);
    for (let i = 0; i < out.length; i++) out[i] = rows[i][this.index];
  }
}

const isFarFrom = ({ low, high }: Band, least: number, most: number, margin: number): boolean => {
  const reach = margin * (most - least);
  return most + reach < high && least - reach > low;
};
