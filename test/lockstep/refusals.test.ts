import { describe, expect, it } from "vitest";
import type { Converter } from "../../src/lockstep/converters/converter.ts";
import { dac } from "../../src/lockstep/converters/drives.ts";
import { comparator } from "../../src/lockstep/converters/level-detector.ts";
import { sampledAdc } from "../../src/lockstep/converters/sampled-adc.ts";
import { ns, type Picoseconds } from "../../src/time.ts";
import type { Logic } from "./in-memory-peer.ts";
import { stage } from "./stage.ts";
import { rcSystem } from "./systems.ts";

const bit = (port: string) => ({ port, lsb: 0, width: 1 });
const code = { port: "code", lsb: 0, width: 10 };

/** Starts a conversion at the first edge. */
const logic: Logic<object> = {
  inputs: { clk: 1, above: 1, code: 10, valid: 1 },
  outputs: { q: 1, start: 1 },
  initial: () => ({}),
  evaluate: (_state, inputs) => ({ q: 0, start: inputs.clk }),
};
const converting = (quantise: (v: number) => number) =>
  sampledAdc({ signal: "v", start: bit("start"), code, valid: bit("valid"), quantise, latency: ns(3) });

const staged = (wiring: readonly Converter[]) =>
  stage({
    logic,
    system: rcSystem(1e-9),
    wiring,
    clocks: [{ port: "clk", period: ns(10), firstRise: ns(5), high: ns(5) }],
  });

const level = (options: object) => () => comparator({ signal: "v", bits: bit("above"), threshold: 0.5, ...options });

describe("a converter refuses", () => {
  it.each([
    ["a threshold that is no number", level({ threshold: Number.NaN })],
    ["a negative hysteresis", level({ hysteresis: -0.1 })],
    ["a negative delay", level({ delay: -1 as Picoseconds })],
    ["a delay of part of a picosecond", level({ delay: 1.5 as Picoseconds })],
    [
      "a DAC delay that is no number",
      () => dac({ bits: bit("q"), input: "vin", transfer: (q) => q, delay: Number.NaN as Picoseconds }),
    ],
  ])("%s", (_what, make) => {
    expect(make).toThrow(expect.objectContaining({ code: "OUT_OF_RANGE" }));
  });
});

describe("a run refuses", () => {
  it("two converters on one input of the circuit", async () => {
    const drive = () => dac({ bits: bit("q"), input: "vin", transfer: (q) => q });
    await expect(staged([drive(), drive()])).rejects.toMatchObject({
      code: "BAD_BENCH",
      message: expect.stringContaining("vin"),
    });
  });

  it.each([-5, 1024, 1.5, Number.NaN])("the ADC code %d on ten bits, with the value and its bounds", async (value) => {
    const { run } = await staged([converting(() => value)]);
    await expect(run(ns(40))).rejects.toMatchObject({
      code: "OUT_OF_RANGE",
      message: expect.stringContaining(String(value)),
    });
  });
});
