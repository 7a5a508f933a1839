import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Amplifier } from "../../analog-models/amplifier.ts";
import { CircuitBuilder } from "../../analog-models/circuit.ts";
import { denseAm } from "../../analog-models/networks/dense-am.ts";
import { denseAmDefaults } from "../../analog-models/networks/dense-am-parameters.ts";
import { constant } from "../../analog-models/sources/constant.ts";
import type { DrivenSystem } from "../../src/ode/contracts.ts";
import { Integration } from "../../src/ode/integration.ts";
import { type MethodName, methodsFor } from "../../src/ode/method.ts";
import { seededRandom } from "../../src/random.ts";
import { ps } from "../../src/time.ts";
import { runTo } from "./integrate.ts";

const amplifier = (pole: number): Amplifier => ({
  form: "tanh",
  gainBandwidth: pole / (2 * Math.PI),
  gain: 1,
  slewRate: 1e8,
  rails: { low: -1, high: 1 },
});

/** A random core whose amplifiers are `ratio` times as fast as its fastest node. */
function randomCore(seed: number, ratio: number, form: Amplifier["form"] = "tanh") {
  const [visible, rows] = [6, 10];
  const p = denseAmDefaults(visible, 6, rows - 6);
  const draws = seededRandom(seed)("core", "weights");
  const fastest = 1 / (p.hiddenNode.resistance * p.hiddenNode.capacitance);
  const fast = { ...amplifier(ratio * fastest), form };
  const { circuit } = denseAm({
    ...p,
    weights: Float64Array.from({ length: visible * rows }, (_, k) => Math.round(60 * Math.tanh(draws.normal(k)))),
    visibleAmplifier: fast,
    hiddenAmplifier: fast,
    initial: { ...p.initial, visible: Float64Array.from({ length: visible }, (_, i) => 0.3 * draws.normal(1000 + i)) },
  });
  return { circuit: set(set(circuit, "release [1]", 1), "mux [1]", -1), fastest };
}

function set<System extends DrivenSystem>(system: System, name: string, value: number): System {
  system.setInput(system.inputNames.indexOf(name), value);
  return system;
}

function begun(system: DrivenSystem, method: MethodName, rtol = 1e-6): Integration {
  const tolerance = { relative: rtol, absolute: rtol * 1e-3 };
  const integration = new Integration(
    system,
    methodsFor(system, { ...tolerance, method }),
    tolerance,
    system.longestStep,
    "transported",
  );
  system.begin(ps(0));
  integration.begin(system.initialState());
  return integration;
}

const ratios = fc.double({ min: 0.5, max: 2, noNaN: true }).map((log) => 10 ** log);

describe("a core with fast amplifiers", () => {
  it.each(["tanh", "clamp"] as const)(
    "of the %s form, solved implicitly, agrees with the explicit method at 1e-11 within the bounds",
    (form) => {
      fc.assert(
        fc.property(fc.nat(1e6), ratios, fc.constantFrom(1e-5, 1e-6, 1e-7), (seed, ratio, rtol) => {
          // Two circuits: the branches of its corners belong to one integration.
          const [{ circuit, fastest }, twin] = [randomCore(seed, ratio, form), randomCore(seed, ratio, form)];
          const end = 8 / fastest;
          const [implicit, oracle] = [begun(circuit, "imex", rtol), begun(twin.circuit, "explicit", 1e-11)];
          const [x, exact] = [circuit.initialState(), circuit.initialState()];
          runTo(implicit, end, () => {
            for (const theta of [0.3, 0.7, 1]) {
              const tau = implicit.tau0 + theta * (implicit.tau1 - implicit.tau0);
              runTo(oracle, tau);
              oracle.interpolate(tau, exact);
              implicit.interpolateAt(theta, x);
              const error = x.reduce((most, v, i) => Math.max(most, Math.abs(v - exact[i])), 0);
              expect(error).toBeLessThan(implicit.errorBound + 1e-9);
              expect(error).toBeLessThan(30 * rtol);
            }
          });
        }),
        { numRuns: 6, seed: 1 },
      );
    },
  );

  it("costs nearly the same for amplifiers from 10 to 1000 times as fast as the nodes", () => {
    const evaluations = (ratio: number, method: MethodName) => {
      const { circuit, fastest } = randomCore(5, ratio);
      const integration = begun(circuit, method);
      runTo(integration, 30 / fastest);
      return integration.evaluations;
    };
    const [ten, hundred, thousand] = [10, 100, 1000].map((ratio) => evaluations(ratio, "imex"));
    expect(hundred).toBeLessThan(2.5 * ten);
    expect(thousand).toBeLessThan(3.5 * ten);
    expect(evaluations(1000, "explicit")).toBeGreaterThan(15 * thousand);
  });
});

describe("the method of a segment", () => {
  const { circuit } = randomCore(1, 100);
  const names = (inputs: Readonly<Record<string, number>>) => {
    for (const [name, value] of Object.entries(inputs)) set(circuit, name, value);
    return begun(circuit, "auto").methodName;
  };

  it("follows the switches: precharge makes the nodes as fast as the amplifiers", () => {
    const [implicit, explicit] = ["ARK4(3)6L[2]SA", "Dormand-Prince 5(4)"];
    expect(names({ "precharge [1]": 0, "release [1]": 1 })).toBe(implicit);
    expect(names({ "precharge [1]": 1, "release [1]": 0 })).toBe(explicit);
    expect(names({ "precharge [1]": 0, "release [1]": 0 })).toBe(implicit);
  });

  it("changes from one segment to the next, and a snapshot of either goes on with the same bits", () => {
    const run = (integration: Integration, steps: number) =>
      Array.from({ length: steps }, () => {
        integration.step();
        return [integration.tau1, integration.methodName, integration.errorBound, ...Array.from(integration.x1)];
      });
    const [first, second] = [1, 1].map((seed) => randomCore(seed, 100).circuit);
    const original = begun(first, "auto");
    for (let segment = 0; segment < 6; segment++) {
      for (const system of [first, second])
        set(set(system, "precharge [1]", segment % 2), "release [1]", 1 - (segment % 2));
      original.begin(Float64Array.from(original.x1));
      run(original, 5);
      const copy = begun(second, "auto");
      copy.restore(original.save());
      expect(run(copy, 10)).toEqual(run(original, 10));
    }
  });

  it("is explicit where amplifiers are no more than some times as fast as the nodes, and where the tolerance is tight", () => {
    const name = (ratio: number, method: MethodName, rtol: number) =>
      begun(randomCore(1, ratio).circuit, method, rtol).methodName;
    expect(name(15, "auto", 1e-6)).toBe("Dormand-Prince 5(4)");
    expect(name(15, "imex", 1e-6)).toBe("ARK4(3)6L[2]SA");
    expect(name(25, "auto", 1e-6)).toBe("ARK4(3)6L[2]SA");
    expect(name(100, "explicit", 1e-6)).toBe("Dormand-Prince 5(4)");
    expect(name(100, "auto", 1e-8)).toBe("Dormand-Prince 5(4)");
  });
});

describe("amplifiers that follow each other at once", () => {
  const chained = () => {
    const c = new CircuitBuilder()
      .source("in", constant(0.5))
      .amplifiers("first", "single", amplifier(1e9), { target: "in" });
    c.quantities("doubled", "single", "V").linear("doubled", [{ from: "first", gain: 2 }]);
    return c.amplifiers("second", "single", amplifier(1e9), { target: "doubled" }).build();
  };

  it("are left to the explicit method", () => {
    expect(begun(chained(), "auto").methodName).toBe("Dormand-Prince 5(4)");
  });

  it("are named where the implicit method is asked for", () => {
    expect(() => begun(chained(), "imex")).toThrow(
      /"second".*follows an amplifier through "doubled", at once.*explicit/,
    );
  });

  it("with a node between them are fast states", () => {
    const c = new CircuitBuilder()
      .source("in", constant(0.5))
      .amplifiers("first", "single", amplifier(1e9), { target: "in" });
    c.nodes("v", "single", { capacitance: 1e-12 }).resistor("first", "v", 1e4);
    const system = c.amplifiers("second", "single", amplifier(1e9), { target: "v" }).build();
    expect(system.fast?.places.map((place) => system.stateNames[place])).toEqual(["first [V]", "second [V]"]);
    expect(system.fast?.ratio()).toBeCloseTo(1e9 * 1e4 * 1e-12, 9);
  });

  it("of a circuit without amplifiers there is nothing to solve for", () => {
    const c = new CircuitBuilder().source("in", constant(1)).nodes("v", "single", { capacitance: 1e-12 });
    const system = c.resistor("in", "v", 1e3).build();
    expect(() => begun(system, "imex")).toThrow(/no amplifier of the circuit has dynamics/);
  });
});
