import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dac } from "../../src/lockstep/converters/drives.ts";
import { comparator, flashAdc, windowComparator } from "../../src/lockstep/converters/level-detector.ts";
import { sampledAdc } from "../../src/lockstep/converters/sampled-adc.ts";
import type { EventConverter } from "../../src/lockstep/converters/converter.ts";
import type { LockstepMode } from "../../src/lockstep/lockstep.ts";
import { ns, type Picoseconds, ps, us } from "../../src/time.ts";
import type { Levels, Logic } from "./in-memory-peer.ts";
import { type Recording, stage } from "./stage.ts";
import { rampSystem, rcSystem } from "./systems.ts";

const bit = (port: string) => ({ port, lsb: 0, width: 1 });
const clock = (period: Picoseconds, firstRise = (period / 2) as Picoseconds) => ({
  port: "clk",
  period,
  firstRise,
  high: Math.floor(period / 2) as Picoseconds,
});
const rises = (inputs: Levels, before: Levels, name = "clk") => inputs[name] === 1 && before[name] === 0;

/** Samples the comparator on each rising edge and counts the edges. */
const sampler: Logic<{ seen: number; edges: number }> = {
  inputs: { clk: 1, above: 1 },
  outputs: { seen: 1, edges: 16, level: 1 },
  initial: () => ({ seen: 0, edges: 0 }),
  evaluate: (state, inputs, before) => {
    if (rises(inputs, before)) {
      state.seen = inputs.above;
      state.edges++;
    }
    return { seen: state.seen, edges: state.edges, level: inputs.above };
  },
};

describe("an edge at t sees every event before t, and none at t or later", () => {
  it.each([
    [9_998.5, 1], // reported at 9999 ps
    [9_999.5, 0], // reported at 10000 ps, the very instant of the edge
    [10_000.5, 0],
  ])("crossing at %d ps, edge at 10000 ps: sees %d", async (crossing, seen) => {
    const slope = 1e6; // V/s
    const threshold = slope * crossing * 1e-12;
    const { record, run, ports } = await stage({
      logic: sampler,
      system: rampSystem(0, slope),
      wiring: [comparator({ signal: "v", bits: bit("above"), threshold })],
      clocks: [clock(ns(20), ns(10))],
    });
    await run(ns(12));
    expect(ports.read("seen")).toBe(seen);
    const [at] = record.timesOf("above", 1);
    expect(at).toBe(Math.ceil(crossing));
  });
});

describe("an event", () => {
  it("lies at the crossing, rounded up, within its own error bound: ramp of any slope and threshold", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 1e3, max: 1e9, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        async (slope, fraction) => {
          const threshold = slope * fraction * 1e-6;
          const { record, run } = await stage({
            logic: sampler,
            system: rampSystem(0, slope),
            wiring: [comparator({ signal: "v", bits: bit("above"), threshold })],
          });
          await run(ps(1_000_002));
          const exact = (threshold / slope) * 1e12;
          expect(record.crossings).toHaveLength(1);
          const { t, errorBound_ps } = record.crossings[0];
          expect(t - exact).toBeGreaterThan(-1e-3);
          expect(t - exact).toBeLessThanOrEqual(1 + 1e-3);
          expect(Math.abs(t - exact)).toBeLessThanOrEqual(errorBound_ps + 1e-3);
          expect(errorBound_ps).toBeLessThan(2);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([1e-4, 1e-6, 1e-9])("keeps its error bound on an RC charge solved to %d", async (relative) => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0.05, max: 0.98, noNaN: true }), async (threshold) => {
        const tau = 100e-9;
        const { record, run } = await stage({
          logic: sampler,
          system: rcSystem(tau, 0, 1),
          wiring: [comparator({ signal: "v", bits: bit("above"), threshold })],
          tolerance: { relative, absolute: relative * 1e-3 },
        });
        await run(us(1));
        const exact = -tau * Math.log(1 - threshold) * 1e12;
        const { t, errorBound_ps } = record.crossings[0];
        expect(Math.abs(t - exact)).toBeLessThanOrEqual(errorBound_ps);
      }),
      { numRuns: 100 },
    );
  });

  it("is reported once per crossing of a flash converter, each code in turn, within 1 ps on a ramp", async () => {
    const logic: Logic<object> = {
      inputs: { code: 4 },
      outputs: { echo: 4 },
      initial: () => ({}),
      evaluate: (_state, inputs) => ({ echo: inputs.code }),
    };
    const { record, run } = await stage({
      logic,
      system: rampSystem(0, 1e6),
      wiring: [flashAdc({ signal: "v", bits: { port: "code", lsb: 0, width: 4 }, low: 0, high: 1.6 })],
    });
    await run(us(2));
    for (let code = 1; code < 16; code++) {
      const [t] = record.timesOf("code", code);
      const exact = code * 0.1 * 1e6;
      expect((t as number) - exact).toBeGreaterThan(-1e-3);
      expect((t as number) - exact).toBeLessThanOrEqual(1.001);
    }
  });

  it("with hysteresis comes at threshold + H/2 upwards and at threshold - H/2 downwards", async () => {
    const logic: Logic<object> = {
      inputs: { above: 1 },
      outputs: { down: 1 },
      initial: () => ({}),
      evaluate: (_state, inputs) => ({ down: inputs.above }),
    };
    const { record, run } = await stage({
      logic,
      system: rampSystem(0, 1e6),
      wiring: [
        comparator({ signal: "v", bits: bit("above"), threshold: 0.5, hysteresis: 0.2 }),
        dac({ bits: bit("down"), input: "slope", transfer: (down) => (down === 1 ? -1e6 : 1e6) }),
      ],
    });
    await run(us(1));
    // up 0.6 V at 0.6 us, then 0.2 V down and up again
    expect(record.crossings.map(({ t }) => Math.round(t / 1e3))).toEqual([600, 800, 1000].filter((t) => t < 1000));
  });

  it("of a window comparator comes on entering and on leaving", async () => {
    const { record, run } = await stage({
      logic: sampler,
      system: rampSystem(0, 1e6),
      wiring: [windowComparator({ signal: "v", bits: bit("above"), low: 0.2499995, high: 0.5 })],
    });
    await run(us(1));
    expect(record.timesOf("above", 1)).toEqual([250_000]);
    expect(record.timesOf("above", 0).filter((t) => t > 0)).toHaveLength(1);
  });
});

describe("a drive made at t acts from t on", () => {
  it("RC driven by a clocked DAC follows the closed form", async () => {
    const toggler: Logic<{ q: number }> = {
      inputs: { clk: 1 },
      outputs: { q: 1 },
      initial: () => ({ q: 0 }),
      evaluate: (state, inputs, before) => {
        if (rises(inputs, before)) state.q = 1 - state.q;
        return { q: state.q };
      },
    };
    const tau = 30e-9;
    const { analog, run } = await stage({
      logic: toggler,
      system: rcSystem(tau),
      wiring: [dac({ bits: bit("q"), input: "vin", transfer: (code) => code })],
      clocks: [clock(ns(10), ps(3_333))],
      tolerance: { relative: 1e-10, absolute: 1e-13 },
    });
    let exact = 0;
    let vin = 0;
    let last = 0;
    const relax = (to: number) => {
      exact = vin + (exact - vin) * Math.exp(((last - to) * 1e-12) / tau);
      last = to;
    };
    for (let edge = 0; edge < 30; edge++) {
      relax(3_333 + edge * 10_000);
      vin = 1 - vin;
    }
    relax(300_000);
    await run(ns(300));
    expect(Math.abs(analog.probe("v", "test") - exact)).toBeLessThan(1e-9);
  });

  it("later by exactly the delay of its converter", async () => {
    const once: Logic<object> = {
      inputs: { clk: 1 },
      outputs: { q: 1 },
      initial: () => ({}),
      evaluate: (_state, inputs) => ({ q: inputs.clk }),
    };
    const { record, run } = await stage({
      logic: { ...once, inputs: { clk: 1, above: 1 } },
      system: rcSystem(1e-9),
      wiring: [
        dac({ bits: bit("q"), input: "vin", transfer: (code) => code, delay: ps(1_234) }),
        comparator({ signal: "vin", bits: bit("above"), threshold: 0.5, delay: ps(77) }),
      ],
      clocks: [clock(ns(100), ns(5))],
    });
    await run(ns(20));
    expect(record.timesOf("above", 1)).toEqual([5_000 + 1_234 + 77]);
  });
});

describe("a sampled converter", () => {
  const control: Logic<{ n: number }> = {
    inputs: { clk: 1, code: 10, valid: 1 },
    outputs: { start: 1, got: 10 },
    initial: () => ({ n: 0 }),
    evaluate: (state, inputs, before) => {
      if (rises(inputs, before)) state.n++;
      return { start: state.n % 4 === 1 ? 1 : 0, got: inputs.valid === 1 ? inputs.code : 0 };
    },
  };
  const adc = (aperture: Picoseconds, latency: Picoseconds, noise = (_conversion: number) => 0) =>
    sampledAdc({
      signal: "v",
      start: bit("start"),
      code: { port: "code", lsb: 0, width: 10 },
      valid: bit("valid"),
      quantise: (v) => Math.max(0, Math.min(1023, Math.floor(v * 1024))),
      noise,
      aperture,
      latency,
    });
  const codesOf = ({ frames }: Recording) =>
    frames.flatMap(({ changes }) => changes.filter(({ name }) => name === "code").map(({ value }) => Number(value)));

  it("holds the signal at start + aperture and answers after its latency, to the picosecond", async () => {
    const slope = 1e6;
    const { record, run } = await stage({
      logic: control,
      system: rampSystem(0, slope),
      wiring: [adc(ps(1_500), ps(25_003))],
      clocks: [clock(ns(10), ns(5))],
    });
    await run(ns(100));
    expect(record.timesOf("valid", 1)).toEqual([5_000, 45_000].map((start) => start + 1_500 + 25_003));
    expect(record.timesOf("valid", 0).filter((t) => t > 0)).toEqual([45_000, 85_000]);
    expect(codesOf(record).slice(-2)).toEqual([6_500, 46_500].map((t) => Math.floor(slope * t * 1e-12 * 1024)));
  });

  it("adds to each conversion the noise of its number", async () => {
    const { record, run } = await stage({
      logic: control,
      system: rampSystem(0.5, 0),
      wiring: [adc(ps(0), ps(1_000), (conversion) => (conversion + 1) / 64)],
      clocks: [clock(ns(10), ns(5))],
    });
    await run(ns(120));
    expect(codesOf(record).filter((code) => code > 0)).toEqual([1, 2, 3].map((n) => 512 + 16 * n));
  });
});

describe("halves that answer each other for ever without time passing", () => {
  it("are named", async () => {
    const inverter: Logic<object> = {
      inputs: { above: 1 },
      outputs: { q: 1 },
      initial: () => ({}),
      evaluate: (_state, inputs) => ({ q: 1 - inputs.above }),
    };
    const started = stage({
      logic: inverter,
      system: rcSystem(1e-9),
      wiring: [
        dac({ bits: bit("q"), input: "vin", transfer: (code) => code }),
        comparator({ signal: "vin", bits: bit("above"), threshold: 0.5 }),
      ],
    }).then(({ run }) => run(ns(1)));
    await expect(started).rejects.toMatchObject({ code: "ZERO_DELAY_LOOP", message: expect.stringContaining("above") });
  });
});

describe("a lookahead that lies", () => {
  const follower: Logic<object> = {
    inputs: { clk: 1, above: 1 },
    outputs: { q: 1 },
    initial: () => ({}),
    evaluate: (_state, inputs) => ({ q: inputs.clk }),
  };
  const honest = comparator({ signal: "v", bits: bit("above"), threshold: 0.5 });
  const lying = (lies: Partial<EventConverter>): EventConverter =>
    Object.assign(Object.create(Object.getPrototypeOf(honest) as object), honest, lies);
  const run = async (liar: EventConverter, transfer: (q: number) => number, mode: LockstepMode) => {
    const wiring = [dac({ bits: bit("q"), input: "vin", transfer }), liar];
    const { run: go } = await stage({
      logic: follower,
      system: rcSystem(10e-9),
      wiring,
      clocks: [clock(ns(100), ns(5))],
      mode,
    });
    await go(ns(50));
  };
  const modes = ["strict", "windowed"] as const;

  it.each(modes)("is caught and named, with both times, in %s mode", async (mode) => {
    const started = run(lying({ lookahead: () => us(1) }), (q) => q, mode);
    await expect(started).rejects.toMatchObject({
      code: "LOOKAHEAD",
      message: expect.stringMatching(/comparator above.* makes an event at 11.9\d+ ns .* any before 1.005 us/),
    });
  });

  it("is caught where a drive prevents an event that was promised", async () => {
    // Would cross at 6.9 ns, had it not been turned back at 5 ns.
    const started = run(lying({ lookahead: () => us(1) }), (q) => 1 - q, "windowed");
    await expect(started).rejects.toMatchObject({
      code: "LOOKAHEAD",
      message: expect.stringMatching(/comparator above.* prevents an event at 6.93\d* ns/),
    });
  });

  it.each(modes)("is caught where a converter answers a change that it does not declare, in %s mode", async (mode) => {
    const answers = { bits: bit("above"), value: 1, delay: ps(0) };
    const hears = [{ ...bit("q"), answers: "fall" as const }];
    const started = run(lying({ hears, heard: () => [answers] }), (q) => q, mode);
    await expect(started).rejects.toMatchObject({
      code: "LOOKAHEAD",
      message: expect.stringMatching(/comparator above.* answers at 5 ns .*\(fall of q\)/),
    });
  });
});
