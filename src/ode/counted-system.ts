import type { Seconds } from "../units.ts";
import type { OdeSystem } from "./contracts.ts";

/** A system that knows how often it was evaluated: the cost of an integration, whatever machine it runs on. */
export class CountedSystem implements OdeSystem {
  readonly stateNames: readonly string[];
  evaluations = 0;

  constructor(private readonly inner: OdeSystem) {
    this.stateNames = inner.stateNames;
  }

  derivative(tau: Seconds, x: Float64Array, dxdt: Float64Array): void {
    this.evaluations++;
    this.inner.derivative(tau, x, dxdt);
  }
}
