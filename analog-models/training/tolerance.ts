import type { RandomSource } from "../../src/random.ts";
import {
  applyChip,
  chipLike,
  type ChipDraw,
  type DeviceNoise,
  drawChip,
  type FullScales,
  readoutNoise,
} from "./chip-draw.ts";
import type { Example } from "./examples.ts";
import { fixedPointOf, FixedPointSolver } from "./fixed-point.ts";
import { argMax, type Context, coreOf, type EnergyTransformer, logitsOf, programRows } from "./model.ts";
import { type Decoder, ridgeDecoder } from "./ridge.ts";

/** Accuracy over drawn chips, 0..1. */
export interface ChipAccuracy {
  readonly mean: number;
  readonly worst: number;
  /** Part of the chips that make no mistake at all. */
  readonly perfect: number;
}

export interface Tolerance {
  readonly chips: number;
  readonly noise: DeviceNoise;
  /** With the decoder of the weights. */
  readonly shipped: ChipAccuracy;
  /** With a ridge decoder refitted on each chip from its own readings of the calibration examples. */
  readonly calibrated: ChipAccuracy;
}

export interface Trial {
  readonly chips: number;
  readonly noise: DeviceNoise;
  readonly full: FullScales;
  /** Every context that is judged. */
  readonly judged: readonly Example[];
  /** Those among them, by place, that a calibration reads. */
  readonly calibration: readonly number[];
}

/** Judges the weights on chips drawn from `random`: none of those that training has seen. */
export function toleranceOf(weights: EnergyTransformer, trial: Trial, random: RandomSource): Tolerance {
  const contexts = trial.judged.map(({ context }) => context);
  const starts = contexts.map((context) => fixedPointOf(weights, context));
  const shipped: number[] = [];
  const calibrated: number[] = [];
  for (let n = 0; n < trial.chips; n++) {
    const draw = drawChip(random, "tolerance", n, weights.shape);
    const voltages = settledOn(weights, contexts, { draw, noise: trial.noise, full: trial.full }, starts);
    const read = readBy(voltages, draw, trial, 0);
    shipped.push(accuracy(read, trial, decoderOf(weights)));
    calibrated.push(accuracy(read, trial, refitted(readBy(voltages, draw, trial, 1), trial, weights)));
  }
  return { chips: trial.chips, noise: trial.noise, shipped: summary(shipped), calibrated: summary(calibrated) };
}

const decoderOf = (weights: EnergyTransformer): Decoder => ({
  weights: weights.decoderWeights,
  bias: weights.decoderBias,
});

/** One chip: its draw, and what turns draws into errors. */
export interface Chip {
  readonly draw: ChipDraw;
  readonly noise: DeviceNoise;
  readonly full: FullScales;
}

/** v* of each context on one chip; `starts` are where the searches begin. */
export function settledOn(
  weights: EnergyTransformer,
  contexts: readonly Context[],
  chip: Chip,
  starts: readonly Float64Array[],
): readonly Float64Array[] {
  const core = coreOf(weights, contexts[0]);
  const made = chipLike(core);
  const solver = new FixedPointSolver(weights.shape);
  return contexts.map((context, c) => {
    const v = Float64Array.from(starts[c]);
    programRows(weights.embedding, context, v.length, core.attention);
    applyChip(core, chip.draw, chip.noise, chip.full, made);
    solver.solve(made, v);
    return v;
  });
}

/** One noisy reading of every context; `round` tells repeated readings apart. */
function readBy(
  voltages: readonly Float64Array[],
  draw: ChipDraw,
  trial: Trial,
  round: number,
): readonly Float64Array[] {
  const sigma = readoutNoise(trial.noise, trial.full);
  return voltages.map((v, c) => {
    const first = (round * voltages.length + c) * v.length;
    return v.map((x, i) => x + sigma * draw.readout.normal(first + i));
  });
}

function refitted(read: readonly Float64Array[], trial: Trial, weights: EnergyTransformer): Decoder {
  const readings = trial.calibration.map((c) => ({
    v: read[c],
    target: trial.judged[c].target,
    weight: trial.judged[c].weight,
  }));
  return ridgeDecoder(readings, weights.shape.vocabulary, readoutNoise(trial.noise, trial.full) ** 2 + 1e-12);
}

function accuracy(read: readonly Float64Array[], { judged }: Trial, { weights, bias }: Decoder): number {
  const right = judged.filter(({ target }, c) => argMax(logitsOf(weights, bias, read[c])) === target);
  return right.length / judged.length;
}

const summary = (accuracies: readonly number[]): ChipAccuracy => ({
  mean: accuracies.reduce((sum, a) => sum + a, 0) / accuracies.length,
  worst: Math.min(...accuracies),
  perfect: accuracies.filter((a) => a === 1).length / accuracies.length,
});
