import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openRtl } from "./open-rtl.ts";
import { reset } from "./pins.ts";

describe("relaxation_latch", () => {
  it("answers each comparator at once, holds between them, and has no clock", async () => {
    const pins = await openRtl("relaxation_latch", { inputs: { below_i: 1 } });
    expect(pins.get("charge_o")).toBe(1);
    for (let period = 0; period < 3; period++) {
      await pins.wait(100, { below_i: 0 });
      expect(pins.get("charge_o")).toBe(1);
      await pins.wait(100, { above_i: 1 });
      expect(pins.get("charge_o")).toBe(0);
      await pins.wait(100, { above_i: 0 });
      expect(pins.get("charge_o")).toBe(0);
      await pins.wait(100, { below_i: 1 });
      expect(pins.get("charge_o")).toBe(1);
    }
  });
  it("an assertion names thresholds that have crossed", async () => {
    const pins = await openRtl("relaxation_latch");
    await expect(pins.set({ above_i: 1, below_i: 1 })).rejects.toThrow(/ThresholdsApart_A/);
  });
});

const WIDTH = 100;

// 2048 bits are more than the words from which Verilator would make loops.
describe.each([WIDTH, 2048])("counter of %i bits", (Width) => {
  it("counts through every bit and wraps", async () => {
    const pins = await openRtl("counter", { parameters: { Width } });
    await reset(pins);
    for (let bit = 0n; bit < BigInt(Width); bit++) {
      await pins.set({ load_i: 1, enable_i: 0, value_i: 2n ** (bit + 1n) - 1n });
      await pins.cycle();
      await pins.set({ load_i: 0, enable_i: 1 });
      await pins.cycle();
      expect(BigInt(pins.get("count_o"))).toBe(2n ** (bit + 1n) % 2n ** BigInt(Width));
    }
  });
});

describe("counter", () => {
  it("a broken promise ends the run with the name of the property", async () => {
    const pins = await openRtl("counter", { parameters: { Width: WIDTH } });
    await reset(pins);
    await pins.set({ must_hold_i: 1 });
    await pins.cycle(3);
    await pins.set({ enable_i: 1 });
    await expect(pins.cycle()).rejects.toThrow(/MustHold_A/);
  });
});

describe("tracking_adc", () => {
  const TOP = 15;
  /** Long enough to reach both ends of the codes and to stay there. */
  const comparator = fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 1, max: 40 })), {
    minLength: 1,
    maxLength: 12,
  });

  it("goes up below the input and down above it, stays at the ends, and adds up what it did", async () => {
    const pins = await openRtl("tracking_adc");
    await fc.assert(
      fc.asyncProperty(comparator, async (stretches) => {
        await reset(pins);
        let [code, last, cycles, sum, toggles] = [0, 0, 0, 0, 0];
        for (const [cmp_i, length] of stretches) {
          await pins.set({ cmp_i });
          for (let n = 0; n < length; n++) {
            await pins.cycle();
            cycles++;
            sum += code;
            toggles += Number(cmp_i !== last);
            last = cmp_i;
            code = Math.max(0, Math.min(TOP, code + (cmp_i === 1 ? 1 : -1)));
          }
          const outputs = ["dac_o", "cycles_o", "sum_o", "toggles_o"].map((port) => pins.number(port));
          expect(outputs).toEqual([code, cycles, sum, toggles]);
        }
      }),
      { numRuns: 20 },
    );
  });
});
