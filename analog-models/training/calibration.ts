import { SettleError } from "../../src/errors.ts";
import type { RandomSource } from "../../src/random.ts";
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

/**
 * `count` different contexts to calibrate on, or all V^L if those are fewer: class by class in turn, each member drawn. Where
 * there are more classes than contexts, those of a single token come first and the others are drawn.
 */
export function calibrationContexts(shape: Shape, count: number, random: RandomSource): readonly Context[] {
  const { vocabulary, context: length } = shape;
  if (vocabulary ** length <= count) return allOf(shape);
  const draws = random("calibration", "contexts");
  const classes = tokenCounts(length, vocabulary, count);
  const chosen = new Map<string, Context>();
  for (let n = 0; chosen.size < count; n++) {
    const uniform = (k: number) => draws.uniform(2 * n * length + k);
    const drawn = () => Array.from({ length }, (_, k) => Math.floor(vocabulary * uniform(length + k)));
    const member = classes === undefined ? (constant(n, shape) ?? drawn()) : contextOf(classes[n % classes.length]);
    const context = shuffled(member, uniform);
    chosen.set(context.join(), context);
  }
  return [...chosen.values()];
}

const allOf = ({ vocabulary, context }: Shape): readonly Context[] =>
  allContexts({ tokens: Array.from({ length: vocabulary }, String), context });

const constant = (token: number, { vocabulary, context }: Shape): Context | undefined =>
  token < vocabulary ? Array<number>(context).fill(token) : undefined;

/** Every way to be made of `length` tokens: how many of each kind. undefined if there are more than `most`. */
function tokenCounts(length: number, kinds: number, most: number): readonly (readonly number[])[] | undefined {
  let known: readonly (readonly number[])[] = [[]];
  for (let kind = 0; kind < kinds; kind++) {
    known = known.flatMap((counts) => {
      const left = length - counts.reduce((sum, count) => sum + count, 0);
      const least = kind === kinds - 1 ? left : 0;
      return Array.from({ length: left - least + 1 }, (_, k) => [...counts, least + k]);
    });
    if (known.length > most) return undefined;
  }
  return known;
}

const contextOf = (counts: readonly number[]): Context =>
  counts.flatMap((count, token) => Array<number>(count).fill(token));

const shuffled = (context: Context, uniform: (k: number) => number): Context =>
  context
    .map((token, k) => ({ token, key: uniform(k) }))
    .sort((a, b) => a.key - b.key)
    .map(({ token }) => token);
