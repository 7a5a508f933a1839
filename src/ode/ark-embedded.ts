import type { Seconds } from "../units.ts";
import { AdditiveStages } from "./additive-stages.ts";
import type { AdditiveTableau } from "./additive-tableau.ts";
import type { EmbeddedStepper, OdeSystem } from "./contracts.ts";

/** The embedded method of an additive pair as a method of its own: the same stages, from its own state. */
export class ArkEmbedded implements EmbeddedStepper {
  private readonly stages: AdditiveStages;
  private readonly weights: Float64Array;

  constructor(tableau: AdditiveTableau, dimension: number, fast: readonly number[]) {
    this.stages = new AdditiveStages(tableau, dimension, fast);
    this.weights = Float64Array.from(tableau.embedded);
  }

  step(system: OdeSystem, tau: Seconds, h: Seconds, y: Float64Array): void {
    const { stages, weights } = this;
    system.derivative(tau, y, stages.slopes[0]);
    stages.run(system, tau, h, y);
    stages.weigh(weights, weights);
    for (let n = 0; n < y.length; n++) y[n] += h * stages.sum[n];
  }
}
