import { factorInPlace, solveFactored } from "./cholesky.ts";
import { SettleError } from "../../src/errors.ts";

export interface Decoder {
  /** shape (V, D) */
  readonly weights: Float64Array;
  /** shape (V,) */
  readonly bias: Float64Array;
}

/** One reading of a chip: voltages, the token they should decode to, and how much it counts. */
export interface Reading {
  readonly v: Float64Array;
  readonly target: number;
  readonly weight: number;
}

/** One reading, and what the decoder should make of it. */
export interface Observation {
  readonly v: Float64Array;
  /** shape (V,) */
  readonly goals: ArrayLike<number>;
  readonly weight: number;
}

/** The ridge regression that aims at +1 for the right token and at -1 for the others. */
export const ridgeDecoder = (readings: readonly Reading[], vocabulary: number, ridge: number): Decoder =>
  ridgeRegression(
    readings.map(({ v, weight, target }) => ({
      v,
      weight,
      goals: Float64Array.from({ length: vocabulary }, (_, token) => (token === target ? 1 : -1)),
    })),
    vocabulary,
    ridge,
  );

/**
 * The decoder with least sum of weight |W v + d - y|^2 + ridge |W|^2, y the goals; d is not shrunk. Normal equations of the
 * centred readings (Hoerl & Kennard, Technometrics 12, 1970). `ridge` is, for weights that sum to 1, the variance of the
 * readout noise that the decoder has to live with. Above 0.
 */
export function ridgeRegression(readings: readonly Observation[], vocabulary: number, ridge: number): Decoder {
  const width = readings[0]?.v.length ?? 0;
  const total = readings.reduce((sum, { weight }) => sum + weight, 0);
  const mean = new Float64Array(width);
  for (const { v, weight } of readings) for (let i = 0; i < width; i++) mean[i] += (weight / total) * v[i];
  const gram = covariance(readings, mean, total, ridge);
  if (!factorInPlace(gram, width)) {
    throw new SettleError(
      "NOT_FINITE",
      `the readings of ${readings.length} prompts are not finite: did the chip settle?`,
    );
  }
  const decoder = { weights: new Float64Array(vocabulary * width), bias: new Float64Array(vocabulary) };
  for (let t = 0; t < vocabulary; t++) fitToken(decoder, t, { readings, mean, total, gram });
  return decoder;
}

interface Fit {
  readonly readings: readonly Observation[];
  readonly mean: Float64Array;
  readonly total: number;
  /** Cholesky factor */
  readonly gram: Float64Array;
}

function covariance(readings: readonly Observation[], mean: Float64Array, total: number, ridge: number): Float64Array {
  const width = mean.length;
  const gram = new Float64Array(width * width);
  for (let i = 0; i < width; i++) gram[i * width + i] = ridge;
  for (const { v, weight } of readings) {
    for (let i = 0; i < width; i++) {
      const scaled = (weight / total) * (v[i] - mean[i]);
      for (let j = 0; j < width; j++) gram[i * width + j] += scaled * (v[j] - mean[j]);
    }
  }
  return gram;
}

function fitToken(decoder: Decoder, token: number, { readings, mean, total, gram }: Fit): void {
  const width = mean.length;
  const row = decoder.weights.subarray(token * width, (token + 1) * width);
  let centre = 0;
  for (const reading of readings) {
    const share = (reading.weight / total) * reading.goals[token];
    centre += share;
    for (let i = 0; i < width; i++) row[i] += share * (reading.v[i] - mean[i]);
  }
  solveFactored(gram, width, row);
  decoder.bias[token] = row.reduce((rest, w, i) => rest - w * mean[i], centre);
}
