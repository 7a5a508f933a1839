import type { Seconds } from "../units.ts";
import type { OdeSystem, Stepper } from "./contracts.ts";
import type { Tableau } from "./tableau.ts";

/** Explicit Runge-Kutta stepper: everything that is particular to a method is in its table. */
export class ErkStepper implements Stepper {
  readonly name: string;
  readonly order: number;
  readonly denseOrder: number;
  readonly denseErrorRatio: number;

  // Sized once: step() allocates no arrays or objects, so a long campaign never waits for the garbage collector.
  // Held to it by test/numerics/allocation.test.ts.
  /** Slopes of the trial step. shape (stages, dimension), states per second */
  private slopes: Float64Array[];
  /** Slopes of the last accepted step: its dense output outlives later trial steps. */
  private acceptedSlopes: Float64Array[];
  private readonly stage: Float64Array;
  private readonly start: Float64Array;
  private readonly end: Float64Array;
  private acceptedH: Seconds = 0;
  /** Whether slopes[0] belongs to the state the next step starts from. */
  private firstIsKnown = false;
  /** coefficients[p] of theta^(p + 1); made when first read. shape (degree, dimension) */
  private readonly coefficients: readonly Float64Array[];
  private coefficientsAreMade = false;

  constructor(
    private readonly tableau: Tableau,
    readonly dimension: number,
  ) {
    ({
      name: this.name,
      order: this.order,
      denseOrder: this.denseOrder,
      denseErrorRatio: this.denseErrorRatio,
    } = tableau);
    const vector = () => new Float64Array(dimension);
    this.slopes = tableau.c.map(vector);
    this.acceptedSlopes = tableau.c.map(vector);
    this.coefficients = tableau.dense[0].map(vector);
    this.stage = vector();
    this.start = vector();
    this.end = vector();
  }

  restart(): void {
    this.firstIsKnown = false;
  }

  step(system: OdeSystem, tau: Seconds, h: Seconds, x: Float64Array, xOut: Float64Array, errorOut: Float64Array): void {
    const { a, c, stages, error } = this.tableau;
    if (!this.firstIsKnown) {
      system.derivative(tau, x, this.slopes[0]);
      this.firstIsKnown = true;
    }
    for (let i = 1; i < stages; i++) {
      // The last stage is the solution itself: evaluating there gives the next step's first slope for nothing.
      const target = i === stages - 1 ? xOut : this.stage;
      weightedSum(this.slopes, a[i - 1], h, target);
      for (let n = 0; n < target.length; n++) target[n] += x[n];
      system.derivative(tau + c[i] * h, target, this.slopes[i]);
    }
    weightedSum(this.slopes, error, h, errorOut);
  }

  accept(x: Float64Array, xOut: Float64Array, h: Seconds): void {
    const made = this.slopes;
    this.slopes = this.acceptedSlopes;
    this.acceptedSlopes = made;
    this.slopes[0].set(made[made.length - 1]);
    this.start.set(x);
    this.end.set(xOut);
    this.acceptedH = h;
    this.coefficientsAreMade = false;
  }

  interpolate(theta: number, out: Float64Array): void {
    // Exact at the joints: a signal read at the end of one step and at the start of the next is the same to the bit.
    if (theta === 0 || theta === 1) {
      out.set(theta === 0 ? this.start : this.end);
      return;
    }
    this.makeCoefficients();
    horner(this.coefficients, theta, this.start, out);
  }

  /** Pure in the accepted step, so it does not matter whether and when somebody reads. */
  private makeCoefficients(): void {
    if (this.coefficientsAreMade) return;
    const { dense } = this.tableau;
    for (let p = 0; p < this.coefficients.length; p++) {
      this.coefficients[p].fill(0);
      for (let i = 0; i < dense.length; i++) addScaled(this.acceptedSlopes[i], dense[i][p], this.coefficients[p]);
      for (let n = 0; n < this.dimension; n++) this.coefficients[p][n] *= this.acceptedH;
    }
    this.coefficientsAreMade = true;
  }

  /** [firstIsKnown, h, start, end, next first slope, slopes of the accepted step] */
  save(): Float64Array {
    const saved = new Float64Array(2 + this.parts().length * this.dimension);
    saved.set([this.firstIsKnown ? 1 : 0, this.acceptedH]);
    this.parts().forEach((part, i) => saved.set(part, 2 + i * this.dimension));
    return saved;
  }

  restore(saved: Float64Array): void {
    this.firstIsKnown = saved[0] === 1;
    this.acceptedH = saved[1];
    this.parts().forEach((part, i) => part.set(saved.subarray(2 + i * this.dimension, 2 + (i + 1) * this.dimension)));
    this.coefficientsAreMade = false;
  }

  private parts(): readonly Float64Array[] {
    return [this.start, this.end, this.slopes[0], ...this.acceptedSlopes];
  }
}

/** y += w * x */
function addScaled(x: Float64Array, w: number, y: Float64Array): void {
  if (w === 0) return;
  for (let n = 0; n < y.length; n++) y[n] += w * x[n];
}

/** out = h * sum_i weights[i] * slopes[i]. One pass per slope: each pass is a plain stream the compiler does well. */
function weightedSum(slopes: readonly Float64Array[], weights: readonly number[], h: number, out: Float64Array): void {
  const first = slopes[0];
  const w0 = weights[0];
  for (let n = 0; n < out.length; n++) out[n] = w0 * first[n];
  for (let i = 1; i < weights.length; i++) addScaled(slopes[i], weights[i], out);
  for (let n = 0; n < out.length; n++) out[n] *= h;
}

/** out = start + theta * (q0 + theta * (q1 + ...)) */
function horner(q: readonly Float64Array[], theta: number, start: Float64Array, out: Float64Array): void {
  const highest = q[q.length - 1];
  for (let n = 0; n < out.length; n++) out[n] = highest[n];
  for (let p = q.length - 2; p >= 0; p--) {
    const lower = q[p];
    for (let n = 0; n < out.length; n++) out[n] = lower[n] + theta * out[n];
  }
  for (let n = 0; n < out.length; n++) out[n] = start[n] + theta * out[n];
}
