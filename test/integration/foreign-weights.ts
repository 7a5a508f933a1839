import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixedPointOf } from "../../analog-models/training/fixed-point.ts";
import type { EnergyTransformer, Shape } from "../../analog-models/training/model.ts";
import { stabilityBound } from "../../analog-models/training/stability.ts";
import { allContexts } from "../../analog-models/training/tasks/task.ts";
import { weightFileText } from "../../cosim/weights/weight-file.ts";
import { randomStream } from "../../src/random.ts";

const BOUND = 0.6;

/** Weights that nobody trained, inside the guarantee. Decoder and its bias are centred, so that more than one token is said. */
export function foreignModel(shape: Shape, seed = 1): EnergyTransformer {
  const { visible: D, context: L, memory: M, vocabulary: V } = shape;
  const bank = (name: string, count: number, least: number, most: number) => {
    const draws = randomStream(seed, "foreign weights", name);
    return Float64Array.from({ length: count }, (_, k) => least + (most - least) * draws.uniform(k));
  };
  const model: EnergyTransformer = {
    shape,
    beta: 0.5,
    embedding: bank("embedding", V * D, 0, 1),
    positionBias: bank("position bias", L, -2, 2),
    memory: bank("memory", M * D, 0, 1),
    memoryBias: bank("memory bias", M, -0.4, 0.1),
    visibleBias: bank("visible bias", D, -0.2, 0.2),
    decoderWeights: bank("decoder", V * D, -100, 100),
    decoderBias: new Float64Array(V),
  };
  const scale = Math.sqrt(BOUND / stabilityBound(model));
  const scaled = {
    ...model,
    embedding: model.embedding.map((x) => x * scale),
    memory: model.memory.map((x) => x * scale),
  };
  return { ...scaled, decoderBias: centred(scaled) };
}

/** -W mean(v*) over a few contexts */
function centred(model: EnergyTransformer): Float64Array {
  const { visible, context, vocabulary } = model.shape;
  const tokens = Array.from({ length: vocabulary }, (_, k) => String(k));
  const some = allContexts({ tokens, context: Math.min(context, 2) }).map((start) =>
    Array.from({ length: context }, (_, k) => start[k % start.length]),
  );
  const mean = new Float64Array(visible);
  for (const v of some.map((one) => fixedPointOf(model, one))) v.forEach((x, i) => (mean[i] += x / some.length));
  return Float64Array.from({ length: vocabulary }, (_, t) =>
    mean.reduce((sum, x, i) => sum - x * model.decoderWeights[t * visible + i], 0),
  );
}

/** The model as a weight file; answers its path. */
export function writeModel(
  folder: string,
  model: EnergyTransformer,
  tokens: readonly string[],
  task = "foreign",
): string {
  const { visible } = model.shape;
  const rows = (bank: Float64Array) =>
    Array.from({ length: bank.length / visible }, (_, r) => [...bank.subarray(r * visible, (r + 1) * visible)]);
  const path = join(folder, `${task}.json`);
  const text = weightFileText({
    schema: "settle-weights",
    version: 1,
    task,
    tokens: [...tokens],
    dimensions: { ...model.shape },
    beta: model.beta,
    embedding: rows(model.embedding),
    positionBias: [...model.positionBias],
    memory: rows(model.memory),
    memoryBias: [...model.memoryBias],
    visibleBias: [...model.visibleBias],
    decoder: { weights: rows(model.decoderWeights), bias: [...model.decoderBias] },
  });
  writeFileSync(path, text);
  return path;
}
