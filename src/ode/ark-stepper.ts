import type { Seconds } from "../units.ts";
import { AdditiveStages } from "./additive-stages.ts";
import type { AdditiveTableau } from "./additive-tableau.ts";
import { ArkEmbedded } from "./ark-embedded.ts";
import type { EmbeddedStepper, OdeSystem, Stepper } from "./contracts.ts";
import { denseWeights } from "./additive-dense.ts";
import { DenseStepper } from "./dense-stepper.ts";

/** See interiorError. */
const SLOW_SHARE = 1 / 16;
const FAST_SHARE = 0.0285;
const MIDDLE_SHARE = 4;

/**
 * Additive Runge-Kutta stepper: explicit in the slow states of a system, implicit in its fast ones. Everything that is
 * particular to a method is in its table. A system without fast states is crossed by the explicit method alone.
 *
 * A step costs one evaluation per stage and one for the dense output. The slopes at its end, where the explicit method's
 * last stage is not, are the first of the next step.
 */
export class ArkStepper extends DenseStepper implements Stepper {
  readonly name: string;
  readonly order: number;
  readonly denseOrder: number;

  // Sized once: step() allocates no arrays or objects (test/numerics/allocation.test.ts).
  private readonly stages: AdditiveStages;
  /** Slopes at the last stage of the trial step. */
  private readonly lastSlopes: Float64Array;
  protected readonly firstSlopes: Float64Array;
  protected readonly endSlopes: Float64Array;
  private readonly b: Float64Array;
  private readonly error: Float64Array;
  /** Weights of the dense output's coefficients, power by power. */
  private readonly slowDense: readonly Float64Array[];
  private readonly fastDense: readonly Float64Array[];
  /** What the dense output's highest coefficient says of its error in each state. */
  private readonly share: Float64Array;
  /** The embedded estimate of the trial step. */
  private readonly local: Float64Array;

  /** `fast` are the indices of the fast states that the systems to be stepped have. */
  constructor(
    private readonly tableau: AdditiveTableau,
    dimension: number,
    private readonly fast: readonly number[],
  ) {
    const { b, embedded } = tableau;
    const { slow: slowDense, fast: fastDense } = denseWeights(tableau, b, tableau.middle);
    super(dimension, slowDense.length);
    ({ name: this.name, order: this.order } = tableau);
    this.denseOrder = fast.length === 0 ? tableau.order : tableau.denseOrder;
    this.stages = new AdditiveStages(tableau, dimension, fast);
    this.lastSlopes = this.stages.slopes[tableau.stages - 1];
    this.firstSlopes = this.stages.slopes[0];
    this.endSlopes = this.stages.slopes[tableau.stages];
    this.b = Float64Array.from(b);
    this.error = Float64Array.from(b, (w, i) => w - embedded[i]);
    [this.slowDense, this.fastDense] = [slowDense, fastDense];
    this.share = new Float64Array(dimension).fill(SLOW_SHARE);
    for (const k of fast) this.share[k] = FAST_SHARE;
    this.local = new Float64Array(dimension);
  }

  step(system: OdeSystem, tau: Seconds, h: Seconds, x: Float64Array, xOut: Float64Array, errorOut: Float64Array): void {
    const { stages } = this;
    if (!this.firstIsKnown) {
      system.derivative(tau, x, this.firstSlopes);
      this.firstIsKnown = true;
    }
    stages.run(system, tau, h, x);
    stages.weigh(this.b, this.b);
    for (let n = 0; n < xOut.length; n++) xOut[n] = x[n] + h * stages.sum[n];
    // The same but for rounding, which the sum would multiply by h and the pole.
    stages.copyFast(stages.stage, xOut);
    stages.runMiddle(system, tau, h, x);
    system.derivative(tau + h, xOut, this.endSlopes);
    this.estimate(system, h, errorOut);
  }

  /** The embedded estimate, and that of the dense output (see interiorError): a step is as good as its worst instant. */
  private estimate(system: OdeSystem, h: Seconds, errorOut: Float64Array): void {
    const { stages, slowDense, fastDense } = this;
    stages.weigh(this.error, this.error);
    for (let n = 0; n < errorOut.length; n++) this.local[n] = errorOut[n] = Math.abs(h * stages.sum[n]);
    this.forgetWhatPolesForget(system, h, errorOut);
    const highest = slowDense.length - 1;
    stages.weigh(slowDense[highest], fastDense[highest]);
    for (let n = 0; n < errorOut.length; n++) errorOut[n] += Math.abs(h * stages.sum[n]) * this.share[n];
  }

  /**
   * In fast states whose poles p are far above 1 / h the embedded solution is of order 1 only: the explicit method's second
   * stage is, and their goals follow it. The solution itself, which is its own last stage, errs there by how far the slow
   * states of that stage are from the end: (s(end) - s(last stage)) / p. Both estimates as an implicit Euler step of length
   * h gamma leaves them, after L. F. Shampine, "Implementation of implicit formulas for the solution of ODEs", SIAM J. Sci.
   * Stat. Comput. 1(1), 1980: unchanged where p is small.
   */
  private forgetWhatPolesForget({ fast }: OdeSystem, h: Seconds, errorOut: Float64Array): void {
    if (fast === undefined) return;
    const { endSlopes, lastSlopes, stages } = this;
    const poles = stages.stage;
    const reach = h * this.tableau.gamma;
    fast.poles(lastSlopes, poles);
    for (const k of this.fast) {
      const mismatch = reach * Math.abs(endSlopes[k] - lastSlopes[k]);
      errorOut[k] = (errorOut[k] + mismatch) / (1 + reach * poles[k]);
    }
  }

  /**
   * The distance to the cubic that misses the middle stage's slope, which is of one order less: q theta^2 (1 - theta)^2 in the
   * slow states and q theta (theta - 0.3) (1 - theta)^2 in the fast ones, q the quartic's highest coefficient. The middle stage
   * of the fast ones is itself of order 3, and errs up to MIDDLE_SHARE times the embedded estimate.
   */
  interiorError(_system: OdeSystem, _tau: Seconds, out: Float64Array): void {
    const highest = this.dense.coefficients[this.dense.coefficients.length - 1];
    for (let n = 0; n < out.length; n++) out[n] = this.share[n] * Math.abs(highest[n]);
    for (const k of this.fast) out[k] += MIDDLE_SHARE * this.local[k];
  }

  embedded(): EmbeddedStepper {
    return new ArkEmbedded(this.tableau, this.dimension, this.fast);
  }

  protected expand(h: Seconds, coefficients: readonly Float64Array[]): void {
    const { sum } = this.stages;
    for (let p = 0; p < coefficients.length; p++) {
      const q = coefficients[p];
      this.stages.weigh(this.slowDense[p], this.fastDense[p]);
      for (let n = 0; n < q.length; n++) q[n] = h * sum[n];
    }
  }
}
