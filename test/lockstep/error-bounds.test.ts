import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Amplifier } from "../../analog-models/amplifier.ts";
import { CircuitBuilder } from "../../analog-models/circuit.ts";
import { denseAm } from "../../analog-models/networks/dense-am.ts";
import { denseAmDefaults } from "../../analog-models/networks/dense-am-parameters.ts";
import { constant } from "../../analog-models/sources/constant.ts";
import { ramp } from "../../analog-models/sources/piecewise-linear.ts";
import { sine } from "../../analog-models/sources/sine.ts";
import { crossingWatches } from "../../src/lockstep/crossing-watch.ts";
import { dac } from "../../src/lockstep/converters/drives.ts";
import { comparator } from "../../src/lockstep/converters/level-detector.ts";
import type { Crossing } from "../../src/lockstep/observer.ts";
import { Trajectory } from "../../src/lockstep/trajectory.ts";
import type { DrivenSystem, Tolerance } from "../../src/ode/contracts.ts";
import { ns, type Picoseconds, plus, ps } from "../../src/time.ts";
import type { Logic } from "./in-memory-peer.ts";
import { stage } from "./stage.ts";
import { rcSystem } from "./systems.ts";

const TOLERANCES = [1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9];
const bit = (port: string) => ({ port, lsb: 0, width: 1 });
const tolerance = (relative: number): Tolerance => ({ relative, absolute: relative * 1e-3 });

const listener: Logic<object> = {
  inputs: { above: 1 },
  outputs: { echo: 1 },
  initial: () => ({}),
  evaluate: (_state, inputs) => ({ echo: inputs.above }),
};

/** Every crossing of `threshold` by a signal of a circuit that nobody drives. */
async function crossings(
  system: DrivenSystem,
  signal: string,
  threshold: number,
  rtol: number,
  length: number,
): Promise<readonly Crossing[]> {
  const wiring = [comparator({ signal, bits: bit("above"), threshold })];
  const { record, run } = await stage({ logic: listener, system, wiring, tolerance: tolerance(rtol) });
  await run(ps(Math.ceil(length * 1e12)));
  return record.crossings;
}

/**
 * By how much a crossing misses the exact instant [s] beyond its bound [ps]; `exact` in seconds, whose conversion rounds in
 * the 13th digit.
 */
const excess = ({ t, errorBound_ps }: Crossing, exact: number): number =>
  Math.abs(t - exact * 1e12) - (errorBound_ps + 1e-9 + exact * 1e12 * 1e-13);

const amplifier = (form: Amplifier["form"], pole: number, slewRate: number): Amplifier => ({
  form,
  gainBandwidth: pole / (2 * Math.PI),
  gain: 1,
  slewRate,
  rails: { low: -5, high: 5 },
});

/** Where a rising function reaches `level`, by bisection. [s] */
function reaches(f: (t: number) => number, level: number, low: number, high: number): number {
  let [a, b] = [low, high];
  for (let i = 0; i < 200 && a < b; i++) {
    const middle = a + (b - a) / 2;
    if (middle <= a || middle >= b) break;
    if (f(middle) > level) b = middle;
    else a = middle;
  }
  return b;
}

const fraction = fc.double({ min: 0.03, max: 0.97, noNaN: true });

describe.each(TOLERANCES)("solved to %d, the error bound of a crossing is not exceeded", (rtol) => {
  it("by an RC node that charges", async () => {
    await fc.assert(
      fc.asyncProperty(fraction, async (level) => {
        const [crossing] = await crossings(rcSystem(100e-9, 0, 1), "v", level, rtol, 600e-9);
        expect(excess(crossing, -100e-9 * Math.log1p(-level))).toBeLessThanOrEqual(0);
      }),
      { numRuns: 40 },
    );
  });

  it("by an RC node behind a ramp", async () => {
    const [rc, rate, length] = [20e-9, 5e6, 200e-9];
    const exact = (t: number) => rate * (t + rc * Math.expm1(-t / rc));
    await fc.assert(
      fc.asyncProperty(fraction, async (level) => {
        const source = ramp({ start: ps(0), length: ns(200), from: 0, to: rate * length });
        const c = new CircuitBuilder().source("in", source).nodes("v", "single", { capacitance: 1e-12 });
        const system = c.resistor("in", "v", rc / 1e-12).build();
        const threshold = level * exact(length);
        const [crossing] = await crossings(system, "v", threshold, rtol, length);
        expect(excess(crossing, reaches(exact, threshold, 0, length))).toBeLessThanOrEqual(0);
      }),
      { numRuns: 30 },
    );
  });

  it.each(["tanh", "clamp"] as const)("by a %s amplifier that slews", async (form) => {
    const [pole, slew, goal] = [6e8, 1e8, 1];
    const linear = slew / pole;
    const slewing = (goal - linear) / slew;
    const exact = {
      tanh: (t: number) => goal - linear * Math.asinh(Math.sinh(goal / linear) * Math.exp(-pole * t)),
      clamp: (t: number) => (t < slewing ? slew * t : goal - linear * Math.exp(-pole * (t - slewing))),
    }[form];
    await fc.assert(
      fc.asyncProperty(fraction, async (level) => {
        const c = new CircuitBuilder().source("in", constant(goal));
        const system = c.amplifiers("v", "single", amplifier(form, pole, slew), { target: "in" }).build();
        const [crossing] = await crossings(system, "v", level, rtol, 20e-9);
        expect(excess(crossing, reaches(exact, level, 0, 30e-9))).toBeLessThanOrEqual(0);
      }),
      { numRuns: 30 },
    );
  });

  it("by a sine, bare and behind an RC node, period after period", async () => {
    const [period, rc] = [100e-9, 10e-9];
    const w = (2 * Math.PI) / period;
    const [gain, lag] = [1 / Math.hypot(1, w * rc), Math.atan(w * rc)];
    const behind = (t: number) => gain * (Math.sin(w * t - lag) + Math.sin(lag) * Math.exp(-t / rc));
    const bare = (t: number) => Math.sin(w * t);
    await fc.assert(
      fc.asyncProperty(fc.double({ min: -0.8, max: 0.8, noNaN: true }), fc.boolean(), async (level, direct) => {
        const c = new CircuitBuilder().source("in", sine({ amplitude: 1, offset: 0, frequency: 1 / period }));
        const system = c
          .nodes("v", "single", { capacitance: 1e-12 })
          .resistor("in", "v", rc / 1e-12)
          .build();
        const exact = direct ? bare : behind;
        const found = await crossings(system, direct ? "in" : "v", level, rtol, 10.3 * period);
        expect(found.length).toBeGreaterThan(15);
        for (const crossing of found) {
          const t = crossing.t * 1e-12;
          const sign = exact(t + 1e-9) > exact(Math.max(0, t - 1e-9)) ? 1 : -1;
          const at = reaches((x) => sign * exact(x), sign * level, Math.max(0, t - 2e-9), t + 2e-9);
          expect(excess(crossing, at)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("by a state that leaves an unstable point: x' = x", async () => {
    await fc.assert(
      fc.asyncProperty(fraction, async (level) => {
        const [crossing] = await crossings(unstable(10e-9, 1e-3), "v", level, rtol, 100e-9);
        expect(excess(crossing, 10e-9 * Math.log(level / 1e-3))).toBeLessThanOrEqual(0);
      }),
      { numRuns: 30 },
    );
  });

  it("by a relaxation oscillator over hundreds of drives, and is no larger at the end than at the start", async () => {
    const { record, run } = await oscillator(rtol);
    await run(ns(30_000));
    expect(record.crossings.length).toBeGreaterThan(400);
    const exact = new ExactOscillator();
    for (const crossing of record.crossings) {
      expect(excess(crossing, exact.next())).toBeLessThanOrEqual(0);
      exact.turnAt(crossing.t);
    }
    const bounds = record.crossings.map(({ errorBound_ps }) => errorBound_ps);
    expect(Math.max(...bounds.slice(-50))).toBeLessThanOrEqual(1.01 * Math.max(...bounds.slice(0, 50)));
    // Volts of tolerance over the least slope there is, and a margin for what a bound needs.
    expect(Math.max(...bounds)).toBeLessThan(1 + 60 * (rtol / 3e6) * 1e12);
  });
});

/** dv/dt = v / tau from v0. */
function unstable(tau: number, v0: number): DrivenSystem {
  return {
    ...rcSystem(tau, v0),
    derivative: (_tau, x, dxdt) => {
      dxdt[0] = x[0] / tau;
    },
  };
}

const [RC, LOW, HIGH] = [50e-9, 0.3, 0.7];

/** An RC node charged to 1 V until it is above 0.7 V, then discharged to 0 V until it is below 0.3 V. */
const oscillator = (rtol: number) =>
  stage({
    logic: listener,
    system: rcSystem(RC),
    wiring: [
      comparator({ signal: "v", bits: bit("above"), threshold: 0.5, hysteresis: HIGH - LOW }),
      dac({ bits: bit("echo"), input: "vin", transfer: (above) => 1 - above }),
    ],
    tolerance: tolerance(rtol),
  });

/** The same in closed form, turned where the other one turned: at whole picoseconds. */
class ExactOscillator {
  private v = 0;
  private vin = 1;
  private last = 0 as Picoseconds;

  /** When the threshold is reached [s]. */
  next(): number {
    const threshold = this.vin === 1 ? HIGH : LOW;
    return this.last * 1e-12 + RC * Math.log((this.vin - this.v) / (this.vin - threshold));
  }

  turnAt(t: Picoseconds): void {
    this.v = this.vin + (this.v - this.vin) * Math.exp(((this.last - t) * 1e-12) / RC);
    this.vin = 1 - this.vin;
    this.last = t;
  }
}

/** First crossing of each visible node of a core that decides between four rows, from near the point between them. */
async function decisions(relative: number): Promise<readonly Crossing[]> {
  const p = denseAmDefaults(4, 4);
  const weights = [1, 1, 1, 1, -1, -1, 1, 1, 1, -1, -1, 1, -1, 1, -1, 1].map((sign) => 127 * sign);
  const visible = [0.012, -0.017, 0.019, 0.01];
  const decided = [-1, -1, 1, 1];
  const { circuit } = denseAm({ ...p, weights, initial: { ...p.initial, visible } });
  circuit.setInput(circuit.inputNames.indexOf("release [1]"), 1);
  const logic: Logic<object> = {
    inputs: { above0: 1, above1: 1, above2: 1, above3: 1 },
    outputs: { echo: 1 },
    initial: () => ({}),
    evaluate: () => ({ echo: 0 }),
  };
  const wiring = [0, 1, 2, 3].map((k) =>
    comparator({ signal: `visible.v[${k}]`, bits: bit(`above${k}`), threshold: 0.2 * decided[k] }),
  );
  const exacting = { relative, absolute: relative * 1e-3 };
  const { record, run } = await stage({ logic, system: circuit, wiring, tolerance: exacting });
  await run(ns(3000));
  return record.crossings;
}

it("a softmax core that decides keeps its error bounds, against a solution at 1e-12", async () => {
  const exact = await decisions(1e-12);
  expect(exact).toHaveLength(4);
  for (const rtol of [1e-5, 1e-6, 1e-8]) {
    const found = await decisions(rtol);
    expect(found.map(({ converter }) => converter)).toEqual(exact.map(({ converter }) => converter));
    found.forEach(({ t, errorBound_ps }, k) => {
      expect(Math.abs(t - exact[k].t)).toBeLessThanOrEqual(errorBound_ps + 1 + exact[k].errorBound_ps);
    });
  }
});

it("the error bound of a circuit that forgets does not grow over thousands of drives", () => {
  const system = rcSystem(30e-9);
  const trajectory = new Trajectory(system, tolerance(1e-6));
  trajectory.begin();
  const most = { early: 0, late: 0 };
  let t = ps(0);
  for (let drive = 0; drive < 5000; drive++) {
    system.setInput(0, drive % 2);
    trajectory.restartAt(t);
    t = plus(t, ps(3_001 + (drive % 7) * 1_003));
    while (!trajectory.covers(t)) trajectory.extend();
    const part = drive < 100 ? "early" : "late";
    most[part] = Math.max(most[part], trajectory.integration.errorBound);
  }
  expect(most.late).toBeLessThan(1.5 * most.early);
  expect(most.late).toBeLessThan(1e-5);
});

/** A sine's crossing of a level just below its crest. */
const nearCrest = async (below: number) => {
  const source = sine({ amplitude: 1, offset: 0, frequency: 1e7 });
  const c = new CircuitBuilder().source("in", source).nodes("v", "single", { capacitance: 1e-12 });
  const system = c.resistor("in", "v", 10).build();
  const rc = 10e-12;
  const w = 2e7 * Math.PI;
  const gain = 1 / Math.hypot(1, w * rc);
  const exact = (Math.asin(1 - below) + Math.atan(w * rc)) / w;
  const [crossing] = await crossings(system, "v", gain * (1 - below), 1e-6, 60e-9);
  return { crossing, exact };
};

describe("where a signal has next to no slope", () => {
  it.each([1e-2, 1e-3, 1e-4])(
    "%d below the crest, the bound takes the curvature into account and holds",
    async (below) => {
      const { crossing, exact } = await nearCrest(below);
      expect(excess(crossing, exact)).toBeLessThanOrEqual(0);
      expect(crossing.errorBound_ps).toBeLessThan(2000);
    },
  );

  it("within its own error of the crest, where it may not cross at all, nothing is said", async () => {
    const { crossing } = await nearCrest(1e-8);
    expect(crossing.errorBound_ps).toBe(Number.POSITIVE_INFINITY);
  });
});

/** Step ends and states of a driven node, and the bound of a last crossing. */
const solution = (errorBounds: boolean) => {
  const system = rcSystem(30e-9, 0, 1);
  const trajectory = new Trajectory(system, tolerance(1e-6), { errorBounds });
  trajectory.begin();
  const seen: number[] = [];
  for (let drive = 1; drive < 50; drive++) {
    const t = ps(drive * 10_007);
    while (!trajectory.covers(t)) trajectory.extend();
    system.setInput(0, drive % 2);
    trajectory.restartAt(t);
    trajectory.extend();
    seen.push(trajectory.integration.tau1, trajectory.integration.x1[0]);
  }
  const watch = crossingWatches(trajectory)(0);
  watch.search({ low: -1, high: (trajectory.integration.x0[0] + trajectory.integration.x1[0]) / 2 }, ps(490_343));
  return { seen, bound: watch.exit === undefined ? Number.NaN : watch.errorBound_ps(watch.exit) };
};

it("without error bounds a trajectory is the same to the bit, and says that it knows none", () => {
  const [without, with_] = [solution(false), solution(true)];
  expect(without.seen).toEqual(with_.seen);
  expect(without.bound).toBe(Number.POSITIVE_INFINITY);
  expect(with_.bound).toBeLessThan(100);
});
