import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { denseAm } from "../../analog-models/networks/dense-am.ts";
import { denseAmDefaults } from "../../analog-models/networks/dense-am-parameters.ts";
import { seededRandom } from "../../src/random.ts";
import type { OdeSystem } from "../../src/ode/contracts.ts";
import { Integration } from "../../src/ode/integration.ts";
import { ALL_STEPPERS } from "../../src/ode/steppers/all.ts";
import { methodsFor } from "../../src/ode/method.ts";
import { integrationOf, type MakeStepper } from "./integrate.ts";
import { systemOf } from "./problems.ts";

const autonomous = (system: OdeSystem): OdeSystem => ({ ...system, autonomous: true });

/** A node that charges through a faster one: time constants 100 ns and 10 ns. */
const charging = systemOf(2, (_t, x, dxdt) => {
  dxdt[0] = (x[1] - x[0]) / 100e-9;
  dxdt[1] = (0.7 - x[1] + 0.1 * x[0]) / 10e-9;
});
const START = Float64Array.of(0, 0);

/** Steps until `tau`, in seconds. */
function follow(integration: Integration, tau: number): number {
  const before = integration.accepted;
  while (integration.tau1 < tau) expect(integration.step().kind).toBe("completed");
  return integration.accepted - before;
}

function begun(make: MakeStepper, system: OdeSystem, x0: Float64Array = START): Integration {
  const integration = integrationOf(make, system, 1e-6);
  integration.begin(x0);
  return integration;
}

function at(integration: Integration, tau: number): number[] {
  const out = new Float64Array(integration.x1.length);
  integration.interpolate(tau, out);
  return [...out];
}

describe.each(ALL_STEPPERS)("a solution at rest, by $name", ({ make }) => {
  it("costs the same however long it rests", () => {
    const integration = begun(make, autonomous(charging));
    const arriving = follow(integration, 20e-6);
    expect(integration.methodName).toBe("hold");
    expect(arriving).toBeLessThan(1500);
    expect(follow(integration, 1e-3)).toBeLessThan(10);
  });

  it("is the equilibrium, closer than the tolerance asks, and a drive finds it there", () => {
    const integration = begun(make, autonomous(charging));
    follow(integration, 30e-6);
    const rest = at(integration, 30e-6);
    for (const value of rest) expect(Math.abs(value - 0.7 / 0.9)).toBeLessThan(1e-12);
    integration.begin(Float64Array.of(0.2, rest[1]), 30e-6);
    const stepped = begun(make, charging, Float64Array.of(0.2, rest[1]));
    for (const one of [integration, stepped]) follow(one, 50e-9);
    expect(integration.methodName).not.toBe("hold");
    expect(at(integration, 50e-9)).toEqual(at(stepped, 50e-9));
  });

  it("does not count as one while anything moves that the tolerance would show", () => {
    const leaking = systemOf(2, (_t, x, dxdt) => {
      dxdt[0] = -x[0] / 1e-3;
      dxdt[1] = (x[0] - x[1]) / 10e-9;
    });
    const integration = begun(make, autonomous(leaking), Float64Array.of(1, 1));
    follow(integration, 20e-6);
    expect(integration.methodName).not.toBe("hold");
    expect(Math.abs(at(integration, 20e-6)[0] - Math.exp(-0.02))).toBeLessThan(1e-7);
  });

  it("leaves an equilibrium that is not stable, beside a state that is large, about when it should", () => {
    const tipping = systemOf(2, (_t, x, dxdt) => {
      dxdt[0] = x[0] / 100e-9;
      dxdt[1] = (1 - x[1]) / 10e-9;
    });
    const integration = begun(make, autonomous(tipping), Float64Array.of(1e-12, 1));
    while (integration.x1[0] < 1e-3) integration.step();
    // From a millionth of the tolerance on nothing is promised but that it leaves, and not when exactly.
    expect(integration.tau1 / (100e-9 * Math.log(1e9))).toBeGreaterThan(0.8);
    expect(integration.tau1 / (100e-9 * Math.log(1e9))).toBeLessThan(1.2);
  });

  it("is never held where the right-hand side depends on time", () => {
    const integration = begun(make, charging);
    follow(integration, 20e-6);
    expect(integration.methodName).not.toBe("hold");
  });

  it("goes on bit by bit where it was saved, before, at and after coming to rest", () => {
    fc.assert(
      fc.property(fc.nat({ max: 1200 }), fc.integer({ min: 1, max: 300 }), (before, after) => {
        const original = begun(make, autonomous(charging));
        for (let k = 0; k < before; k++) original.step();
        const copy = begun(make, autonomous(charging));
        copy.restore(original.save());
        for (let k = 0; k < after; k++) for (const integration of [original, copy]) integration.step();
        expect([copy.tau1, ...at(copy, copy.tau1), copy.methodName]).toEqual([
          original.tau1,
          ...at(original, original.tau1),
          original.methodName,
        ]);
      }),
      { numRuns: 15 },
    );
  });
});

it.each(["explicit", "imex"] as const)(
  "a chip left alone for 10 ms costs no more steps than for 50 us, %s",
  (method) => {
    const weights = Float64Array.from({ length: 12 }, (_, cell) => ((cell * 37) % 255) - 127);
    const { circuit } = denseAm({ ...denseAmDefaults(3, 4, 0), weights }, seededRandom(3));
    circuit.setInput(
      circuit.inputNames.findIndex((name) => name.startsWith("release")),
      1,
    );
    circuit.begin(0 as Parameters<typeof circuit.begin>[0]);
    const solver = { relative: 1e-6, absolute: 1e-9, method };
    const integration = new Integration(
      circuit,
      methodsFor(circuit, solver),
      solver,
      circuit.longestStep,
      "transported",
    );
    integration.begin(Float64Array.from(circuit.initialState(), (_, i) => 0.1 * Math.cos(i)));
    follow(integration, 50e-6);
    expect(integration.methodName).toBe("hold");
    const bound = integration.errorBound;
    expect(follow(integration, 10e-3)).toBeLessThan(5);
    expect(integration.errorBound).toBeLessThan(bound + 4e-9);
  },
);
