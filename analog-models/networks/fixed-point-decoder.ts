import { type AdcLevels, adcStep } from "../adc-levels.ts";
import type { EnergyTransformer } from "../training/model.ts";
import type { Volts } from "../../src/units.ts";

/** What the controller's decoder is loaded with: logit = bias + sum of weight (code - 2^(bits-1)), whole numbers. */
export interface FixedPointDecoder {
  /** 16 bits signed, shape (V, D) */
  readonly weights: readonly number[];
  /** 32 bits signed, shape (V,) */
  readonly bias: readonly number[];
  /** Units of a logit register per model logit. */
  readonly scale: number;
}

const LARGEST_WEIGHT = 2 ** 15 - 1;
const LARGEST_LOGIT = 2 ** 31 - 1;

/**
 * A code stands for the middle of its interval, so v_model = (code - middle + 1/2) LSB / s_v and, with a common scale,
 *
 *   weight = round(scale W LSB / s_v)     bias = round(scale (d + sum W LSB / (2 s_v)))
 *
 * `scale` is the largest at which no weight leaves 16 bits and no logit can leave 32, whatever the codes.
 */
export function fixedPointDecoder(
  { shape, decoderWeights, decoderBias }: EnergyTransformer,
  visibleScale: Volts,
  adc: AdcLevels,
): FixedPointDecoder {
  const middle = 2 ** (adc.bits - 1);
  const perCode = decoderWeights.map((w) => (w * adcStep(adc)) / visibleScale);
  const rowOf = (t: number) => perCode.subarray(t * shape.visible, (t + 1) * shape.visible);
  const offsets = decoderBias.map((d, t) => d + total(rowOf(t)) / 2);
  const worst = offsets.map((offset, t) => Math.abs(offset) + middle * magnitude(rowOf(t)));
  // Rounding adds half a unit to each weight, and so half of `middle` for each node, and to the bias.
  const room = LARGEST_LOGIT - (shape.visible * middle) / 2 - 1;
  const scale = Math.min(LARGEST_WEIGHT / largest(perCode), room / largest(worst), LARGEST_LOGIT);
  return {
    weights: Array.from(perCode, (w) => Math.round(scale * w)),
    bias: Array.from(offsets, (d) => Math.round(scale * d)),
    scale,
  };
}

const total = (row: Float64Array): number => row.reduce((sum, w) => sum + w, 0);
const magnitude = (row: Float64Array): number => row.reduce((sum, w) => sum + Math.abs(w), 0);
const largest = (values: Float64Array): number => values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/** Registers SCALE and SCALE_SHIFT, for p ~ 2^(logit SCALE / 2^SHIFT). */
export interface TemperatureScale {
  readonly scale: number;
  readonly shift: number;
}

const LARGEST_SHIFT = 63;
const SCALE_LIMIT = 2 ** 32;

/** p ~ exp(logit / T), T in model logits above 0: SCALE / 2^SHIFT = log2(e) / (T scale), with as many digits as fit. */
export function temperatureScale(decoder: FixedPointDecoder, temperature: number): TemperatureScale {
  const bitsPerUnit = Math.LOG2E / (temperature * decoder.scale);
  const fits = (shift: number) => Math.round(bitsPerUnit * 2 ** shift) < SCALE_LIMIT;
  let shift = LARGEST_SHIFT;
  while (shift > 0 && !fits(shift)) shift--;
  return { scale: Math.min(SCALE_LIMIT - 1, Math.round(bitsPerUnit * 2 ** shift)), shift };
}

/** What the controller says after reading `codes`, shape (D,): the token of the largest logit, of equal ones the lowest. */
export function decodedToken(
  { weights, bias }: Pick<FixedPointDecoder, "weights" | "bias">,
  codes: readonly number[],
  bits: number,
): number {
  const middle = 2 ** (bits - 1);
  const logits = bias.map((offset, t) =>
    codes.reduce((sum, code, d) => sum + weights[t * codes.length + d] * (code - middle), offset),
  );
  return logits.indexOf(Math.max(...logits));
}
