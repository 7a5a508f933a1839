import { describe, expect, it } from "vitest";
import type { Amplifier } from "../../analog-models/amplifier.ts";
import {
  arrayCoefficients,
  type CapacitorArray,
  drawnCapacitors,
  topCharge,
} from "../../analog-models/capacitor-array.ts";
import { CircuitBuilder, GROUND } from "../../analog-models/circuit.ts";
import { constant } from "../../analog-models/sources/constant.ts";
import { piecewiseLinear, ramp } from "../../analog-models/sources/piecewise-linear.ts";
import { sine } from "../../analog-models/sources/sine.ts";
import type { DrivenSystem } from "../../src/ode/contracts.ts";
import { seededRandom } from "../../src/random.ts";
import { ns, ps } from "../../src/time.ts";
import { advance, place, set, signalsOf, statesAt } from "../unit/analog-models/trajectory.ts";

/** Every device is asked for these tolerances, and may err by MARGIN times as much as one step: steps add up. */
const TOLERANCES = [1e-4, 1e-6, 1e-9];
const MARGIN = 20;

/** Largest distance [V] of state 0 from a closed form at 200 times up to `end` [s]. */
function error(system: DrivenSystem, exact: (t: number) => number, end: number, relative: number): number {
  const times = Array.from({ length: 200 }, (_, k) => (end * (k + 1)) / 200);
  const states = statesAt(system, system.initialState(), times, { relative, absolute: relative });
  return states.reduce((worst, x, k) => Math.max(worst, Math.abs(x[0] - exact(times[k]))), 0);
}

const multiplexed = (t: number) => 0.5 * (1 - Math.exp(-t / 2e-9));

const lateRamp = (t: number) => (t - 1e-8 * (1 - Math.exp(-t / 1e-8))) * 1e7;

describe.each(TOLERANCES)("at a tolerance of %f", (relative) => {
  it("an RC node discharges through resistor and leak: v0 exp(-t (1/R + g) / C)", () => {
    const c = new CircuitBuilder().nodes("v", "single", { capacitance: 2e-12, leakConductance: 1e-5, initial: 0.8 });
    const system = c.resistor("v", GROUND, 50e3).build();
    const rate = (1 / 50e3 + 1e-5) / 2e-12;
    expect(error(system, (t) => 0.8 * Math.exp(-rate * t), 10 / rate, relative)).toBeLessThan(MARGIN * relative);
  });

  it("an open switch isolates, a closed one charges, a leaking one creeps", () => {
    for (const [control, offConductance] of [
      [0, 0],
      [1, 0],
      [0, 1e-9],
    ] as const) {
      const c = new CircuitBuilder().source("vin", constant(1.2)).inputs("on", "single", { unit: "1" });
      c.nodes("v", "single", { capacitance: 1e-12, initial: 0.2 });
      const system = c.switch("vin", "v", { onResistance: 1e3, offConductance, control: "on" }).build();
      set(system, "on", control);
      const rate = (control === 1 ? 1e-3 : offConductance) / 1e-12;
      const exact = (t: number) => 1.2 - Math.exp(-rate * t);
      expect(error(system, exact, 8e-9, relative)).toBeLessThan(MARGIN * relative);
    }
  });

  // With s = sinh(w e / SR) and e' = -SR tanh(w e / SR): s' = -w s, so s decays exponentially however hard e slews.
  it.each([1e-3, 0.05, 0.5, 1.5])("a tanh amplifier from an error of %f V: sinh(w e / SR) decays with w", (step) => {
    const [w, slew] = [6e8, 1e8];
    const a: Amplifier = {
      form: "tanh",
      gainBandwidth: (10 * w) / (2 * Math.PI),
      gain: 10,
      slewRate: slew,
      rails: { low: -2, high: 2 },
    };
    const exact = (t: number) => step - (slew / w) * Math.asinh(Math.sinh((w * step) / slew) * Math.exp(-w * t));
    const end = step / slew + 12 / w;
    expect(error(follower(a, step), exact, end, relative)).toBeLessThan(MARGIN * relative);
  });

  it("a clamp amplifier is a ramp while it slews", () => {
    const exact = (t: number) => SLEW * t;
    expect(error(follower(CLAMP, 1.5), exact, 0.2 / SLEW, relative)).toBeLessThan(MARGIN * relative);
  });

  it("a clamp amplifier is an exponential once it is within SR / w of its target", () => {
    const step = (0.999 * SLEW) / W;
    const exact = (t: number) => step * (1 - Math.exp(-W * t));
    expect(error(follower(CLAMP, step), exact, 12 / W, relative)).toBeLessThan(MARGIN * relative);
  });

  it.each([0.3, -0.5, 1.5])("a clamp amplifier from %f V keeps both over the corner between them", (step) => {
    const linear = SLEW / W;
    const slewing = (Math.abs(step) - linear) / SLEW;
    const left = (t: number) => (t < slewing ? Math.abs(step) - SLEW * t : linear * Math.exp(-W * (t - slewing)));
    const exact = (t: number) => Math.sign(step) * (Math.abs(step) - left(t));
    expect(error(follower(CLAMP, step), exact, slewing + 12 / W, relative)).toBeLessThan(2 * relative);
  });

  it("a multiplexer settles with its on-resistance and the sampling capacitor", () => {
    const system = multiplexer(true);
    expect(error(system, multiplexed, 20e-9, relative)).toBeLessThan(MARGIN * relative);
  });

  it("an RC node follows a ramp, late by RC", () => {
    const c = new CircuitBuilder().source("vin", ramp({ start: ps(0), length: ns(100), from: 0, to: 1 }));
    const system = c.nodes("v", "single", { capacitance: 1e-12 }).resistor("vin", "v", 1e4).build();
    expect(error(system, lateRamp, 100e-9, relative)).toBeLessThan(MARGIN * relative);
  });
});

const [W, SLEW] = [6e8, 1e8];
const CLAMP: Amplifier = {
  form: "clamp",
  gainBandwidth: W / (2 * Math.PI),
  gain: 1,
  slewRate: SLEW,
  rails: { low: -2, high: 2 },
};

function follower(a: Amplifier, target: number): DrivenSystem {
  return new CircuitBuilder().source("in", constant(target)).amplifiers("v", "single", a, { target: "in" }).build();
}

/** Channel 1 of two nodes, far larger than the capacitor of 2 pF or not. */
function multiplexer(buffered: boolean, capacitance = 1e-12): DrivenSystem {
  const c = new CircuitBuilder().inputs("mux", "single", { unit: "1", initial: 1 });
  c.nodes("adc.v", "single", { capacitance: 2e-12 }).nodes("x", 2, { capacitance, initial: [-1, 0.5] });
  return c.multiplexer({ onResistance: 1e3, buffered }, { channels: ["x"], select: "mux", into: "adc.v" }).build();
}

describe("an amplifier", () => {
  const rails = { low: -0.6, high: 0.6 };
  it.each(["tanh", "clamp"] as const)("(%s) settles at target plus offset, inside its rails", (form) => {
    const a: Amplifier = { form, gainBandwidth: 1e8, gain: 1, slewRate: 1e8, rails };
    const settled = (target: number, offset: number) => {
      const c = new CircuitBuilder().source("in", constant(target));
      const system = c.amplifiers("v", "single", a, { target: "in", offset }).build();
      return advance(system, system.initialState(), ps(0), ns(300))[0];
    };
    expect(settled(0.3, 0.01)).toBeCloseTo(0.31, 9);
    expect(settled(2, 0)).toBeCloseTo(0.6, 9);
    expect(settled(-0.595, -0.01)).toBeCloseTo(-0.6, 9);
  });
});

it("an unbuffered multiplexer shares charge and loses none", () => {
  const system = multiplexer(false);
  const x = advance(system, system.initialState(), ps(0), ns(60));
  expect(x[0]).toBeCloseTo(0.5 / 3, 9); // 1 pF at 0.5 V onto 3 pF
  expect(2 * x[0] + x[2]).toBeCloseTo(0.5, 13);
  expect(x[1]).toBe(-1);
});

it("an RC node behind a sine has the phasor's amplitude and phase, hours after reset", () => {
  const [frequency, rc] = [5e6, 1e-8];
  const c = new CircuitBuilder().source("vin", sine({ offset: 0.9, amplitude: 0.6, frequency }));
  const system = c
    .nodes("v", "single", { capacitance: 1e-12, initial: 0.9 })
    .resistor("vin", "v", rc / 1e-12)
    .build();
  const origin = ps(8_999_999_999_999_999);
  const [x] = statesAt(system, system.initialState(), [400e-9], { origin });
  const w = 2 * Math.PI * frequency;
  // 5 MHz is one cycle in 200,000 ps: the phase at the end is a matter of whole numbers.
  const cycles = ((origin + 400_000) % 200_000) / 200_000;
  const exact = 0.9 + (0.6 / Math.hypot(1, w * rc)) * Math.sin(2 * Math.PI * cycles - Math.atan(w * rc));
  expect(x[0]).toBeCloseTo(exact, 8);
});

it("a staircase source is followed over its breakpoints", () => {
  const stairs = piecewiseLinear({
    points: [
      [ns(0), 1],
      [ns(50), 1],
      [ns(50), -1],
      [ns(80), -1],
    ],
  });
  const c = new CircuitBuilder().source("vin", stairs).nodes("v", "single", { capacitance: 1e-12 });
  const system = c.resistor("vin", "v", 1e4).build();
  const x = advance(system, system.initialState(), ps(0), ns(80));
  const before = 1 - Math.exp(-5);
  expect(x[0]).toBeCloseTo(-1 + (before + 1) * Math.exp(-3), 9);
});

describe("a capacitor array", () => {
  const BITS = 6;
  const make = (over: Partial<CapacitorArray> = {}) => {
    const p: CapacitorArray = {
      bits: BITS,
      unitCapacitance: 10e-15,
      topParasitic: 50e-15,
      bottomParasiticRatio: 0.1,
      unitResistance: 100e3,
      topResistance: 500,
      ...over,
    };
    const c = new CircuitBuilder().inputs("vin", "single", { unit: "V" }).inputs("sample", "single", { unit: "1" });
    c.inputs("bit", BITS, { unit: "1" }).source("vref", constant(1));
    const ends = { sampled: "vin", reference: "vref", ground: GROUND, common: GROUND };
    return { p, system: c.capacitorArray("dac", p, { sample: "sample", bits: "bit", ...ends }).build() };
  };
  const LONG = ns(60);

  /** Samples `vin`, lets go, sets the bits of `code`; the plates then. */
  function converted(system: DrivenSystem, vin: number, code: number): { held: Float64Array; x: Float64Array } {
    set(system, "vin", vin);
    set(system, "sample", 1);
    let x = advance(system, system.initialState(), ps(0), LONG);
    const held = x;
    set(system, "sample", 0);
    for (let k = 0; k < BITS; k++) set(system, `bit[${k}]`, (code >> k) & 1);
    x = advance(system, x, ps(0), LONG);
    return { held, x };
  }

  it("keeps the charge of its floating top plate, also on the way", () => {
    const { p, system } = make({ mismatch: drawnCapacitors(BITS, 0.02, "dac", seededRandom(6)) });
    const c = arrayCoefficients(p);
    set(system, "vin", 0.37);
    set(system, "sample", 1);
    let x = advance(system, system.initialState(), ps(0), LONG);
    const charge = topCharge(p, c, x);
    set(system, "sample", 0);
    set(system, "bit[5]", 1);
    for (const length of [ps(37), ps(400), ns(1), LONG]) {
      x = advance(system, x, ps(0), length);
      expect(Math.abs(topCharge(p, c, x) - charge)).toBeLessThan(1e-12 * Math.abs(charge));
    }
  });

  it.each([0, 1, 31, 32, 63])("with code %i brings its top plate to (code/64 - vin) C/(C + Cp)", (code) => {
    const { p, system } = make();
    const { held, x } = converted(system, 0.3, code);
    expect(held[BITS + 1]).toBeCloseTo(0, 9);
    const total = 64 * p.unitCapacitance;
    const exact = (code / 64 - 0.3) * (total / (total + p.topParasitic));
    expect(x[place(system, "dac.top")]).toBeCloseTo(exact, 8);
  });

  it("with unequal capacitors has the levels that charge conservation gives", () => {
    const mismatch = drawnCapacitors(BITS, 0.05, "dac", seededRandom(2));
    const { p, system } = make({ mismatch });
    const { x } = converted(system, 0.3, 0b101101);
    const { capacitance } = arrayCoefficients(p);
    const total = capacitance.reduce((sum, c) => sum + c, 0);
    const high = [0, 2, 3, 5].reduce((sum, k) => sum + capacitance[k], 0);
    expect(x[BITS + 1]).toBeCloseTo((high - 0.3 * total) / (total + p.topParasitic), 8);
    expect(Math.abs(high / total - 45 / 64)).toBeGreaterThan(1e-4);
  });

  it("decides every code of a successive approximation as an ideal converter does", () => {
    const { system } = make();
    const top = place(system, "dac.top");
    for (const ideal of [0, 1, 17, 40, 62, 63]) {
      let code = 0;
      for (let k = BITS - 1; k >= 0; k--) {
        const { x } = converted(system, (ideal + 0.5) / 64, code | (1 << k));
        if (signalsOf(system, x)[top] <= 0) code |= 1 << k;
      }
      expect(code).toBe(ideal);
    }
  });

  it("refuses an array without capacitance to ground", () => {
    expect(() => make({ topParasitic: 0 })).toThrow("more than 0 F");
  });
});
