import type { Seconds } from "../units.ts";
import type { EmbeddedStepper, OdeSystem } from "./contracts.ts";
import type { Tableau } from "./tableau.ts";
import { weightedSum } from "./weighted-sum.ts";

/**
 * The embedded method of a pair as a method of its own: the same stages, from its own state. Its last stage is not the
 * first of its next step, so a step costs one evaluation per stage.
 */
export class ErkEmbedded implements EmbeddedStepper {
  private readonly slopes: readonly Float64Array[];
  private readonly stage: Float64Array;
  private readonly a: readonly Float64Array[];
  private readonly c: Float64Array;
  private readonly weights: Float64Array;

  constructor(tableau: Tableau, dimension: number) {
    this.slopes = tableau.c.map(() => new Float64Array(dimension));
    this.stage = new Float64Array(dimension);
    this.a = tableau.a.map((row) => Float64Array.from(row));
    this.c = Float64Array.from(tableau.c);
    this.weights = Float64Array.from(tableau.b, (b, i) => b - tableau.error[i]);
  }

  step(system: OdeSystem, tau: Seconds, h: Seconds, y: Float64Array): void {
    const { a, c, slopes, stage } = this;
    system.derivative(tau, y, slopes[0]);
    for (let i = 1; i < c.length; i++) {
      weightedSum(slopes, a[i - 1], stage);
      for (let n = 0; n < stage.length; n++) stage[n] = y[n] + h * stage[n];
      system.derivative(tau + c[i] * h, stage, slopes[i]);
    }
    weightedSum(slopes, this.weights, stage);
    for (let n = 0; n < stage.length; n++) y[n] += h * stage[n];
  }
}
