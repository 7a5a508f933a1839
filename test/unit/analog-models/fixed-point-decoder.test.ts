import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adcStep } from "../../../analog-models/adc-levels.ts";
import { fixedPointDecoder, temperatureScale } from "../../../analog-models/networks/fixed-point-decoder.ts";
import { logitsOf } from "../../../analog-models/training/model.ts";
import { randomStream } from "../../../src/random.ts";
import { randomWeights } from "../training/random-weights.ts";

const adcOf = (bits: number) => ({ bits, low: -0.9, high: 0.9 });
const VISIBLE_SCALE = 0.5;

/** What the controller computes, in whole numbers. */
function chipLogits({ weights, bias }: ReturnType<typeof fixedPointDecoder>, codes: readonly number[], bits: number) {
  const middle = 2 ** (bits - 1);
  return bias.map((d, t) => codes.reduce((sum, code, i) => sum + weights[t * codes.length + i] * (code - middle), d));
}

describe("the decoder in whole numbers", () => {
  it("is the model's up to its scale and what rounding leaves", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.constantFrom(6, 10, 12, 16), (seed, bits) => {
        const model = randomWeights(seed);
        const adc = adcOf(bits);
        const decoder = fixedPointDecoder(model, VISIBLE_SCALE, adc);
        const draws = randomStream(seed, "codes", "test");
        const codes = Array.from({ length: model.shape.visible }, (_, i) => Math.floor(2 ** bits * draws.uniform(i)));
        const v = Float64Array.from(codes, (code) => (adc.low + (code + 0.5) * adcStep(adc)) / VISIBLE_SCALE);
        const wanted = logitsOf(model.decoderWeights, model.decoderBias, v);
        const most = (2 ** (bits - 2) * codes.length + 1) / decoder.scale;
        chipLogits(decoder, codes, bits).forEach((logit, t) =>
          expect(Math.abs(logit / decoder.scale - wanted[t])).toBeLessThanOrEqual(most),
        );
      }),
    );
  });
  it("fits its registers whatever the codes are, and uses them", () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.constantFrom(2, 10, 16),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        (seed, bits, d) => {
          const model = randomWeights(seed);
          const far = { ...model, decoderBias: model.decoderBias.map((one) => one * d) };
          const decoder = fixedPointDecoder(far, VISIBLE_SCALE, adcOf(bits));
          const extremes = [0, 2 ** bits - 1].map((code) => Array<number>(model.shape.visible).fill(code));
          const worst = decoder.bias.map((bias, t) =>
            decoder.weights
              .slice(t * model.shape.visible, (t + 1) * model.shape.visible)
              .reduce((sum, w) => sum + Math.abs(w) * 2 ** (bits - 1), Math.abs(bias)),
          );
          const logits = extremes.flatMap((codes) => chipLogits(decoder, codes, bits));
          expect(Math.max(...worst, ...logits.map(Math.abs))).toBeLessThan(2 ** 31);
          const weight = Math.max(...decoder.weights.map(Math.abs));
          expect(weight).toBeLessThan(2 ** 15);
          expect(weight >= 2 ** 14 || Math.max(...worst) > 2 ** 29).toBe(true);
        },
      ),
    );
  });
  it("stands weights of zeros", () => {
    const model = randomWeights(1);
    const silent = {
      ...model,
      decoderWeights: model.decoderWeights.map(() => 0),
      decoderBias: model.decoderBias.map(() => 0),
    };
    const { weights, bias } = fixedPointDecoder(silent, VISIBLE_SCALE, adcOf(10));
    expect([...weights, ...bias].every((x) => x === 0)).toBe(true);
  });
});

describe("a temperature", () => {
  it.each([1e-3, 0.1, 1, 25, 1e4])("of %d becomes bits per unit of a logit within a millionth", (temperature) => {
    const decoder = fixedPointDecoder(randomWeights(1), VISIBLE_SCALE, adcOf(10));
    const { scale, shift } = temperatureScale(decoder, temperature);
    expect(scale).toBeLessThan(2 ** 32);
    expect(Number.isInteger(scale)).toBe(true);
    expect(shift).toBeLessThanOrEqual(63);
    const perLogit = (scale / 2 ** shift) * decoder.scale;
    expect(perLogit * temperature * Math.LN2).toBeCloseTo(1, 6);
  });
  it("too low for the register is as low as it goes", () => {
    const decoder = { weights: [], bias: [], scale: 1e-6 };
    expect(temperatureScale(decoder, 1e-9)).toEqual({ scale: 2 ** 32 - 1, shift: 0 });
  });
});
