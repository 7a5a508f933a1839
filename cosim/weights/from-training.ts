import { recipeFor, type Recipe } from "../../analog-models/training/recipe.ts";
import { evaluate, type Evaluation } from "../../analog-models/training/evaluation.ts";
import { examplesOf, splitContexts } from "../../analog-models/training/examples.ts";
import type { EnergyTransformer } from "../../analog-models/training/model.ts";
import { stabilityOf } from "../../analog-models/training/stability.ts";
import { allContexts, type Task } from "../../analog-models/training/tasks/task.ts";
import { fullScales, train, type EpochReport, type TrainingResult } from "../../analog-models/training/train.ts";
import { type Tolerance, toleranceOf } from "../../analog-models/training/tolerance.ts";
import { fixedPointOf } from "../../analog-models/training/fixed-point.ts";
import { SettleError } from "../../src/errors.ts";
import { seededRandom } from "../../src/random.ts";
import { SCHEMA_NAME, SCHEMA_VERSION, type WeightFile } from "./schema.ts";

export interface TrainingOrder {
  readonly task: Task;
  readonly seed: number;
  /** Instead of the recipe's own. */
  readonly epochs?: number | undefined;
  /** Chips drawn for the figures of tolerance. */
  readonly chips: number;
  readonly versions: Readonly<Record<string, string>>;
}

export interface TrainedFile {
  readonly file: WeightFile;
  readonly losses: readonly number[];
  readonly trained: Judgement;
  readonly baseline: Judgement;
}

/** What one set of weights is worth. */
export interface Judgement {
  readonly evaluation: Evaluation;
  /** With levels and mismatch alone, and with bias errors and offsets as well. */
  readonly tolerance: { readonly mismatch: Tolerance; readonly all: Tolerance };
}

/** The command that repeats the training, without where its output goes. */
export function trainingCommand({ task, seed, epochs, chips }: TrainingOrder): string {
  const given = [
    ["--seed", seed],
    ...(epochs === undefined ? [] : [["--epochs", epochs]]),
    ...(chips === DEFAULT_CHIPS ? [] : [["--chips", chips]]),
  ];
  return ["settle", "train", task.name, ...given.flat()].join(" ");
}

export const DEFAULT_CHIPS = 100;

export function orderedRecipe({ task, seed, epochs }: TrainingOrder): Recipe {
  const recipe = recipeFor(examplesOf(task, splitContexts(task, seededRandom(seed)).train).length);
  return epochs === undefined ? recipe : { ...recipe, epochs };
}

/** Trains, checks and judges, yielding each epoch; the same order gives the same file, byte for byte. */
export function* trainedFileOf(order: TrainingOrder): Generator<EpochReport, TrainedFile> {
  const recipe = orderedRecipe(order);
  const result = yield* train(order.task, recipe, seededRandom(order.seed));
  const trained = judge(order, recipe, result, result.weights);
  const baseline = judge(order, recipe, result, result.baseline);
  checkGuarantee(result.weights, trained.evaluation, recipe);
  const file = fileOf(order, result, {
    stability: stabilityFacts(result.weights, trained.evaluation, recipe),
    provenance: provenanceOf(order, recipe, result, trained, baseline),
  });
  return { file, losses: result.losses, trained, baseline };
}

function judge(
  { task, seed, chips }: TrainingOrder,
  recipe: Recipe,
  { split }: TrainingResult,
  weights: EnergyTransformer,
) {
  const contexts = allContexts(task);
  const full = fullScales(
    weights,
    contexts.map((context) => fixedPointOf(weights, context)),
  );
  const weightOf = new Map(
    examplesOf({ ...task, positions: true }, split.train).map((e) => [e.context.join(), e.weight]),
  );
  const judged = contexts.map((context) => ({
    context,
    target: task.next(context),
    weight: weightOf.get(context.join()) ?? 0,
  }));
  const calibration = judged.flatMap(({ weight }, k) => (weight > 0 ? [k] : []));
  const under = (noise: Recipe["noise"]) =>
    toleranceOf(weights, { chips, noise, full, judged, calibration }, seededRandom(seed));
  return {
    evaluation: evaluate(task, weights, split, recipe),
    tolerance: { mismatch: under({ ...recipe.noise, biasError: 0, offset: 0 }), all: under(recipe.noise) },
  };
}

/** The promise of a file that we write. A failure here is a bug of the trainer, not of the user. */
function checkGuarantee(
  weights: EnergyTransformer,
  { unsettled, leastCurvature }: Evaluation,
  { boundLimit }: Recipe,
): void {
  const { bound } = stabilityOf(weights);
  if (bound <= boundLimit && unsettled.length === 0 && leastCurvature >= 1 - bound - 1e-9) return;
  throw new SettleError(
    "NOT_FINITE",
    `trained weights break their guarantee: bound ${bound} over ${boundLimit}, ${unsettled.length} contexts unsettled, least eigenvalue ${leastCurvature}`,
  );
}

/** Six significant digits: the last bits of a figure are nobody's business, and may differ between machines. */
const figure = (value: number): number => Number(value.toPrecision(6));

const figures = (value: unknown): unknown => {
  if (typeof value === "number") return figure(value);
  if (Array.isArray(value)) return value.map(figures);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, figures(inner)]));
};

const stabilityFacts = (
  weights: EnergyTransformer,
  { leastCurvature, contexts }: Evaluation,
  { boundLimit }: Recipe,
) => ({
  ...stabilityOf(weights),
  boundLimit,
  leastCurvature,
  contexts,
});

const summaryOf = ({ evaluation, tolerance }: Judgement) => ({
  accuracy: evaluation.accuracy,
  margin: evaluation.margin,
  tolerance,
});

function provenanceOf(
  order: TrainingOrder,
  recipe: Recipe,
  result: TrainingResult,
  trained: Judgement,
  baseline: Judgement,
) {
  const { train: kept, heldOut } = result.split;
  return {
    command: trainingCommand(order),
    seed: order.seed,
    versions: order.versions,
    split: { method: `a fifth of each stratum held out, rounded down`, train: kept.length, heldOut: heldOut.length },
    loss: { first: result.losses[0] ?? null, last: result.losses.at(-1) ?? null },
    readoutNoise: trained.evaluation.readoutNoise,
    ...summaryOf(trained),
    baseline: { what: "the tiled start with a ridge decoder, untrained", ...summaryOf(baseline) },
    recipe,
  };
}

type Facts = { readonly stability: object; readonly provenance: object };

function fileOf({ task }: TrainingOrder, { weights }: TrainingResult, { stability, provenance }: Facts): WeightFile {
  const { visible } = weights.shape;
  const rows = (bank: Float64Array) =>
    Array.from({ length: bank.length / visible }, (_, r) => [...bank.subarray(r * visible, (r + 1) * visible)]);
  return {
    schema: SCHEMA_NAME,
    version: SCHEMA_VERSION,
    task: task.name,
    tokens: [...task.tokens],
    dimensions: { ...weights.shape },
    beta: weights.beta,
    embedding: rows(weights.embedding),
    positionBias: [...weights.positionBias],
    memory: rows(weights.memory),
    memoryBias: [...weights.memoryBias],
    visibleBias: [...weights.visibleBias],
    decoder: { weights: rows(weights.decoderWeights), bias: [...weights.decoderBias] },
    stability: figures(stability) as Record<string, unknown>,
    provenance: figures(provenance) as Record<string, unknown>,
  };
}
