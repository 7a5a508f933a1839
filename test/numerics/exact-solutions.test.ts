import { describe, expect, it } from "vitest";
import { ALL_STEPPERS } from "../../src/ode/steppers/all.ts";
import { integrationOf, type MakeStepper, runTo } from "./integrate.ts";
import { discharge, distance, EXACT_PROBLEMS, type ExactProblem, oscillator, stiff, systemOf } from "./problems.ts";

const THETAS = Array.from({ length: 17 }, (_, k) => k / 16);

/** Largest error anywhere on the trajectory, beside the bound given there. */
function followed(make: MakeStepper, p: ExactProblem, rtol: number) {
  const integration = integrationOf(make, p.system, rtol);
  integration.begin(p.x0);
  const out = new Float64Array(p.x0.length);
  let worst = 0;
  let leastMargin = Number.POSITIVE_INFINITY;
  runTo(integration, p.end, () => {
    for (const theta of THETAS) {
      integration.interpolateAt(theta, out);
      const tau = integration.tau0 + theta * (integration.tau1 - integration.tau0);
      const error = distance(out, p.exact(tau));
      worst = Math.max(worst, error);
      leastMargin = Math.min(leastMargin, integration.errorBound - error);
    }
  });
  return { worst, leastMargin, integration };
}

/** How far the energy of a harmonic oscillator is from its start after 100 periods. */
function drift(make: MakeStepper, rtol: number): number {
  const integration = integrationOf(make, oscillator.system, rtol);
  integration.begin(oscillator.x0);
  runTo(integration, 1e-4);
  return Math.abs(integration.x1[0] ** 2 + integration.x1[1] ** 2 - 1);
}

describe.each(ALL_STEPPERS)("$name", ({ make }) => {
  describe.each(EXACT_PROBLEMS)("on $name", (problem) => {
    it.each([1e-4, 1e-6, 1e-9, 1e-12])("at tolerance %d follows the closed form", (rtol) => {
      const { worst, integration } = followed(make, problem, rtol);
      expect(worst).toBeLessThan(30 * rtol + 1e-13);
      expect(integration.accepted).toBeGreaterThan(3);
    });
  });

  describe.each(EXACT_PROBLEMS)("on $name", (problem) => {
    it.each([1e-4, 1e-6, 1e-9, 1e-12])("at tolerance %d its error bound holds everywhere", (rtol) => {
      const { leastMargin, integration } = followed(make, problem, rtol);
      expect(leastMargin).toBeGreaterThanOrEqual(0);
      // A bound that is always right by being huge would be no use.
      expect(integration.errorBound).toBeLessThan(20 * integration.accepted * rtol);
    });
  });

  it("keeps the energy of a harmonic oscillator to the tolerance over 100 periods", () => {
    expect(drift(make, 1e-6)).toBeLessThan(1e-3);
    expect(drift(make, 1e-9)).toBeLessThan(1e-6);
  });

  it("spends on a stiff pair what stability asks for, without a rejection every few steps", () => {
    const { integration } = followed(make, stiff, 1e-4);
    // |h lambda| <= 3.3 on the negative axis, 4.3 for the explicit half of the additive pair: 1000 / 3.3 = 300 steps.
    expect(integration.accepted).toBeGreaterThan(230);
    expect(integration.accepted).toBeLessThan(420);
    expect(integration.rejected).toBeLessThan(integration.accepted / 4);
  });

  it("forgets old errors as the circuit does: the bound of a discharge never grows past some tens of tolerances", () => {
    const integration = integrationOf(make, discharge.system, 1e-6);
    integration.begin(discharge.x0);
    let most = 0;
    runTo(integration, 3e-3, () => {
      most = Math.max(most, integration.errorBound);
      expect(distance(integration.x1, discharge.exact(integration.tau1))).toBeLessThan(integration.errorBound);
    });
    expect(integration.accepted).toBeGreaterThan(500);
    expect(most).toBeLessThan(1e-4);
  });

  it("returns to its start on the Arenstorf orbit", () => {
    // Hairer, Noersett, Wanner, "Solving Ordinary Differential Equations I", II.0, (0.1) and (0.2).
    const mu = 0.012277471;
    const period = 17.065216560157964;
    const system = systemOf(4, (_t, [x, y, u, v], out) => {
      const d1 = Math.hypot(x + mu, y) ** 3;
      const d2 = Math.hypot(x - (1 - mu), y) ** 3;
      out[0] = u;
      out[1] = v;
      out[2] = x + 2 * v - ((1 - mu) * (x + mu)) / d1 - (mu * (x - (1 - mu))) / d2;
      out[3] = y - 2 * u - ((1 - mu) * y) / d1 - (mu * y) / d2;
    });
    const x0 = Float64Array.of(0.994, 0, 0, -2.0015851063790824);
    const integration = integrationOf(make, system, 1e-11);
    integration.begin(x0);
    runTo(integration, period);
    const out = new Float64Array(4);
    integration.interpolate(period, out);
    expect(distance(out.subarray(0, 2), x0.subarray(0, 2))).toBeLessThan(1e-5);
  });
});
