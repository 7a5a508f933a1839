import type { Bits } from "../lockstep/digital-peer.ts";
import type { Frame, Observer, Sample } from "../lockstep/observer.ts";

/** What makes a relaxation a converged one. Functions take every signal of the circuit at one instant. */
export interface ConvergenceLaw {
  /** Whether the circuit relaxes undisturbed. */
  relaxing(values: Float64Array): boolean;
  /** Readout of a relaxation begins when this output port takes this value. */
  readonly readout: { readonly port: string; readonly value: Bits };
  /** Places of the signals that are read out. */
  readonly outputs: readonly number[];
  /** How far the circuit is from rest, in the unit of the outputs. */
  residual(values: Float64Array): number;
  /** Least eigenvalue of the Hessian of its energy [1]: above 0 the circuit is drawn to where it is. */
  curvature(values: Float64Array): number;
  /** Largest residual that counts as rest. */
  readonly rest: number;
}

export interface ConvergenceReport {
  /** Relaxations that were read out, and how many of them had converged. */
  readonly readOut: number;
  readonly converged: number;
  /** Relaxations that ended without a readout: by a time-out, an abort. */
  readonly notRead: number;
  /** At the beginning of readout. 0, Infinity and 0 where nothing was read out. */
  readonly worstResidual: number;
  readonly leastCurvature: number;
  /** Largest change of an output from the beginning of readout to the end of the relaxation. */
  readonly largestDrift: number;
}

interface Readout {
  readonly outputs: Float64Array;
  readonly residual: number;
  readonly curvature: number;
}

/**
 * Watches what a readout stands on. Falling energy is no part of it: where energy has no floor it falls for ever. A relaxation has
 * converged if, at the first sample of its readout, the residual r is at most `rest` and the least curvature c is above 0; and if
 * no output then drifts by more than rest / c until the relaxation ends: along its slowest mode a circuit with a residual of r
 * has r / c to go.
 */
export class ConvergenceWatch implements Observer {
  private relaxing = false;
  private announced = false;
  private first: Readout | undefined;
  private readOut = 0;
  private converged = 0;
  private notRead = 0;
  private worstResidual = 0;
  private leastCurvature = Infinity;
  private largestDrift = 0;

  constructor(private readonly law: ConvergenceLaw) {}

  frame({ changes }: Frame): void {
    const { port, value } = this.law.readout;
    if (this.relaxing && changes.some((change) => change.name === port && Number(change.value) === Number(value)))
      this.announced = true;
  }

  sample({ values }: Sample): void {
    if (this.law.relaxing(values)) {
      this.relaxing = true;
      if (this.announced) this.first ??= this.read(values);
    } else if (this.relaxing) this.end(values);
  }

  report(): ConvergenceReport {
    const { readOut, converged, notRead, worstResidual, leastCurvature, largestDrift } = this;
    return { readOut, converged, notRead, worstResidual, leastCurvature, largestDrift };
  }

  /** Nodes hold their voltage at the instant that ends a relaxation, so `values` are its last. */
  private end(values: Float64Array): void {
    if (this.first === undefined) this.notRead++;
    else this.judge(this.first, this.outputsOf(values));
    this.relaxing = false;
    this.announced = false;
    this.first = undefined;
  }

  private read(values: Float64Array): Readout {
    const { law } = this;
    return { outputs: this.outputsOf(values), residual: law.residual(values), curvature: law.curvature(values) };
  }

  private judge({ outputs, residual, curvature }: Readout, late: Float64Array): void {
    const drift = outputs.reduce((most, x, k) => Math.max(most, Math.abs(late[k] - x)), 0);
    const { rest } = this.law;
    this.readOut++;
    if (residual <= rest && curvature > 0 && drift <= rest / curvature) this.converged++;
    this.worstResidual = Math.max(this.worstResidual, residual);
    this.leastCurvature = Math.min(this.leastCurvature, curvature);
    this.largestDrift = Math.max(this.largestDrift, drift);
  }

  private outputsOf(values: Float64Array): Float64Array {
    return Float64Array.from(this.law.outputs, (index) => values[index]);
  }
}
