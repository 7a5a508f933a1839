import { SettleError } from "../../src/errors.ts";
import type { RandomSource, RandomStream } from "../../src/random.ts";
import { byStratum } from "./examples.ts";
import { FixedPointSolver } from "./fixed-point.ts";
import { argMax, type Context, coreOf, type EnergyTransformer, logitsOf, type Shape } from "./model.ts";
import { type Decoder, ridgeDecoder } from "./ridge.ts";
import { allContexts } from "./tasks/task.ts";

/** What one chip read for a context, in model units. */
export interface ChipReading {
  readonly context: Context;
  readonly v: Float64Array;
}

/**
 * The decoder that fits one chip: ridge regression of its own readings on the tokens that the model as designed says. Each number of
 * tokens of every kind weighs the same, however many contexts of it were read. `readoutVariance` [model units^2] is that of a
 * reading, LSB^2 / 12 for an ADC without noise. Logits are scaled so that the right token leads by as much, on the average of the
 * readings, as in the model: a temperature keeps its meaning. NOT_FINITE where a context has no fixed point, or
 * where the readings do not tell one token from another.
 */
export function refittedDecoder(
  model: EnergyTransformer,
  readings: readonly ChipReading[],
  readoutVariance: number,
): Decoder {
  const solver = new FixedPointSolver(model.shape);
  const wanted = readings.map(({ context }) => modelLogits(model, context, solver));
  const targets = wanted.map(argMax);
  const classes = readings.map(({ context }) => classOf(context));
  const weighted = readings.map(({ v }, k) => ({
    v,
    target: targets[k],
    weight: 1 / classes.filter((name) => name === classes[k]).length,
  }));
  const { weights, bias } = ridgeDecoder(weighted, model.shape.vocabulary, readoutVariance);
  const meanLead = (logits: readonly Float64Array[]) =>
    logits.reduce((sum, l, k) => sum + weighted[k].weight * leadOf(l, targets[k]), 0);
  const lead = meanLead(readings.map(({ v }) => logitsOf(weights, bias, v)));
  if (!(lead > 0)) {
    throw new SettleError("NOT_FINITE", `the readings of ${readings.length} contexts tell no token from another`);
  }
  const scale = meanLead(wanted) / lead;
  return { weights: weights.map((w) => scale * w), bias: bias.map((d) => scale * d) };
}

function modelLogits(model: EnergyTransformer, context: Context, solver: FixedPointSolver): Float64Array {
  const v = Float64Array.from(model.visibleBias);
  if (solver.solve(coreOf(model, context), v).settled) return logitsOf(model.decoderWeights, model.decoderBias, v);
  throw new SettleError(
    "NOT_FINITE",
    `context ${context.join(" ")} has no fixed point that can be found, so there is nothing to calibrate to: see the stability bound of the weights`,
  );
}

/** By how much a token's logit exceeds that of any other. */
function leadOf(logits: Float64Array, token: number): number {
  return logits[token] - logits.reduce((most, logit, t) => (t === token ? most : Math.max(most, logit)), -Infinity);
}

/** Contexts are of one class when they are rearrangements of each other. */
const classOf = (context: Context): string => context.toSorted((a, b) => a - b).join();

/** Spaces of contexts up to this are listed. */
const MOST_LISTED = 65_536;

/**
 * `count` different contexts to calibrate on, or all V^L if those are fewer: class by class in turn, classes and their members
 * in drawn order, so that the first of a longer list are a shorter one. Where contexts are too many to list, those of a single token
 * come first and the others are drawn.
 */
export function calibrationContexts(shape: Shape, count: number, random: RandomSource): readonly Context[] {
  const draws = random("calibration", "contexts");
  const listed = shape.vocabulary ** shape.context <= MOST_LISTED;
  return listed ? listedContexts(shape, draws).slice(0, count) : drawnContexts(shape, count, draws);
}

function listedContexts({ vocabulary, context: length }: Shape, draws: RandomStream): readonly Context[] {
  const tokens = Array.from({ length: vocabulary }, String);
  const keyed = allContexts({ tokens, context: length }).map((context, n) => ({ context, key: draws.uniform(n) }));
  const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ context }) => context);
  const members = [...byStratum({ stratum: classOf }, shuffled).values()];
  const longest = Math.max(...members.map(({ length: count }) => count));
  return Array.from({ length: longest }, (_, round) => members.flatMap((own) => own.slice(round, round + 1))).flat();
}

function drawnContexts({ vocabulary, context: length }: Shape, count: number, draws: RandomStream): readonly Context[] {
  const chosen = new Map<string, Context>();
  for (let n = 0; chosen.size < count; n++) {
    const token = (k: number) => (n < vocabulary ? n : Math.floor(vocabulary * draws.uniform(n * length + k)));
    const context = Array.from({ length }, (_, k) => token(k));
    chosen.set(context.join(), context);
  }
  return [...chosen.values()];
}
