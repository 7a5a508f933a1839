import type { Seconds } from "../units.ts";
import type { EmbeddedStepper, OdeSystem, Stepper } from "./contracts.ts";
import { slopeWeights } from "./dense-output.ts";
import { DenseStepper } from "./dense-stepper.ts";
import { ErkEmbedded } from "./erk-embedded.ts";
import type { Tableau } from "./tableau.ts";
import { SlopeSums } from "./slope-sums.ts";
import { weightedSum } from "./weighted-sum.ts";

/** See interiorError. */
const DEFECT_AT = 0.25;
const DEFECT_SHARE = 0.5;

/** Explicit Runge-Kutta stepper: everything that is particular to a method is in its table. */
export class ErkStepper extends DenseStepper implements Stepper {
  readonly name: string;
  readonly order: number;
  readonly denseOrder: number;

  // Sized once: step() allocates no arrays or objects, so a long campaign never waits for the garbage collector.
  // Held to it by test/numerics/allocation.test.ts.
  /** Slopes at the stages. shape (stages, dimension), states per second */
  private readonly slopes: readonly Float64Array[];
  /** Rows: those of `a`, the error's, and the dense output's by power. */
  private readonly sums: SlopeSums;
  private readonly stage: Float64Array;
  protected readonly firstSlopes: Float64Array;
  protected readonly endSlopes: Float64Array;
  // As a typed array: loads from a frozen array would box each number.
  private readonly c: Float64Array;
  private readonly slopeAtDefect: Float64Array;

  constructor(
    private readonly tableau: Tableau,
    dimension: number,
  ) {
    super(dimension, tableau.dense[0].length);
    ({ name: this.name, order: this.order, denseOrder: this.denseOrder } = tableau);
    const denseByPower = tableau.dense[0].map((_, p) => tableau.dense.map((row) => row[p]));
    this.sums = new SlopeSums(tableau.stages, dimension, [...tableau.a, tableau.error, ...denseByPower]);
    this.slopes = this.sums.slopes;
    this.firstSlopes = this.slopes[0];
    this.endSlopes = this.slopes[tableau.stages - 1];
    this.slopeAtDefect = slopeWeights(denseByPower.length, DEFECT_AT);
    this.c = Float64Array.from(tableau.c);
    this.stage = new Float64Array(dimension);
  }

  step(system: OdeSystem, tau: Seconds, h: Seconds, x: Float64Array, xOut: Float64Array, errorOut: Float64Array): void {
    const { c, sums } = this;
    const stages = c.length;
    if (!this.firstIsKnown) {
      system.derivative(tau, x, this.firstSlopes);
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

  /**
   * From the defect, slope minus derivative, at one point. The leading error of an interpolant that joins in value and
   * slope is h^(p+1) theta^2 (1 - theta)^2 (A theta + B); at 1/4 the defect weighs A and B alike, and half of it is at
   * least the largest error for either alone.
   */
  interiorError(system: OdeSystem, tau: Seconds, out: Float64Array): void {
    const { h, coefficients } = this.dense;
    const scratch = this.slopes[1]; // slopes[0] is the next step's already, the others are free
    this.dense.at(DEFECT_AT, this.stage);
    system.derivative(tau + DEFECT_AT * h, this.stage, scratch);
    weightedSum(coefficients, this.slopeAtDefect, out);
    for (let n = 0; n < out.length; n++) out[n] = DEFECT_SHARE * (h * scratch[n] - out[n]);
  }

  embedded(): EmbeddedStepper {
    return new ErkEmbedded(this.tableau, this.dimension);
  }

  /** Coefficients of the dense output of the step whose stages are in `slopes`. */
  protected expand(h: Seconds, coefficients: readonly Float64Array[]): void {
    this.sums.scaleBy(h);
    for (let p = 0; p < coefficients.length; p++) coefficients[p].set(this.sums.scaled(this.c.length + p));
  }
}
