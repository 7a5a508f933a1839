import type { RandomSource } from "../../src/random.ts";
import { fixedPointOf } from "./fixed-point.ts";
import type { Context, EnergyTransformer, Shape } from "./model.ts";
import type { Recipe } from "./recipe.ts";
import { rowProduct } from "./relaxation.ts";
import type { Task } from "./tasks/task.ts";

/** Relative spread of the initial crosspoints: enough to tell equal rows apart. */
const JITTER = 0.05;
/** Initial crosspoints off the pattern, relative to the largest on it. */
const STRAY = 0.01;
/** A bias no row wakes under. */
const ASLEEP = 1e3;

/**
 * The first half of the visible nodes listens: it is dealt to the tokens in turn, the embedding of a token drives its own
 * nodes, so their voltage counts it. The second half speaks. Each memory row listens to the nodes of one token, wakes when
 * that token's fraction of the context passes a threshold, and drives one speaking node. Thresholds tile [1/2, 1): rows of
 * opposite tokens face each other from the middle outwards, so that no reading adds up the errors of more than half of them.
 * Position biases are 0 (all ages alike), the decoder is still empty.
 */
export function tiledWeights(task: Task, recipe: Recipe, random: RandomSource): EnergyTransformer {
  const { visible, memory } = recipe;
  const vocabulary = task.tokens.length;
  const plan = planOf(recipe, vocabulary);
  const jittered = (bank: string, ideal: readonly number[]) => {
    const draws = random("initial weights", bank);
    const stray = STRAY * Math.max(0, ...ideal);
    return Float64Array.from(ideal, (x, k) =>
      x > 0 ? x * (1 + JITTER * (2 * draws.uniform(k) - 1)) : stray * draws.uniform(k),
    );
  };
  const weights = {
    shape: { visible, context: task.context, memory, vocabulary },
    beta: recipe.beta,
    embedding: jittered("embedding", embeddingPattern(recipe, vocabulary, plan)),
    positionBias: new Float64Array(task.context),
    memory: jittered("memory", memoryPattern(recipe, vocabulary, plan)),
    memoryBias: new Float64Array(memory),
    visibleBias: new Float64Array(visible),
    decoderWeights: new Float64Array(vocabulary * visible),
    decoderBias: new Float64Array(vocabulary),
  };
  tileThresholds(weights, plan);
  return weights;
}

interface Plan {
  /** Nodes 0 .. listeners - 1 listen, the others speak. */
  readonly listeners: number;
  readonly speakers: number;
  /** Crosspoints of a row with each node it listens to, and with the one it speaks to. */
  readonly listen: number;
  readonly speak: number;
}

/** Both kinds of crosspoint take half of lambda_max(X'X) = memoryGain. */
function planOf({ visible, memory, memoryGain }: Recipe, vocabulary: number): Plan {
  const listeners = Math.ceil(visible / 2);
  const speakers = visible - listeners;
  const rowsOfToken = Math.ceil(memory / vocabulary);
  const nodesOfToken = Math.ceil(listeners / vocabulary);
  const rowsOfSpeaker = Math.ceil(memory / speakers);
  return {
    listeners,
    speakers,
    listen: Math.sqrt(memoryGain / 2 / (rowsOfToken * nodesOfToken)),
    speak: Math.sqrt(memoryGain / 2 / rowsOfSpeaker),
  };
}

function embeddingPattern({ visible, embeddingScale }: Recipe, vocabulary: number, { listeners }: Plan): number[] {
  return Array.from({ length: vocabulary * visible }, (_, k) => {
    const node = k % visible;
    return node < listeners && node % vocabulary === Math.floor(k / visible) ? embeddingScale : 0;
  });
}

/** Row m belongs to token m mod V, and to speaker m mod S. */
function memoryPattern({ visible, memory }: Recipe, vocabulary: number, plan: Plan): number[] {
  return Array.from({ length: memory * visible }, (_, k) => {
    const row = Math.floor(k / visible);
    const node = k % visible;
    if (node >= plan.listeners) return node - plan.listeners === row % plan.speakers ? plan.speak : 0;
    return node % vocabulary === row % vocabulary ? plan.listen : 0;
  });
}

/**
 * Puts the thresholds where they are to be, lowest first: the earlier rows drive the listeners as well, which shifts what the
 * later ones hear. A row is to wake at the fixed point of a context with so many of its token that its fraction is reached.
 */
function tileThresholds(weights: EnergyTransformer, { speakers }: Plan): void {
  const { context, memory, vocabulary } = weights.shape;
  const tiers = Math.max(1, Math.floor(speakers / vocabulary));
  const tierOf = (row: number) => Math.floor((row % speakers) / vocabulary) % tiers;
  weights.memoryBias.fill(-ASLEEP);
  for (let tier = 0; tier < tiers; tier++) {
    const count = Math.round((context * (1 + tier / tiers)) / 2);
    const asleep = { ...weights, memoryBias: Float64Array.from(weights.memoryBias) };
    for (let row = 0; row < memory; row++) {
      if (tierOf(row) !== tier) continue;
      const v = fixedPointOf(asleep, mixedContext(row % vocabulary, count, weights.shape));
      weights.memoryBias[row] = -rowProduct(weights.memory, row, v);
    }
  }
}

/** `count` times `token`, then the others in turn. */
function mixedContext(token: number, count: number, { context, vocabulary }: Shape): Context {
  const others = Math.max(1, vocabulary - 1);
  return Array.from({ length: context }, (_, k) => (k < count ? token : (token + 1 + (k % others)) % vocabulary));
}
