import type { FastStates, OdeSystem, Stepper, Tolerance } from "../../src/ode/contracts.ts";
import { Integration } from "../../src/ode/integration.ts";
import type { BoundKind } from "../../src/ode/solution.ts";
import { always } from "../../src/ode/method.ts";

export type MakeStepper = (dimension: number, fast?: FastStates) => Stepper;

export const toleranceOf = (relative: number): Tolerance => ({ relative, absolute: relative });

export function integrationOf(
  make: MakeStepper,
  system: OdeSystem,
  relative: number,
  longestStep = Number.POSITIVE_INFINITY,
  bound: BoundKind = "transported",
): Integration {
  const methods = always(make(system.stateNames.length, system.fast));
  return new Integration(system, methods, toleranceOf(relative), longestStep, bound);
}

/** Steps until tau1 >= end; fails loudly on any status but "completed". */
export function runTo(integration: Integration, end: number, onStep: () => void = () => {}): void {
  while (integration.tau1 < end) {
    const status = integration.step();
    if (status.kind !== "completed") throw new Error(JSON.stringify(status));
    onStep();
  }
}

/** State at `end`, from the dense output of the step that crosses it. */
export function stateAt(integration: Integration, end: number, dimension: number): Float64Array {
  const out = new Float64Array(dimension);
  integration.interpolate(end, out);
  return out;
}

/** Least-squares slope of y against 0, 1, 2, ... */
export function meanSlope(y: readonly number[]): number {
  const centre = (y.length - 1) / 2;
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const top = y.reduce((sum, value, i) => sum + (i - centre) * (value - mean), 0);
  return top / y.reduce((sum, _, i) => sum + (i - centre) ** 2, 0);
}
