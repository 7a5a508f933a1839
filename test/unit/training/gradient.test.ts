import { describe, expect, it } from "vitest";
import { Batch, type Slopes } from "../../../analog-models/training/batch.ts";
import { type DeviceNoise, drawChip, type FullScales } from "../../../analog-models/training/chip-draw.ts";
import type { EnergyTransformer } from "../../../analog-models/training/model.ts";
import { seededRandom } from "../../../src/random.ts";
import { randomContext, randomWeights, SMALL } from "./random-weights.ts";

const IDEAL: DeviceNoise = { levelBits: 0, mismatch: 0, biasError: 0, offset: 0, readoutBits: 0 };
// Rounding to levels has no slope: it is passed straight through, and left out here.
const NOISY: DeviceNoise = { levelBits: 0, mismatch: 0.05, biasError: 0.05, offset: 0.02, readoutBits: 6 };
const FULL: FullScales = { embedding: 1, memory: 0.3, positionBias: 1, memoryBias: 1, visibleBias: 0.5, visible: 2 };
const STEP = 1e-5;

const examples = [1, 2, 3].map((n) => ({ context: randomContext(n), target: n % 3, weight: n / 6 }));

function lossAndSlopes(weights: EnergyTransformer, noise: DeviceNoise) {
  const batch = new Batch(weights, examples);
  const draws = [0, 1].map((chip) => drawChip(seededRandom(5), "test", chip, SMALL));
  const loss = batch.evaluate(0, { draws, noise, full: FULL });
  return { loss, slopes: batch.slopes };
}

/** Central difference by one weight, which is put back. */
function difference(weights: EnergyTransformer, bank: Float64Array, k: number, noise: DeviceNoise): number {
  const kept = bank[k];
  const at = (x: number) => {
    bank[k] = x;
    return lossAndSlopes(weights, noise).loss;
  };
  const slope = (at(kept + STEP) - at(kept - STEP)) / (2 * STEP);
  bank[k] = kept;
  return slope;
}

const BANKS = [
  "embedding",
  "positionBias",
  "memory",
  "memoryBias",
  "visibleBias",
  "decoderWeights",
  "decoderBias",
] as const satisfies readonly (keyof Slopes)[];

describe.each([
  ["as designed", IDEAL],
  ["on drawn chips", NOISY],
])("slopes of the loss through the fixed point, %s", (_what, noise) => {
  it.each(BANKS)("%s agrees with central differences to 1e-8", (name) => {
    const weights = randomWeights(4);
    const { slopes } = lossAndSlopes(weights, noise);
    const analytic = slopes[name];
    const largest = Math.max(...analytic.map(Math.abs));
    expect(largest).toBeGreaterThan(1e-4);
    for (let k = 0; k < analytic.length; k++) {
      expect(Math.abs(analytic[k] - difference(weights, weights[name], k, noise))).toBeLessThan(1e-8);
    }
  });
});
