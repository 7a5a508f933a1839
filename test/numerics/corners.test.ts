import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Amplifier } from "../../analog-models/amplifier.ts";
import { CircuitBuilder } from "../../analog-models/circuit.ts";
import { constant } from "../../analog-models/sources/constant.ts";
import { ramp } from "../../analog-models/sources/piecewise-linear.ts";
import { sine } from "../../analog-models/sources/sine.ts";
import { denseAm } from "../../analog-models/networks/dense-am.ts";
import { denseAmDefaults } from "../../analog-models/networks/dense-am-parameters.ts";
import type { Corners, DrivenSystem, OdeSystem } from "../../src/ode/contracts.ts";
import { explain } from "../../src/ode/status.ts";
import { ALL_STEPPERS } from "../../src/ode/steppers/all.ts";
import { dormandPrince54 } from "../../src/ode/steppers/dormand-prince-54.ts";
import { ns, ps, us } from "../../src/time.ts";
import { integrationOf, type MakeStepper, meanSlope, runTo } from "./integrate.ts";

const TOLERANCES = [1e-4, 1e-6, 1e-9];
const THETAS = Array.from({ length: 17 }, (_, k) => k / 16);

/** Largest distance of state 0 from a closed form anywhere up to `end`, in tolerances, and how far it exceeds its bound. */
function followed(
  system: DrivenSystem,
  exact: (t: number) => number,
  end: number,
  rtol: number,
  make: MakeStepper = dormandPrince54,
) {
  const x0 = system.initialState();
  const integration = integrationOf(make, system, rtol, system.longestStep);
  system.begin(ps(0));
  integration.begin(x0);
  const out = new Float64Array(x0.length);
  let [worst, beyond] = [0, -Infinity];
  runTo(integration, end, () => {
    const { tau0, tau1, errorBound } = integration;
    for (const theta of THETAS) {
      integration.interpolateAt(theta, out);
      const tau = tau0 + theta * (tau1 - tau0);
      const error = Math.abs(out[0] - exact(tau));
      if (tau > end) continue;
      worst = Math.max(worst, error);
      beyond = Math.max(beyond, error - errorBound);
    }
  });
  return { worst: worst / rtol, beyond, integration };
}

const amplifier = (pole: number, slewRate: number, rail: number, form: Amplifier["form"] = "clamp"): Amplifier => ({
  form,
  gainBandwidth: pole / (2 * Math.PI),
  gain: 1,
  slewRate,
  rails: { low: -rail, high: rail },
});

/** A clamp amplifier stepped to `goal`: slews, then settles with its pole. */
function stepped(pole: number, slewRate: number, goal: number) {
  const c = new CircuitBuilder().source("in", constant(goal));
  const system = c.amplifiers("v", "single", amplifier(pole, slewRate, 5), { target: "in" }).build();
  const linear = slewRate / pole;
  const slewing = Math.max(0, (Math.abs(goal) - linear) / slewRate);
  const left = (t: number) =>
    t < slewing ? Math.abs(goal) - slewRate * t : Math.min(linear, Math.abs(goal)) * Math.exp(-pole * (t - slewing));
  return { system, exact: (t: number) => Math.sign(goal) * (Math.abs(goal) - left(t)), end: slewing + 12 / pole };
}

/** A linear amplifier that follows a ramp, late by 1 / pole, until the ramp is beyond the rail. */
function railed(pole: number, rate: number, rail: number) {
  const end = rail / rate + 12 / pole;
  const length = ps(Math.ceil(end * 1e12));
  const c = new CircuitBuilder().source("in", ramp({ start: ps(0), length, from: 0, to: rate * length * 1e-12 }));
  const system = c.amplifiers("v", "single", amplifier(pole, Infinity, rail), { target: "in" }).build();
  const following = (t: number) => rate * (t + Math.expm1(-pole * t) / pole);
  const late = rail - following(rail / rate);
  const exact = (t: number) => (t < rail / rate ? following(t) : rail - late * Math.exp(-pole * (t - rail / rate)));
  return { system, exact, end };
}

const between = (min: number, max: number) =>
  fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map(Math.exp);

describe.each(TOLERANCES)("at a tolerance of %d, and within its error bound,", (rtol) => {
  it("any clamp amplifier keeps its closed form over the corner", () => {
    fc.assert(
      fc.property(between(1e6, 1e10), between(1e6, 1e10), between(0.01, 3), fc.boolean(), (pole, slew, goal, up) => {
        const { system, exact, end } = stepped(pole, slew, up ? goal : -goal);
        const { worst, beyond } = followed(system, exact, end, rtol);
        expect(worst).toBeLessThan(5);
        expect(beyond).toBeLessThan(1e-13);
      }),
      { numRuns: 100 },
    );
  });

  it("any amplifier keeps its closed form into the rail", () => {
    fc.assert(
      fc.property(between(1e7, 1e9), between(1e5, 1e8), between(0.1, 2), (pole, rate, rail) => {
        const { system, exact, end } = railed(pole, rate, rail);
        const { worst, beyond } = followed(system, exact, end, rtol);
        expect(worst).toBeLessThan(5);
        expect(beyond).toBeLessThan(1e-13);
      }),
      { numRuns: 60 },
    );
  });
});

it.each(ALL_STEPPERS)("$name: over a corner the error falls in proportion to the tolerance", ({ make }) => {
  const { system, exact, end } = stepped(6e8, 1e8, 1.5);
  const logs = [-4, -5, -6, -7, -8, -9, -10].map((decade) => {
    const { worst } = followed(system, exact, end, 10 ** decade, make);
    return Math.log10(worst) + decade;
  });
  expect(-meanSlope(logs)).toBeGreaterThan(0.85);
  expect(-meanSlope(logs)).toBeLessThan(1.15);
});

it("a corner costs a few evaluations, and no step below the ones around it", () => {
  const { system, exact, end } = stepped(6e8, 1e8, 1.5);
  const { integration } = followed(system, exact, end, 1e-6);
  expect(integration.rejected).toBeLessThan(6);
  expect(integration.accepted).toBeLessThan(30);
});

/** Classical Runge-Kutta in equal steps over the derivative as it is, corners and all: an independent solution. */
function marched(system: OdeSystem, x0: Float64Array, end: number, steps: number): Float64Array {
  const h = end / steps;
  const k = [0, 1, 2, 3].map(() => new Float64Array(x0.length));
  const x = x0.slice();
  for (let n = 0; n < steps; n++) {
    const at = (weight: number, slope: Float64Array) => x.map((v, i) => v + weight * h * slope[i]);
    system.derivative(n * h, x, k[0]);
    system.derivative((n + 0.5) * h, at(0.5, k[0]), k[1]);
    system.derivative((n + 0.5) * h, at(0.5, k[1]), k[2]);
    system.derivative((n + 1) * h, at(1, k[2]), k[3]);
    x.forEach((v, i) => (x[i] = v + (h / 6) * (k[0][i] + 2 * k[1][i] + 2 * k[2][i] + k[3][i])));
  }
  return x;
}

/** A core of ReLU rows with mixed weights and clamp amplifiers that slew and clip. */
function reluCore(): DrivenSystem {
  const [visible, rows] = [6, 12];
  const p = denseAmDefaults(visible, 0, rows);
  const weights = Float64Array.from({ length: visible * rows }, (_, k) => Math.round(120 * Math.sin(7 * k + k * k)));
  const { circuit } = denseAm({
    ...p,
    weights,
    relu: { slope: 3 },
    visibleAmplifier: amplifier(6e8, 1e8, 0.3),
    hiddenAmplifier: amplifier(6e8, 1e8, 0.3),
    initial: { ...p.initial, visible: [0.4, -0.3, 0.2, -0.4, 0.1, 0.3] },
  });
  circuit.setInput(circuit.inputNames.indexOf("release [1]"), 1);
  return circuit;
}

it("a ReLU core with clamp amplifiers and rails follows an independent fine solution", () => {
  const system = reluCore();
  const x0 = system.initialState();
  const end = 60e-9;
  system.begin(ps(0));
  const [coarse, fine] = [20_000, 40_000].map((steps) => marched(system, x0, end, steps));
  const own = coarse.reduce((most, v, i) => Math.max(most, Math.abs(v - fine[i])), 0);
  expect(own).toBeLessThan(3e-9);
  for (const rtol of [1e-5, 1e-6, 1e-7]) {
    const integration = integrationOf(dormandPrince54, system, rtol);
    integration.begin(x0);
    const branches = new Set<string>();
    runTo(integration, end, () => branches.add(String(system.corners?.modes)));
    expect(branches.size).toBeGreaterThan(8);
    const out = new Float64Array(x0.length);
    integration.interpolate(end, out);
    out.forEach((v, i) => {
      expect(Math.abs(v - fine[i])).toBeLessThan(5 * rtol);
      expect(Math.abs(v - fine[i])).toBeLessThan(integration.errorBoundOf(i) + 2 * own);
    });
  }
});

const begunCore = (bound: "transported" | "none" = "transported") => {
  const system = reluCore();
  system.begin(ps(0));
  const integration = integrationOf(dormandPrince54, system, 1e-6, Infinity, bound);
  integration.begin(system.initialState());
  return integration;
};
const seen = (integration: ReturnType<typeof begunCore>) => {
  integration.step();
  return [integration.tau1, ...Array.from(integration.x1), integration.rejected];
};

describe("a system with corners", () => {
  it("takes the same steps to the bit whether errors are followed or not", () => {
    const [plain, bounded] = [begunCore("none"), begunCore()];
    for (let i = 0; i < 150; i++) expect(seen(plain)).toEqual(seen(bounded));
  });

  it("saved anywhere, run on, restored into a fresh instance: the same bits again, bounds included", () => {
    fc.assert(
      fc.property(fc.nat({ max: 120 }), fc.double({ min: 0, max: 1, noNaN: true }), (before, theta) => {
        const original = begunCore();
        for (let i = 0; i < before; i++) original.step();
        if (before % 3 === 2) {
          const x = new Float64Array(original.x1.length);
          original.interpolateAt(theta, x);
          original.begin(x, original.tau0 + theta * (original.tau1 - original.tau0));
        }
        const saved = original.save();
        const copy = begunCore();
        for (let i = 0; i < 7; i++) copy.step();
        copy.restore(saved);
        for (let i = 0; i < 30; i++) {
          expect(seen(copy)).toEqual(seen(original));
          expect(copy.errorBound).toBe(original.errorBound);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("that all lie at their border at the start, are switched together", () => {
    const count = 256;
    const c = new CircuitBuilder().nodes("v", count, { capacitance: 1e-12 }).quantities("f", count, "V");
    c.nodes("w", count, { capacitance: 1e-12 }).resistor("f", "w", 1e4);
    c.activation({ kind: "relu", slope: 1 }, { from: "v", into: "f" });
    for (let k = 0; k < count; k++) {
      c.source(`s${k}`, constant(Math.sin(k + 1))).resistor(`s${k}`, `v[${k}]`, 1e4);
    }
    const integration = integrationOf(dormandPrince54, c.build(), 1e-6, Infinity, "none");
    integration.begin(new Float64Array(2 * count));
    runTo(integration, 100e-9);
    expect(integration.accepted).toBeLessThan(100);
    expect(integration.evaluations).toBeLessThan(1500);
    for (let k = 0; k < count; k++) {
      // Both nodes have the same time constant of 10 ns.
      const s = Math.sin(k + 1);
      const t = integration.tau1 / 10e-9;
      const charged = s > 0 ? s * (1 - Math.exp(-t) * (1 + t)) : 0;
      expect(Math.abs(integration.x1[count + k] - charged)).toBeLessThan(1e-5);
    }
  });
});

it.each([0.999, 1 - 1e-6, 1 - 1e-9, 1, 1 + 1e-9, 1 + 1e-6, 1.001])(
  "a rectifier that is touched at %d of its threshold passes what is above it",
  (reach) => {
    // v = offset + amplitude sin: the rectifier's corner at 0 is touched, or crossed for an instant, once per period.
    const [period, tau] = [100e-9, 1e-6];
    const amplitude = 0.5;
    const source = sine({ offset: -amplitude / reach, amplitude, frequency: 1 / period });
    const c = new CircuitBuilder().source("in", source).quantities("f", "single", "V");
    c.activation({ kind: "relu", slope: 1000 }, { from: "in", into: "f" });
    const system = c
      .nodes("v", "single", { capacitance: 1e-12 })
      .resistor("f", "v", tau / 1e-12)
      .build();
    const integration = integrationOf(dormandPrince54, system, 1e-6, system.longestStep);
    system.begin(ps(0));
    integration.begin(Float64Array.of(0));
    runTo(integration, 5 * period);
    const out = new Float64Array(1);
    integration.interpolate(5 * period, out);
    const fine = marched(system, Float64Array.of(0), 5 * period, 200_000);
    expect(Math.abs(out[0] - fine[0])).toBeLessThan(5e-6);
    expect(integration.accepted).toBeLessThan(2000);
  },
);

/** x' = branch(mode, x), with one corner at 0 between a branch for x < 0 and one for x > 0. */
function switched(branch: (mode: number, x: number) => number): OdeSystem {
  const corners: Corners = {
    names: ["the relay"],
    low: Float64Array.of(-Infinity),
    high: Float64Array.of(0),
    modes: new Int8Array(1),
    at: new Float64Array(1),
    derivative: (_tau, x, dxdt) => {
      corners.at[0] = x[0];
      dxdt[0] = branch(corners.modes[0], x[0]);
    },
  };
  const derivative: OdeSystem["derivative"] = (_tau, x, dxdt) => {
    dxdt[0] = branch(x[0] > 0 ? 1 : 0, x[0]);
  };
  return { stateNames: ["x [V]"], derivative, corners };
}

it("sliding along a border, which no branch can do, ends as a status that names the corner", () => {
  const integration = integrationOf(
    dormandPrince54,
    switched((mode) => (mode === 0 ? 1e6 : -1e6)),
    1e-6,
  );
  integration.begin(Float64Array.of(0.5));
  let status = integration.step();
  for (let i = 0; i < 1000 && status.kind === "completed"; i++) status = integration.step();
  expect(status).toMatchObject({ kind: "chattering", corner: "the relay" });
  expect(explain(status)).toContain("the relay");
  expect(integration.step()).toEqual(status);
  expect(integration.tau1).toBeCloseTo(0.5e-6, 9);
  expect(Math.abs(integration.x1[0])).toBeLessThan(1e-6);
});

it("a solution that comes to rest on a border rests there", () => {
  const rest = integrationOf(
    dormandPrince54,
    switched((mode, x) => (mode === 0 ? -1e6 : -3e6) * x),
    1e-6,
  );
  for (const x0 of [0.5, -0.5, 0]) {
    rest.begin(Float64Array.of(x0));
    const before = rest.accepted;
    runTo(rest, 100e-6);
    expect(Math.abs(rest.x1[0])).toBeLessThan(2e-6);
    expect(rest.accepted - before).toBeLessThan(400);
  }
});

it("corners that are crossed again and again are no chatter: a clamped integrator loop rings for ever", () => {
  const c = new CircuitBuilder().quantities("minus", "single", "V").linear("minus", [{ from: "a", gain: -1 }]);
  // Two integrators in a loop, each an amplifier far slower than its signal: x'' = -x within the limit.
  c.quantities("up", "single", "V").linear("up", [{ from: "b" }, { from: "a" }]);
  c.quantities("down", "single", "V").linear("down", [{ from: "minus" }, { from: "b" }]);
  const a = amplifier(1e9, 1e8, 1e3);
  c.amplifiers("a", "single", a, { target: "up", initial: 0.5 }).amplifiers("b", "single", a, { target: "down" });
  const integration = integrationOf(dormandPrince54, c.build(), 1e-6, Infinity, "none");
  integration.begin(Float64Array.of(0.5, 0));
  runTo(integration, us(2) * 1e-12);
  // a' = clip(w b), b' = -clip(w a): the sum of the clips' integrals is kept.
  const limit = 0.1;
  const stored = (v: number) => (Math.abs(v) < limit ? v ** 2 / 2 : limit * (Math.abs(v) - limit / 2));
  expect(stored(integration.x1[0]) + stored(integration.x1[1])).toBeCloseTo(stored(0.5), 4);
  expect(integration.tau1).toBeGreaterThan(ns(2000) * 1e-12 - 1e-12);
});
