import type { Seconds } from "../units.ts";
import type { EmbeddedStepper, OdeSystem } from "./contracts.ts";
import type { Tableau } from "./tableau.ts";
import { SlopeSums } from "./slope-sums.ts";

/**
 * The embedded method of a pair as a method of its own: the same stages, from its own state. Its last stage is not the
 * first of its next step, so a step costs one evaluation per stage.
 */
export class ErkEmbedded implements EmbeddedStepper {
  /** Rows: those of `a`, and the weights of the embedded solution. */
  private readonly sums: SlopeSums;
  private readonly c: Float64Array;

  constructor(tableau: Tableau, dimension: number) {
    const weights = tableau.b.map((b, i) => b - tableau.error[i]);
    this.sums = new SlopeSums(tableau.stages, dimension, [...tableau.a, weights]);
    this.c = Float64Array.from(tableau.c);
  }

  step(system: OdeSystem, tau: Seconds, h: Seconds, y: Float64Array): void {
    const { c, sums } = this;
    const { slopes } = sums;
    system.derivative(tau, y, slopes[0]);
    sums.begin(y, h);
    for (let i = 1; i < c.length; i++) {
      system.derivative(tau + c[i] * h, sums.stage(i - 1), slopes[i]);
    }
    y.set(sums.stage(c.length - 1));
  }
}
