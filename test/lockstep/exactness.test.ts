import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dac } from "../../src/lockstep/converters/drives.ts";
import { comparator } from "../../src/lockstep/converters/level-detector.ts";
import { seededRandom } from "../../src/random.ts";
import { sampledAdc } from "../../src/lockstep/converters/sampled-adc.ts";
import { ps, type Picoseconds } from "../../src/time.ts";
import { runs } from "../fixtures/runs.ts";
import type { Logic } from "./in-memory-peer.ts";
import { stage } from "./stage.ts";
import { rcSystem, SOLVED } from "./systems.ts";

/**
 * A bang-bang regulator with everything that a snapshot has to carry: clocked and asynchronous logic, a comparator with
 * hysteresis, delays on both sides and a conversion that is often under way.
 */
const regulator: Logic<{ q: number; count: number }> = {
  inputs: { clk: 1, above: 1, code: 8, valid: 1 },
  outputs: { q: 1, start: 1, async: 1 },
  initial: () => ({ q: 0, count: 0 }),
  evaluate: (state, inputs, before) => {
    if (inputs.clk === 1 && before.clk === 0) {
      state.count++;
      state.q = inputs.above === 1 ? 0 : 1;
    }
    return { q: state.q, start: state.count % 5 === 0 ? 1 : 0, async: inputs.above };
  },
};

interface Scenario {
  readonly period: number;
  readonly tau_ns: number;
  readonly dacDelay: number;
  readonly latency: number;
  readonly hysteresis: number;
}

const scenario: fc.Arbitrary<Scenario> = fc.record({
  period: fc.integer({ min: 700, max: 40_000 }),
  tau_ns: fc.double({ min: 1, max: 100, noNaN: true }),
  dacDelay: fc.integer({ min: 0, max: 5_000 }),
  latency: fc.integer({ min: 0, max: 60_000 }),
  hysteresis: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
});

type Solved = (typeof SOLVED)[number];

function regulated({ system, relative, method }: Solved, { period, tau_ns, dacDelay, latency, hysteresis }: Scenario) {
  const bit = (port: string) => ({ port, lsb: 0, width: 1 });
  return stage({
    logic: regulator,
    system: system(tau_ns * 1e-9),
    wiring: [
      dac({ bits: bit("q"), input: "vin", transfer: (q) => (q === 1 ? 1.2 : -0.3), delay: ps(dacDelay) }),
      comparator({ signal: "v", bits: bit("above"), threshold: 0.5, hysteresis }),
      sampledAdc({
        signal: "v",
        start: bit("start"),
        code: { port: "code", lsb: 0, width: 8 },
        valid: bit("valid"),
        quantise: (v) => Math.max(0, Math.min(255, Math.floor(v * 256))),
        noise: (conversion) => 0.05 * draws.normal(conversion),
        aperture: ps(333),
        latency: ps(latency),
      }),
    ],
    clocks: [{ port: "clk", period: ps(period), firstRise: ps(period), high: ps(Math.floor(period / 2)) }],
    tolerance: { relative, absolute: 1e-9, method },
  });
}

const draws = seededRandom(2)("adc", "noise");
const LENGTH = ps(400_000);

describe.each(SOLVED)("a run with $name", (solved) => {
  it("saved at a random instant, run on, restored and run again, leaves the same record", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, fc.integer({ min: 1, max: 399_999 }), async (chosen, at) => {
        const { lockstep, record, run } = await regulated(solved, chosen);
        await run(ps(at));
        const snapshot = await lockstep.save();
        const marks = [record.frames.length, record.samples.length, record.crossings.length] as const;
        await run((LENGTH - at) as Picoseconds);
        const first = JSON.stringify([
          record.frames.slice(marks[0]),
          record.samples.slice(marks[1]),
          record.crossings.slice(marks[2]),
        ]);
        const ends = [record.frames.length, record.samples.length, record.crossings.length] as const;
        await lockstep.restore(snapshot);
        await run((LENGTH - at) as Picoseconds);
        const second = JSON.stringify([
          record.frames.slice(ends[0]),
          record.samples.slice(ends[1]),
          record.crossings.slice(ends[2]),
        ]);
        expect(second).toBe(first);
      }),
      { numRuns: runs(15) },
    );
  });

  it("is the same whether or not anyone stops and looks in between", async () => {
    await fc.assert(
      fc.asyncProperty(
        scenario,
        fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 20 }),
        async (chosen, stops) => {
          const whole = await regulated(solved, chosen);
          await whole.run(LENGTH);
          const pieces = await regulated(solved, chosen);
          for (let i = 0; pieces.lockstep.now < LENGTH; i++) {
            const length = Math.min(stops[i % stops.length], LENGTH - pieces.lockstep.now);
            await pieces.run(length as Picoseconds);
            pieces.analog.probe("drop", "test");
          }
          expect(JSON.stringify(pieces.record)).toBe(JSON.stringify(whole.record));
        },
      ),
      { numRuns: runs(15) },
    );
  });
});

describe("a run", () => {
  it("takes integration steps that a clock nobody drives by does not change", async () => {
    const steps = async (period: number) => {
      const { analog, run } = await stage({
        logic: {
          inputs: { clk: 1 },
          outputs: { idle: 1 },
          initial: () => ({}),
          evaluate: () => ({ idle: 0 }),
        } satisfies Logic<object>,
        system: rcSystem(50e-9, 0, 1),
        wiring: [],
        clocks: [{ port: "clk", period: ps(period), firstRise: ps(period), high: ps(period >> 1) }],
      });
      await run(LENGTH);
      return [analog.counters.accepted, analog.probe("v", "test")];
    };
    expect(await steps(977)).toEqual(await steps(100_000));
  });
});
