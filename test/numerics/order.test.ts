import { describe, expect, it } from "vitest";
import type { Stepper } from "../../src/ode/contracts.ts";
import { ALL_STEPPERS } from "../../src/ode/steppers/all.ts";
import { integrationOf, meanSlope, runTo, stateAt } from "./integrate.ts";
import { discharge, distance, type ExactProblem, logistic, oscillator, rational } from "./problems.ts";

/** Largest error at any step end when [0, end] is crossed in equal steps. */
function marchError(stepper: Stepper, p: ExactProblem, steps: number): number {
  const h = p.end / steps;
  const error = new Float64Array(p.x0.length);
  let x = Float64Array.from(p.x0);
  let worst = 0;
  for (let i = 0; i < steps; i++) {
    const next = new Float64Array(p.x0.length);
    stepper.step(p.system, i * h, h, x, next, error);
    stepper.accept(x, next, h);
    worst = Math.max(worst, distance(next, p.exact((i + 1) * h)));
    x = next;
  }
  return worst;
}

/** Largest error inside one step that starts from the exact solution, at a time where nothing vanishes by symmetry. */
function denseError(stepper: Stepper, p: ExactProblem, steps: number): number {
  const h = p.end / steps;
  const t0 = p.end / 3;
  const x = Float64Array.from(p.exact(t0));
  const out = new Float64Array(x.length);
  const next = new Float64Array(x.length);
  stepper.step(p.system, t0, h, x, next, out);
  stepper.accept(x, next, h);
  const thetas = Array.from({ length: 31 }, (_, k) => (k + 1) / 32);
  return thetas.reduce((worst, theta) => {
    stepper.interpolate(theta, out);
    return Math.max(worst, distance(out, p.exact(t0 + theta * h)));
  }, 0);
}

/** Steps over the problem's span: enough for the leading error to dominate, too few for rounding to. */
const CASES = [
  { problem: discharge, coarse: 64 },
  { problem: oscillator, coarse: 256 },
  { problem: logistic, coarse: 64 },
  { problem: rational, coarse: 256 },
];

describe.each(ALL_STEPPERS)("$name", ({ make }) => {
  describe.each(CASES)("on $problem.name", ({ problem, coarse }) => {
    const stepper = () => make(problem.x0.length);

    it("halving h divides the error by 2^order", () => {
      const logs = [coarse, 2 * coarse].map((steps) => Math.log2(marchError(stepper(), problem, steps)));
      expect(Math.abs(-meanSlope(logs) - stepper().order)).toBeLessThan(0.2);
    });

    it("halving h divides the local error of the dense output by 2^(denseOrder + 1)", () => {
      const logs = [coarse, 2 * coarse].map((steps) => Math.log2(denseError(stepper(), problem, steps)));
      expect(Math.abs(-meanSlope(logs) - (stepper().denseOrder + 1))).toBeLessThan(0.2);
    });

    it("the error falls in proportion to the tolerance", () => {
      const decades = [-5, -6, -7, -8, -9, -10];
      const logs = decades.map((decade) => {
        const integration = integrationOf(make, problem.system, 10 ** decade);
        integration.begin(problem.x0);
        runTo(integration, problem.end);
        return Math.log10(distance(stateAt(integration, problem.end, problem.x0.length), problem.exact(problem.end)));
      });
      expect(-meanSlope(logs)).toBeGreaterThan(0.75);
      expect(-meanSlope(logs)).toBeLessThan(1.3);
    });
  });
});
