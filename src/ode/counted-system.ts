import type { Seconds } from "../units.ts";
import type { FastStates, OdeSystem } from "./contracts.ts";

/** A system that knows how often it was evaluated: the cost of an integration, whatever machine it runs on. */
export class CountedSystem implements OdeSystem {
  readonly stateNames: readonly string[];
  readonly fast: FastStates | undefined;
  evaluations = 0;

  constructor(private readonly inner: OdeSystem) {
    this.stateNames = inner.stateNames;
    const { fast } = inner;
    if (fast === undefined) return;
    this.fast = {
      places: fast.places,
      ratio: () => fast.ratio(),
      poles: (dxdt, out) => fast.poles(dxdt, out),
      solve: (tau, reach, x, dxdt) => {
        this.evaluations++;
        fast.solve(tau, reach, x, dxdt);
      },
    };
  }

  derivative(tau: Seconds, x: Float64Array, dxdt: Float64Array): void {
    this.evaluations++;
    this.inner.derivative(tau, x, dxdt);
  }
}
