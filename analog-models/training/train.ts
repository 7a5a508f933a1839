import type { RandomSource } from "../../src/random.ts";
import { Adam } from "./adam.ts";
import { Batch, type BatchNoise } from "./batch.ts";
import { type ChipDraw, drawChip, type FullScales, readoutNoise } from "./chip-draw.ts";
import { type Example, examplesOf, type Split, splitContexts } from "./examples.ts";
import { fixedPointOf } from "./fixed-point.ts";
import { tiledWeights } from "./initial-weights.ts";
import type { EnergyTransformer } from "./model.ts";
import { project } from "./projection.ts";
import type { Recipe } from "./recipe.ts";
import { ridgeDecoder } from "./ridge.ts";
import { settledOn } from "./tolerance.ts";
import type { Task } from "./tasks/task.ts";

export interface EpochReport {
  readonly epoch: number;
  readonly epochs: number;
  /** Mean cross entropy of the training examples over the epoch's drawn chips [nat]. */
  readonly loss: number;
}

export interface TrainingResult {
  readonly weights: EnergyTransformer;
  /** The tiled start with a ridge decoder, untrained. */
  readonly baseline: EnergyTransformer;
  readonly split: Split;
  /** By epoch. */
  readonly losses: readonly number[];
}

/** Decimals of a trained weight. Rounding hides what the last bits of exp and log may differ by from machine to machine. */
const DECIMALS = 1e6;
/** So that rounding cannot carry the bound over its limit. */
const INSIDE = 1 - 1e-4;
const LAST_RATE = 0.01;

/** Trains and yields a report for each epoch. The same task, recipe and random source give the same weights. */
export function* train(task: Task, recipe: Recipe, random: RandomSource): Generator<EpochReport, TrainingResult> {
  const split = splitContexts(task, random);
  const examples = examplesOf(task, split.train);
  const inside = { ...recipe, boundLimit: recipe.boundLimit * INSIDE };
  const weights = tiledWeights(task, recipe, random);
  project(weights, inside);
  const pool = Array.from({ length: recipe.chipPool }, (_, n) => drawChip(random, "training", n, weights.shape));
  fitDecoder(weights, examples, recipe, pool);
  const baseline = rounded(weights);
  const losses: number[] = [];
  const step = trainingStep(task, inside, pool, weights, examples);
  for (let epoch = 0; epoch < recipe.epochs; epoch++) {
    const loss = step(epoch);
    losses.push(loss);
    yield { epoch: epoch + 1, epochs: recipe.epochs, loss };
  }
  return { weights: rounded(weights), baseline, split, losses };
}

function trainingStep(
  task: Task,
  recipe: Recipe,
  pool: readonly ChipDraw[],
  weights: EnergyTransformer,
  examples: readonly Example[],
): (epoch: number) => number {
  const batch = new Batch(weights, examples);
  const optimisers = optimisersOf(task, recipe, weights, batch);
  batch.found.forEach((v, e) => v.set(fixedPointOf(weights, examples[e].context)));
  return (epoch) => {
    const loss = batch.evaluate(epoch, {
      draws: chipsOf(epoch, pool, recipe),
      noise: recipe.noise,
      full: fullScales(weights, batch.found),
    } satisfies BatchNoise);
    const rate = cosine(epoch / recipe.epochs);
    for (const step of optimisers) step(rate);
    project(weights, recipe);
    return loss;
  };
}

const cosine = (part: number): number => LAST_RATE + ((1 - LAST_RATE) * (1 + Math.cos(Math.PI * part))) / 2;

const chipsOf = (epoch: number, pool: readonly ChipDraw[], { chips }: Recipe): readonly ChipDraw[] =>
  Array.from({ length: chips }, (_, k) => pool[(epoch * chips + k) % pool.length]);

function optimisersOf(task: Task, recipe: Recipe, weights: EnergyTransformer, { slopes }: Batch) {
  const rates = {
    embedding: recipe.hiddenRate,
    memory: recipe.hiddenRate,
    memoryBias: recipe.hiddenRate,
    decoderWeights: recipe.decoderRate,
    decoderBias: recipe.decoderRate,
    // A rate for beta b, which is what attention feels.
    ...(task.positions ? { positionBias: recipe.positionRate / recipe.beta } : {}),
  };
  return (Object.keys(rates) as (keyof typeof rates)[]).map((name) => {
    const adam = new Adam(weights[name].length);
    return (part: number) => adam.step(weights[name], slopes[name], part * (rates[name] ?? 0));
  });
}

const most = (values: Float64Array): number => values.reduce((a, x) => Math.max(a, Math.abs(x)), 0);

/** Each bank's largest magnitude, and that of the voltages v. */
export function fullScales(weights: EnergyTransformer, fixedPoints: readonly Float64Array[]): FullScales {
  const visible = Math.max(...fixedPoints.map(most));
  return {
    embedding: most(weights.embedding),
    memory: most(weights.memory),
    positionBias: most(weights.positionBias),
    memoryBias: most(weights.memoryBias),
    visibleBias: most(weights.visibleBias),
    visible,
  };
}

/** Fits the decoder to what the first chips of the pool would read: it has to live with what differs between them. */
function fitDecoder(
  weights: EnergyTransformer,
  examples: readonly Example[],
  recipe: Recipe,
  pool: readonly ChipDraw[],
): void {
  const contexts = examples.map(({ context }) => context);
  const starts = contexts.map((context) => fixedPointOf(weights, context));
  const full = fullScales(weights, starts);
  const sigma = readoutNoise(recipe.noise, full);
  const readings = pool
    .slice(0, 64)
    .flatMap((draw) =>
      settledOn(weights, contexts, { draw, noise: recipe.noise, full }, starts).map((v, e) => ({ ...examples[e], v })),
    );
  const decoder = ridgeDecoder(readings, weights.shape.vocabulary, sigma ** 2 + 1e-12);
  weights.decoderWeights.set(decoder.weights);
  weights.decoderBias.set(decoder.bias);
}

/** Without a negative zero, which JSON does not keep. */
export const sixDecimals = (bank: Float64Array): Float64Array =>
  bank.map((x) => Math.round(x * DECIMALS) / DECIMALS + 0);

function rounded(weights: EnergyTransformer): EnergyTransformer {
  return {
    ...weights,
    embedding: sixDecimals(weights.embedding),
    positionBias: sixDecimals(weights.positionBias),
    memory: sixDecimals(weights.memory),
    memoryBias: sixDecimals(weights.memoryBias),
    visibleBias: sixDecimals(weights.visibleBias),
    decoderWeights: sixDecimals(weights.decoderWeights),
    decoderBias: sixDecimals(weights.decoderBias),
  };
}
