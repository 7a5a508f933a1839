import { describe, expect, it } from "vitest";
import { openRtl } from "./open-rtl.ts";
import { type Pins, reset } from "./pins.ts";

/** A comparator without delay or offset over an input in LSB; it answers in the cycle in which the DAC moves. */
const comparator = (pins: Pins, input: number) => ({ cmp_i: input >= pins.number("dac_o") ? 1 : 0 });

/** One conversion; answers the code and the cycles from the edge that saw start to valid. */
async function convert(pins: Pins): Promise<{ code: number; cycles: number }> {
  await pins.set({ start_i: 1 });
  await pins.cycle();
  await pins.set({ start_i: 0 });
  let cycles = 0;
  for (; pins.get("valid_o") === 0 && cycles < 1_000; cycles++) await pins.cycle();
  return { code: pins.number("code_o"), cycles };
}

describe("sar_adc against an ideal comparator", () => {
  it("gives each of the 1024 codes for the input in the middle of its step, in 11 cycles", async () => {
    const pins = await openRtl("sar_adc");
    await reset(pins);
    for (let code = 0; code < 1024; code++) {
      pins.surroundings = (now) => comparator(now, code + 0.5);
      expect(await convert(pins)).toEqual({ code, cycles: 11 });
    }
  });
  it("gives the lowest and the highest code outside its range", async () => {
    const pins = await openRtl("sar_adc");
    await reset(pins);
    for (const [input, code] of [
      [-5, 0],
      [5000, 1023],
    ] as const) {
      pins.surroundings = (now) => comparator(now, input);
      expect((await convert(pins)).code).toBe(code);
    }
  });
  it("decides at the end of a trial: a comparator that settles in its last cycle is soon enough", async () => {
    const TrialCycles = 3;
    const pins = await openRtl("sar_adc", { parameters: { Bits: 6, TrialCycles } });
    await reset(pins);
    for (const code of [0, 1, 21, 42, 63]) {
      let dac = -1;
      let age = 0;
      pins.surroundings = (now) => {
        age = now.number("dac_o") === dac ? age + 1 : 0;
        dac = now.number("dac_o");
        const settled = comparator(now, code + 0.5).cmp_i;
        return { cmp_i: age >= TrialCycles - 1 ? settled : 1 - settled };
      };
      expect(await convert(pins)).toEqual({ code, cycles: 1 + 6 * TrialCycles });
    }
  });
  it("opens the sampling switch one cycle before the first plate moves, and keeps its code until the next start", async () => {
    const pins = await openRtl("sar_adc");
    await reset(pins);
    pins.surroundings = (now) => comparator(now, 700.5);
    expect([pins.get("sample_o"), pins.get("dac_o")]).toEqual([1, 0]);
    await pins.set({ start_i: 1 });
    await pins.cycle();
    await pins.set({ start_i: 0 });
    expect([pins.get("sample_o"), pins.get("dac_o"), pins.get("busy_o")]).toEqual([0, 0, 1]);
    await pins.cycle();
    expect([pins.get("sample_o"), pins.get("dac_o")]).toEqual([0, 512]);
    await pins.cycle(40);
    expect([pins.get("sample_o"), pins.get("dac_o"), pins.get("busy_o")]).toEqual([1, 0, 0]);
    expect([pins.get("valid_o"), pins.get("code_o")]).toEqual([1, 700]);
  });
});
