import { z } from "zod";
import { drawnCapacitors } from "../../analog-models/capacitor-array.ts";
import { CircuitBuilder, GROUND } from "../../analog-models/circuit.ts";
import { ramp } from "../../analog-models/sources/piecewise-linear.ts";
import { seededRandom } from "../../src/random.ts";
import { digitalSwitch } from "../../src/lockstep/converters/drives.ts";
import { belowComparator } from "../../src/lockstep/converters/level-detector.ts";
import { ns, picoseconds, ps, us } from "../../src/time.ts";
import type { Test } from "../bench/test-api.ts";
import { defineBench, type Setup } from "../bench/bench.ts";

const BITS = 10;
const CODES = 2 ** BITS;
const REFERENCE_V = 1.8;
/** The input is held on the array at this level of its top plate, so the comparator decides at it. */
const COMMON_V = 0.9;
const CLOCK_NS = 10;
/** Long enough for the empty array to charge. */
const RESET_CYCLES = 10;
const TRACK_CYCLES = 4;
const CONVERSION_CYCLES = TRACK_CYCLES + 1 + BITS;

const PARAMETERS = z.object({
  codes: z.int().min(1).max(CODES).default(CODES).describe("how many codes of the ramp to convert, from the lowest"),
  samplesPerCode: z.int().min(1).max(64).default(2).describe("conversions per code of the ramp"),
  unitCapacitance: z.number().min(0.01).max(1e3).default(2).describe("unit capacitor [fF]"),
  unitResistance: z.number().min(1).max(1e9).default(1_200_000).describe("switch at a unit capacitor [ohm]"),
  topResistance: z
    .number()
    .min(1)
    .max(1e6)
    .default(5_000)
    .describe("switch that ties the top plate while tracking [ohm]"),
  mismatch: z.number().min(0).max(0.2).default(0.001).describe("relative standard deviation of a unit capacitor"),
  comparatorOffset: z.number().min(-100).max(100).default(0).describe("input offset of the comparator [mV]"),
  comparatorDelay: z.number().min(0).max(1e3).default(0.5).describe("delay of the comparator [ns]"),
});
type Parameters = z.output<typeof PARAMETERS>;

const bit = (port: string, lsb = 0) => ({ port, lsb, width: 1 });

/**
 * A ramp that rises by one code every `samplesPerCode` conversions, and whose n-th held value lies in the middle of the
 * n-th of these parts, as far from the ideal transitions as can be.
 */
function rampOf({ samplesPerCode }: Parameters) {
  const step_V = REFERENCE_V / CODES / samplesPerCode;
  const slope_VPerNs = step_V / (CONVERSION_CYCLES * CLOCK_NS);
  const firstHold_ns = CLOCK_NS / 2 + (RESET_CYCLES + TRACK_CYCLES - 1) * CLOCK_NS;
  const length_ns = firstHold_ns + (CODES * samplesPerCode + 1) * CONVERSION_CYCLES * CLOCK_NS;
  const from = step_V / 2 - firstHold_ns * slope_VPerNs;
  return ramp({ start: ps(0), length: ns(length_ns), from, to: from + length_ns * slope_VPerNs });
}

function circuitOf(p: Parameters, seed: number) {
  const c = new CircuitBuilder(seededRandom(seed));
  c.inputs("sample", "single", { unit: "1", low: 0, high: 1 });
  c.inputs("bit", BITS, { unit: "1", low: 0, high: 1 });
  c.inputs("reference", "single", { unit: "V", initial: REFERENCE_V });
  c.inputs("common", "single", { unit: "V", initial: COMMON_V });
  c.source("vin", rampOf(p));
  c.capacitorArray(
    "array",
    {
      bits: BITS,
      unitCapacitance: p.unitCapacitance * 1e-15,
      topParasitic: 20 * p.unitCapacitance * 1e-15,
      bottomParasiticRatio: 0.05,
      unitResistance: p.unitResistance,
      topResistance: p.topResistance,
      mismatch: drawnCapacitors(BITS, p.mismatch, "array", seededRandom(seed)),
    },
    { sample: "sample", bits: "bit", sampled: "vin", reference: "reference", ground: GROUND, common: "common" },
  );
  return c.build();
}

function setup(p: Parameters, seed: number): Setup {
  const high = ns(CLOCK_NS / 2);
  return {
    rtl: { top: "sar_adc", files: ["hdl/sar_adc.f"], parameters: { Bits: BITS } },
    clocks: [{ port: "clk_i", period: ns(CLOCK_NS), firstRise: high, high }],
    circuit: circuitOf(p, seed),
    wiring: [
      digitalSwitch({ bits: bit("sample_o"), input: "sample" }),
      ...Array.from({ length: BITS }, (_, k) => digitalSwitch({ bits: bit("dac_o", k), input: `bit[${k}]` })),
      belowComparator({
        signal: "array.top",
        bits: bit("cmp_i"),
        threshold: COMMON_V,
        offset: p.comparatorOffset * 1e-3,
        delay: picoseconds(p.comparatorDelay, "ns"),
        enable: bit("busy_o"),
      }),
    ],
    record: ["vin", "array.top", "sample"],
  };
}

/** One conversion. Answers its code and the input voltage at the instant the sampling switch opened. */
async function convert(t: Test): Promise<{ readonly code: number; readonly held_V: number }> {
  await t.cycles(TRACK_CYCLES - 1);
  await t.set("start_i", 1);
  await t.falling("sample_o", { within: us(1) });
  const held_V = t.probe("vin");
  await t.set("start_i", 0);
  await t.rising("valid_o", { within: us(10) });
  return { code: Number(t.get("code_o")), held_V };
}

export default defineBench({
  name: "sar-adc",
  summary: "A 10-bit SAR converter on a charge-redistribution array: every code over a ramp",
  parameters: PARAMETERS,
  setup,
  async test(t, p) {
    const lsb = REFERENCE_V / CODES;
    const total = p.codes * p.samplesPerCode;
    const seen = new Set<number>();
    let worst = 0;
    let falls = 0;
    let last = 0;
    await t.cycles(RESET_CYCLES);
    await t.set("rst_ni", 1);
    for (let n = 0; n < total; n++) {
      const { code, held_V } = await convert(t);
      worst = Math.max(worst, Math.abs(held_V / lsb - (code + 0.5)));
      if (code < last) falls++;
      last = code;
      seen.add(code);
      if (n % 64 === 63 || n === total - 1) t.progress(n + 1, total, "conversions");
    }
    t.expect("largest distance from the ideal transfer", worst, { atMost: 0.5 }, "LSB");
    t.expect("codes seen", seen.size, { equals: p.codes }, "codes");
    t.expect("codes that fell while the input rose", falls, { equals: 0 }, "codes");
  },
});
