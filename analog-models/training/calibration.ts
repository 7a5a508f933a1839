import { SettleError } from "../../src/errors.ts";
import type { RandomSource, RandomStream } from "../../src/random.ts";
import { byStratum } from "./examples.ts";
import { FixedPointSolver } from "./fixed-point.ts";
import { argMax, type Context, coreOf, type EnergyTransformer, logitsOf, type Shape } from "./model.ts";
import { type Decoder, ridgeRegression } from "./ridge.ts";
import { allContexts } from "./tasks/task.ts";

/** What one chip read for a context, in model units. */
export interface ChipReading {
  readonly context: Context;
  readonly v: Float64Array;
}

/**
 * Ridge over the variance of a reading. Above 1, since rows differ from context to context as well: what is learnt on some
 * contexts holds for others only so far. Found by trial on drawn chips.
 */
const CAUTION = 4;

/**
 * The decoder that fits one chip. With y the token that the model as designed says, one-hot and centred, and l its centred logits
 * W0 v + d0, it is W0 + U / s, d0 + u / s with least
 *
 *   sum over readings of weight |s l(v) + U v + u - y|^2 + CAUTION readoutVariance |U|^2
 *
 * so what few readings cannot tell stays as designed. s brings the model's own logits nearest to y, and thus logits keep their
 * scale: a temperature keeps its meaning. Each number of tokens of every kind weighs the same, however many contexts of it
 * were read. `readoutVariance` [model units^2] is that of a reading. NOT_FINITE where a context has no fixed
 * point, or where the decoder of the model is the same for all.
 */
export function refittedDecoder(
  model: EnergyTransformer,
  readings: readonly ChipReading[],
  readoutVariance: number,
): Decoder {
  const { shape, decoderWeights, decoderBias } = model;
  const solver = new FixedPointSolver(shape);
  const classes = readings.map(({ context }) => classOf(context));
  const known = readings.map(({ context, v }, k) => {
    const designed = logitsOf(decoderWeights, decoderBias, restOf(model, context, solver));
    const weight = 1 / classes.filter((name) => name === classes[k]).length;
    return { v, weight, designed: centred(designed), wanted: centred(oneHot(argMax(designed), designed.length)) };
  });
  const sum = (product: (of: (typeof known)[number]) => number) =>
    known.reduce((total, of) => total + of.weight * product(of), 0);
  const scale = sum((of) => dot(of.designed, of.wanted)) / sum((of) => dot(of.designed, of.designed));
  if (!(scale > 0)) throw new SettleError("NOT_FINITE", "the decoder of the weights tells no token from another");
  const observations = known.map(({ v, weight, wanted }) => {
    const present = centred(logitsOf(decoderWeights, decoderBias, v));
    return { v, weight, goals: wanted.map((y, t) => y - scale * present[t]) };
  });
  const correction = ridgeRegression(observations, shape.vocabulary, CAUTION * readoutVariance);
  return {
    weights: decoderWeights.map((w, k) => w + correction.weights[k] / scale),
    bias: decoderBias.map((d, t) => d + correction.bias[t] / scale),
  };
}

function restOf(model: EnergyTransformer, context: Context, solver: FixedPointSolver): Float64Array {
  const v = Float64Array.from(model.visibleBias);
  if (solver.solve(coreOf(model, context), v).settled) return v;
  throw new SettleError(
    "NOT_FINITE",
    `context ${context.join(" ")} has no fixed point that can be found, so there is nothing to calibrate to: see the stability bound of the weights`,
  );
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, t) => sum + x * b[t], 0);

const oneHot = (token: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, t) => (t === token ? 1 : 0));

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return values.map((x) => x - mean);
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
