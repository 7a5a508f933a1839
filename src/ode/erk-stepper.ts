import type { Seconds } from "../units.ts";
import type { EmbeddedStepper, OdeSystem, Stepper } from "./contracts.ts";
import { ErkEmbedded } from "./erk-embedded.ts";
import type { Tableau } from "./tableau.ts";
import { SlopeSums } from "./slope-sums.ts";
import { weightedSum } from "./weighted-sum.ts";

/** See interiorError. */
const DEFECT_AT = 0.25;
const DEFECT_SHARE = 0.5;
/** Weights of the coefficients in the slope there: the derivative of theta^(p + 1). */
const slopeAtDefect = (degree: number): Float64Array =>
  Float64Array.from({ length: degree }, (_, p) => (p + 1) * DEFECT_AT ** p);

/** Explicit Runge-Kutta stepper: everything that is particular to a method is in its table. */
export class ErkStepper implements Stepper {
  readonly name: string;
  readonly order: number;
  readonly denseOrder: number;
  readonly denseIsPolynomial = true;

  // Sized once: step() allocates no arrays or objects, so a long campaign never waits for the garbage collector.
  // Held to it by test/numerics/allocation.test.ts.
  /** Slopes at the stages. shape (stages, dimension), states per second */
  private readonly slopes: readonly Float64Array[];
  /** Rows: those of `a`, the error's, and the dense output's by power. */
  private readonly sums: SlopeSums;
  private readonly stage: Float64Array;
  /** Whether slopes[0] belongs to the state the next step starts from. */
  private firstIsKnown = false;
  /** The last accepted step: its ends, its length, and coefficients[p] of theta^(p + 1). */
  private readonly start: Float64Array;
  private readonly end: Float64Array;
  private acceptedH: Seconds = 0;
  private readonly coefficients: readonly Float64Array[];
  /** The same of a trial step that is looked into before it is accepted. */
  private readonly trialCoefficients: readonly Float64Array[];
  // As a typed array: loads from a frozen array would box each number.
  private readonly c: Float64Array;
  private readonly slopeAtDefect: Float64Array;

  constructor(
    private readonly tableau: Tableau,
    readonly dimension: number,
  ) {
    ({ name: this.name, order: this.order, denseOrder: this.denseOrder } = tableau);
    const vector = () => new Float64Array(dimension);
    const denseByPower = tableau.dense[0].map((_, p) => tableau.dense.map((row) => row[p]));
    this.sums = new SlopeSums(tableau.stages, dimension, [...tableau.a, tableau.error, ...denseByPower]);
    this.slopes = this.sums.slopes;
    this.coefficients = tableau.dense[0].map(vector);
    this.trialCoefficients = tableau.dense[0].map(vector);
    this.slopeAtDefect = slopeAtDefect(this.coefficients.length);
    this.c = Float64Array.from(tableau.c);
    this.stage = vector();
    this.start = vector();
    this.end = vector();
  }

  restart(): void {
    this.firstIsKnown = false;
  }

  step(system: OdeSystem, tau: Seconds, h: Seconds, x: Float64Array, xOut: Float64Array, errorOut: Float64Array): void {
    const { c, sums } = this;
    const stages = c.length;
    if (!this.firstIsKnown) {
      system.derivative(tau, x, this.slopes[0]);
      this.firstIsKnown = true;
    }
    sums.begin(x, h);
    for (let i = 1; i < stages; i++) {
      const at = sums.stage(i - 1);
      // The last stage is the solution itself: evaluating there gives the next step's first slope for nothing.
      if (i === stages - 1) xOut.set(at);
      system.derivative(tau + c[i] * h, at, this.slopes[i]);
    }
    errorOut.set(sums.scaled(stages - 1));
  }

  accept(x: Float64Array, xOut: Float64Array, h: Seconds): void {
    this.expand(h, this.coefficients);
    this.start.set(x);
    this.end.set(xOut);
    this.acceptedH = h;
    this.slopes[0].set(this.slopes[this.slopes.length - 1]);
  }

  preview(h: Seconds): void {
    this.expand(h, this.trialCoefficients);
  }

  interpolateTrial(x: Float64Array, theta: number, out: Float64Array): void {
    horner(x, this.trialCoefficients, theta, out);
  }

  interpolate(theta: number, out: Float64Array): void {
    // Exact at the joints: a signal read at the end of one step and at the start of the next is the same to the bit.
    if (theta === 0) out.set(this.start);
    else if (theta === 1) out.set(this.end);
    else horner(this.start, this.coefficients, theta, out);
  }

  /**
   * From the defect, slope minus derivative, at one point. The leading error of an interpolant that joins in value and
   * slope is h^(p+1) theta^2 (1 - theta)^2 (A theta + B); at 1/4 the defect weighs A and B alike, and half of it is at
   * least the largest error for either alone.
   */
  interiorError(system: OdeSystem, tau: Seconds, out: Float64Array): void {
    const scratch = this.slopes[1]; // slopes[0] is the next step's already, the others are free
    horner(this.start, this.coefficients, DEFECT_AT, this.stage);
    system.derivative(tau + DEFECT_AT * this.acceptedH, this.stage, scratch);
    weightedSum(this.coefficients, this.slopeAtDefect, out);
    for (let n = 0; n < out.length; n++) out[n] = DEFECT_SHARE * (this.acceptedH * scratch[n] - out[n]);
  }

  embedded(): EmbeddedStepper {
    return new ErkEmbedded(this.tableau, this.dimension);
  }

  /** Coefficients of the dense output of the step whose stages are in `slopes`. */
  private expand(h: Seconds, coefficients: readonly Float64Array[]): void {
    this.sums.scaleBy(h);
    for (let p = 0; p < coefficients.length; p++) coefficients[p].set(this.sums.scaled(this.c.length + p));
  }

  /** [firstIsKnown, h, start, end, next first slope, coefficients of the dense output] */
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
  }

  private parts(): readonly Float64Array[] {
    return [this.start, this.end, this.slopes[0], ...this.coefficients];
  }
}

/** out = start + theta * (q0 + theta * (q1 + ...)) */
function horner(start: Float64Array, q: readonly Float64Array[], theta: number, out: Float64Array): void {
  out.set(q[q.length - 1]);
  for (let p = q.length - 2; p >= -1; p--) {
    const lower = p >= 0 ? q[p] : start;
    for (let n = 0; n < out.length; n++) out[n] = lower[n] + theta * out[n];
  }
}
