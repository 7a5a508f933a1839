import type { Context, EnergyTransformer, Shape } from "../../../analog-models/training/model.ts";
import { randomStream } from "../../../src/random.ts";

export const SMALL: Shape = { visible: 6, context: 4, memory: 5, vocabulary: 3 };

const uniform = (seed: number, bank: string, count: number, least: number, most: number): Float64Array => {
  const draws = randomStream(seed, "random weights", bank);
  return Float64Array.from({ length: count }, (_, k) => least + (most - least) * draws.uniform(k));
};

/** Weights without any structure; `gain` scales the memory, and 0.22 is inside the bound for `SMALL`. */
export function randomWeights(seed: number, gain = 0.22, shape = SMALL): EnergyTransformer {
  const { visible, context, memory, vocabulary } = shape;
  return {
    shape,
    beta: 0.5,
    embedding: uniform(seed, "embedding", vocabulary * visible, 0, 1),
    positionBias: uniform(seed, "position", context, -1, 1),
    memory: uniform(seed, "memory", memory * visible, 0, gain),
    memoryBias: uniform(seed, "memory bias", memory, -1, 0.5),
    visibleBias: uniform(seed, "visible bias", visible, -0.5, 0.5),
    decoderWeights: uniform(seed, "decoder", vocabulary * visible, -2, 2),
    decoderBias: uniform(seed, "decoder bias", vocabulary, -1, 1),
  };
}

export function randomContext(seed: number, { context, vocabulary }: Shape = SMALL): Context {
  return [...uniform(seed, "context", context, 0, vocabulary)].map(Math.floor);
}
