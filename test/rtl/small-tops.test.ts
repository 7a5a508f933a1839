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
