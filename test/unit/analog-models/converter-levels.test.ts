import { describe, expect, it } from "vitest";
import {
  type AdcLevels,
  adcCode,
  adcStep,
  adcTransition,
  adcVoltage,
  checkedAdcLevels,
} from "../../../analog-models/adc-levels.ts";
import { checkedDac, type Dac, dacStep, dacVoltage } from "../../../analog-models/dac.ts";
import { drawnNonlinearity, integralNonlinearity } from "../../../analog-models/nonlinearity.ts";
import { seededRandom } from "../../../src/random.ts";

const random = seededRandom(11);
const CODES = 256;
const dac: Dac = { bits: 8, low: -0.9, high: 0.9 };
const adc: AdcLevels = { bits: 8, low: -0.9, high: 0.9 };
const bentAdc = checkedAdcLevels({ ...adc, inl: drawnNonlinearity(CODES - 1, 0.1, "adc", random) });
const bentDac = checkedDac({ ...dac, inl: drawnNonlinearity(CODES, 0.1, "dac", random) });
const codes = Array.from({ length: CODES }, (_, k) => k);

describe("a DAC", () => {
  it("reaches both ends of its range and is evenly spaced between", () => {
    expect(dacVoltage(dac, 0)).toBe(-0.9);
    expect(dacVoltage(dac, 255)).toBeCloseTo(0.9, 15);
    for (const k of codes) expect(dacVoltage(dac, k)).toBeCloseTo(-0.9 + k * dacStep(dac), 15);
  });

  it("is off by its integral nonlinearity, which the ends do not have", () => {
    for (const k of codes)
      expect((dacVoltage(bentDac, k) - dacVoltage(dac, k)) / dacStep(dac)).toBeCloseTo(bentDac.inl?.[k] ?? NaN, 10);
    expect(bentDac.inl?.[0]).toBe(0);
    expect(bentDac.inl?.[255]).toBeCloseTo(0, 12);
    expect(Math.max(...(bentDac.inl ?? []))).toBeGreaterThan(0.1);
  });

  it("refuses a code outside its bits, and says the bounds", () => {
    expect(() => dacVoltage(dac, 256)).toThrow("256, outside 0..255");
    expect(() => dacVoltage(dac, -1)).toThrow("outside 0..255");
    expect(() => dacVoltage(dac, 1.5)).toThrow("outside 0..255");
  });
});

describe.each([
  { name: "ideal", levels: adc },
  { name: "bent", levels: bentAdc },
])("an ADC ($name)", ({ levels }) => {
  it("changes its code exactly at each transition", () => {
    for (const k of codes.slice(1)) {
      const at = adcTransition(levels, k);
      expect(adcCode(levels, at)).toBe(k);
      expect(adcCode(levels, at - 1e-12)).toBe(k - 1);
    }
  });

  it("never falls while its input rises, and saturates outside", () => {
    let before = 0;
    for (let v = -1; v < 1; v += 0.0007) {
      expect(adcCode(levels, v)).toBeGreaterThanOrEqual(before);
      before = adcCode(levels, v);
    }
    expect(adcCode(levels, -50)).toBe(0);
    expect(adcCode(levels, 50)).toBe(255);
  });
});

it("an ideal ADC is never further than half a step from the middle of its code", () => {
  for (let v = -0.8999; v < 0.9; v += 0.0013)
    expect(Math.abs(adcVoltage(adc, adcCode(adc, v)) - v)).toBeLessThanOrEqual(adcStep(adc) / 2 + 1e-15);
});

it("integral nonlinearity is the running sum of the differential one", () => {
  expect([...integralNonlinearity([0.5, -0.25, 1])]).toEqual([0.5, 0.25, 1.25]);
});

const again = (seed: number, device: string) => drawnNonlinearity(16, 0.1, device, seededRandom(seed));

it("a drawn nonlinearity depends on seed and device alone", () => {
  expect(again(3, "a")).toEqual(again(3, "a"));
  expect(again(3, "a")).not.toEqual(again(4, "a"));
  expect(again(3, "a")).not.toEqual(again(3, "b"));
});

it("refuses transitions that cross, tables of a wrong length and empty ranges", () => {
  expect(() => checkedAdcLevels({ bits: 2, low: 0, high: 1, inl: Float64Array.of(0, -1.5, 0) })).toThrow(
    "transition 2",
  );
  expect(() => checkedAdcLevels({ bits: 2, low: 0, high: 1, inl: Float64Array.of(0) })).toThrow("1 entries where 3");
  expect(() => checkedAdcLevels({ bits: 2, low: 1, high: 1 })).toThrow("empty");
  expect(() => checkedDac({ bits: 0, low: 0, high: 1 })).toThrow("outside 1..24");
});
