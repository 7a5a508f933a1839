import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OdeSystem } from "../../src/ode/contracts.ts";
import type { Integration } from "../../src/ode/integration.ts";
import type { BoundKind } from "../../src/ode/solution.ts";
import { explain } from "../../src/ode/status.ts";
import { ALL_STEPPERS } from "../../src/ode/steppers/all.ts";
import { integrationOf, type MakeStepper, runTo } from "./integrate.ts";
import { discharge, EXACT_PROBLEMS, oscillator, systemOf } from "./problems.ts";

/** A slewing amplifier behind an RC node under a moving source: non-linear, dependent on time, two time scales. */
const follower: OdeSystem = systemOf(2, (t, x, dxdt) => {
  dxdt[0] = (Math.sin(1e7 * t) - x[0] + 0.2 * x[1]) / 1e-7;
  dxdt[1] = 1e7 * Math.tanh(2 * (x[0] - x[1]));
});
const FOLLOWER_START = Float64Array.of(0.3, -0.2);

/** Everything a run shows, bit for bit. */
function observed(integration: Integration): string {
  const out = new Float64Array(integration.x1.length);
  integration.interpolateAt(0.3, out);
  const { tau0, tau1, errorBound, accepted, rejected, evaluations } = integration;
  const values = [tau0, tau1, ...Array.from(integration.x1), ...out, errorBound, accepted, rejected, evaluations];
  return Buffer.from(Float64Array.from(values).buffer).toString("hex");
}

function steps(integration: Integration, count: number): string[] {
  return Array.from({ length: count }, () => {
    expect(integration.step().kind).toBe("completed");
    return observed(integration);
  });
}

/** A driven solution, step by step. */
function driven(make: MakeStepper, bound: BoundKind): number[][] {
  const integration = integrationOf(make, follower, 1e-6, 1e-7, bound);
  integration.begin(FOLLOWER_START);
  return Array.from({ length: 200 }, (_, i) => {
    integration.step();
    const out = new Float64Array(2);
    integration.interpolateAt(0.3, out);
    if (i % 37 === 36) integration.begin(out, integration.tau0 + 0.3 * (integration.tau1 - integration.tau0));
    return [integration.tau1, ...Array.from(integration.x1), ...out, integration.rejected];
  });
}

describe.each(ALL_STEPPERS)("$name", ({ make }) => {
  const fresh = () => integrationOf(make, follower, 1e-6, 1e-7);
  const begun = () => {
    const integration = fresh();
    integration.begin(FOLLOWER_START);
    return integration;
  };

  it("gives the same bits twice", () => {
    expect(steps(begun(), 200)).toEqual(steps(begun(), 200));
  });

  it("before the first step, reads back the state it began from", () => {
    const integration = begun();
    const out = new Float64Array(2);
    integration.interpolate(0, out);
    expect(out).toEqual(FOLLOWER_START);
    expect([integration.tau0, integration.tau1]).toEqual([0, 0]);
  });

  it("joins its steps to the bit, and the dense output approaches the joints", () => {
    const integration = begun();
    const [end, start, near] = [FOLLOWER_START.slice(), new Float64Array(2), new Float64Array(2)];
    for (let i = 0; i < 100; i++) {
      integration.step();
      integration.interpolate(integration.tau0, start);
      expect(start).toEqual(end);
      integration.interpolate(integration.tau1, end);
      expect([...end]).toEqual(Array.from(integration.x1));
      integration.interpolateAt(1 - 2 ** -52, near);
      for (const k of [0, 1]) expect(Math.abs(near[k] - end[k])).toBeLessThan(1e-14);
      integration.interpolateAt(2 ** -52, near);
      for (const k of [0, 1]) expect(Math.abs(near[k] - start[k])).toBeLessThan(1e-14);
    }
  });

  it("takes the same steps whatever is read, and where", () => {
    const reads = fc.array(fc.tuple(fc.nat({ max: 40 }), fc.double({ min: 0, max: 1, noNaN: true })), {
      maxLength: 60,
    });
    const untouched = steps(begun(), 40);
    fc.assert(
      fc.property(reads, (asked) => {
        const integration = begun();
        const out = new Float64Array(2);
        const seen: string[] = [];
        for (let i = 0; i < 40; i++) {
          for (const [at, theta] of asked) if (at === i) integration.interpolateAt(theta, out);
          if (asked.some(([at]) => at === i)) integration.save();
          seen.push(...steps(integration, 1));
        }
        expect(seen).toEqual(untouched);
      }),
      { numRuns: 40 },
    );
  });

  it("saved anywhere, run on, restored into a fresh instance: the same bits again", () => {
    const plan = fc.record({
      before: fc.nat({ max: 60 }),
      after: fc.integer({ min: 1, max: 60 }),
      driveAt: fc.double({ min: 0, max: 1, noNaN: true }),
      drives: fc.boolean(),
    });
    fc.assert(
      fc.property(plan, ({ before, after, driveAt, drives }) => {
        const original = begun();
        steps(original, before);
        if (drives) {
          const x = new Float64Array(2);
          original.interpolateAt(driveAt, x);
          original.begin(x);
        }
        const saved = original.save();
        const copy = fresh();
        copy.restore(Float64Array.from(saved));
        expect(observed(copy)).toBe(observed(original));
        const there = steps(original, after);
        expect(steps(copy, after)).toEqual(there);
        original.restore(saved);
        expect(steps(original, after)).toEqual(there);
      }),
      { numRuns: 60 },
    );
  });

  it("forgets the old segment at a drive but for its error", () => {
    const used = begun();
    steps(used, 50);
    const carried = used.errorBound;
    used.begin(FOLLOWER_START);
    expect(used.errorBound).toBeGreaterThan(carried / 4);
    expect(used.errorBound).toBeLessThanOrEqual(carried);
    const fromNew = begun();
    for (let i = 0; i < 50; i++) {
      used.step();
      fromNew.step();
      expect([used.tau1, ...Array.from(used.x1)]).toEqual([fromNew.tau1, ...Array.from(fromNew.x1)]);
      expect(used.errorBound).toBeGreaterThanOrEqual(fromNew.errorBound / 2);
    }
  });

  it("takes the same steps to the bit whether errors are followed or not", () => {
    expect(driven(make, "none")).toEqual(driven(make, "transported"));
  });

  it("says that nothing is known of errors that are not followed", () => {
    const integration = integrationOf(make, follower, 1e-6, 1e-7, "none");
    integration.begin(FOLLOWER_START);
    integration.step();
    expect(integration.errorBound).toBe(Number.POSITIVE_INFINITY);
  });

  it("never steps over the longest step, and never drifts from the sum of what it really stepped", () => {
    const integration = integrationOf(make, discharge.system, 1e-6, 1e-8);
    integration.begin(discharge.x0);
    let previous = 0;
    runTo(integration, 3e-6, () => {
      expect(integration.tau0).toBe(previous);
      expect(integration.tau1 - integration.tau0).toBeLessThanOrEqual(1e-8 * (1 + 1e-12));
      previous = integration.tau1;
    });
  });

  it("chooses a first step that is neither rejected often nor timid, at any time scale", () => {
    for (const problem of EXACT_PROBLEMS) {
      for (const tolerance of [1e-4, 1e-6, 1e-9]) {
        const integration = integrationOf(make, problem.system, tolerance);
        integration.begin(problem.x0);
        integration.step();
        const first = integration.tau1;
        expect(integration.rejected).toBeLessThanOrEqual(2);
        for (let i = 0; i < 6; i++) integration.step();
        expect(integration.tau1 - integration.tau0).toBeLessThan(1000 * first);
      }
    }
  });

  it("starts from 0 V at 1e9 V/s with a step that a circuit could need, whatever the tolerance", () => {
    for (const tolerance of [1e-6, 1e-9, 1e-12, 1e-15]) {
      const steep = integrationOf(
        make,
        systemOf(1, (_t, _x, dxdt) => dxdt.fill(1e9)),
        tolerance,
      );
      steep.begin(Float64Array.of(0));
      runTo(steep, 1e-6);
      expect(steep.accepted).toBeLessThan(30);
      expect(Math.abs(steep.x1[0] / (1e9 * steep.tau1) - 1)).toBeLessThan(1e-14);
    }
  });

  it("stays at rest where every slope is 0, in few steps", () => {
    const rest = integrationOf(
      make,
      systemOf(1, (_t, _x, dxdt) => dxdt.fill(0)),
      1e-6,
    );
    rest.begin(Float64Array.of(0.7));
    runTo(rest, 1);
    expect(rest.x1[0]).toBe(0.7);
    expect(rest.accepted).toBeLessThan(20);
  });

  it("names the state that becomes infinite in finite time", () => {
    const system: OdeSystem = {
      stateNames: ["calm [V]", "explosive [V]"],
      derivative: (_t, x, dxdt) => {
        dxdt[0] = -x[0] / 1e-6;
        dxdt[1] = x[1] > 1e6 ? Number.NaN : x[1] ** 2 / 1e-6; // 1 / (1 - t / 1 us)
      },
    };
    const integration = integrationOf(make, system, 1e-6);
    integration.begin(Float64Array.of(1, 1));
    let status = integration.step();
    while (status.kind === "completed") status = integration.step();
    expect(status).toMatchObject({ kind: "not-finite", state: "explosive [V]" });
    expect(integration.tau1).toBeGreaterThan(0.99e-6);
    expect(integration.tau1).toBeLessThan(1.001e-6);
    expect(explain(status)).toMatch(/explosive/);
    expect(integration.step()).toEqual(status);
    expect(Number.isFinite(integration.x1[1])).toBe(true);
  });

  it.each([
    ["slope", (_t: number, _x: Float64Array, dxdt: Float64Array) => dxdt.set([0, Number.NaN]), [0, 0]],
    ["state", (_t: number, x: Float64Array, dxdt: Float64Array) => dxdt.set([0, -x[1]]), [0, Number.POSITIVE_INFINITY]],
  ])("a %s that is no number at the start is a status, not an exception", (_what, derivative, x0) => {
    const integration = integrationOf(make, systemOf(2, derivative), 1e-6);
    integration.begin(Float64Array.from(x0));
    expect(integration.step()).toMatchObject({ kind: "not-finite", tau: 0, state: "x[1] [V]" });
  });

  it("reports the state that no step is small enough for", () => {
    // The slope jumps between +-1e12 V/s at every sign change of a fast hash of the state: no order, no smoothness.
    const rough: OdeSystem = {
      stateNames: ["smooth [V]", "rough [V]"],
      derivative: (_t, x, dxdt) => {
        dxdt[0] = 0;
        dxdt[1] = Math.sin(1e15 * x[1] + 1) > 0 ? 1e12 : -3e12;
      },
    };
    const integration = integrationOf(make, rough, 1e-15);
    integration.begin(Float64Array.of(0, 0));
    let status = integration.step();
    for (let i = 0; i < 200 && status.kind === "completed"; i++) status = integration.step();
    expect(status).toMatchObject({ kind: "step-underflow", state: "rough [V]" });
    expect(explain(status)).toMatch(/rough/);
  });

  it("refuses misuse by name", () => {
    const integration = fresh();
    expect(() => integration.step()).toThrow(/before begin/);
    expect(() => integration.begin(new Float64Array(3))).toThrow(/3, outside 2\.\.2/);
    integration.begin(FOLLOWER_START);
    integration.step();
    const out = new Float64Array(2);
    expect(() => integration.interpolate(integration.tau1 * 1.01, out)).toThrow(/tau/);
    expect(() => integration.interpolate(Number.NaN, out)).toThrow(/tau/);
    expect(() => integration.interpolateAt(-0.1, out)).toThrow(/theta/);
    expect(() => integrationOf(make, follower, 0)).toThrow(/tolerance/);
    expect(() => integrationOf(make, oscillator.system, 1e-6, Number.NaN)).toThrow(/longest step/);
    const other = integrationOf(make, discharge.system, 1e-6);
    expect(() => other.restore(integration.save())).toThrow(/1 states/);
  });
});
