import { describe, expect, it } from "vitest";
import { applyChip, chipLike, type DeviceNoise, drawChip } from "../../../analog-models/training/chip-draw.ts";
import { fixedPointOf } from "../../../analog-models/training/fixed-point.ts";
import { coreOf, logitsOf } from "../../../analog-models/training/model.ts";
import { ridgeDecoder } from "../../../analog-models/training/ridge.ts";
import { DEVICE } from "../../../analog-models/training/recipe.ts";
import { parity } from "../../../analog-models/training/tasks/parity.ts";
import { allContexts } from "../../../analog-models/training/tasks/task.ts";
import { toleranceOf } from "../../../analog-models/training/tolerance.ts";
import { fullScales } from "../../../analog-models/training/train.ts";
import { modelOf, readWeightFile, trainedFile } from "../../../cosim/weights/weight-file.ts";
import { randomStream, seededRandom } from "../../../src/random.ts";
import { randomWeights, SMALL } from "./random-weights.ts";

const NONE: DeviceNoise = { levelBits: 0, mismatch: 0, biasError: 0, offset: 0, readoutBits: 0 };
const weights = randomWeights(1);
const core = coreOf(weights, [0, 1, 2, 0]);
const full = fullScales(weights, [fixedPointOf(weights, [0, 1, 2, 0])]);

function chip(noise: Partial<DeviceNoise>, seed = 1) {
  const made = chipLike(core);
  applyChip(core, drawChip(seededRandom(seed), "test", 0, SMALL), { ...NONE, ...noise }, full, made);
  return made;
}

describe("a drawn chip", () => {
  it("without noise is the core itself", () => {
    expect(chip({})).toEqual(core);
  });

  it("holds crosspoints on 127 steps of full scale, no farther off than half a step", () => {
    const step = full.memory / 127;
    chip({ levelBits: 8 }).memory.forEach((x, k) => {
      expect(Math.abs(x - core.memory[k])).toBeLessThanOrEqual(step / 2 + 1e-15);
      expect(x / step).toBeCloseTo(Math.round(x / step), 9);
    });
  });

  it("errs by the stated spread, and never has a negative conductance", () => {
    const draws = Array.from({ length: 300 }, (_, seed) => chip({ mismatch: 0.1, biasError: 0.05 }, seed));
    const relative = draws.flatMap(({ memory }) => [...memory].map((x, k) => x / core.memory[k] - 1));
    const shifts = draws.flatMap(({ memoryBias }) => [...memoryBias].map((x, k) => x - core.memoryBias[k]));
    const spread = (values: readonly number[]) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
    expect(spread(relative) / 0.1).toBeCloseTo(1, 1);
    expect(spread(shifts) / (0.05 * full.memoryBias)).toBeCloseTo(1, 1);
    expect(Math.min(...draws.flatMap(({ memory }) => [...memory]))).toBeGreaterThanOrEqual(0);
  });

  it("is a function of its number and seed", () => {
    expect(chip({ mismatch: 0.1 }, 3)).toEqual(chip({ mismatch: 0.1 }, 3));
    expect(chip({ mismatch: 0.1 }, 3)).not.toEqual(chip({ mismatch: 0.1 }, 4));
  });
});

it("a ridge decoder reads back what a linear one could have written", () => {
  const draws = randomStream(1, "readings", "v");
  const truth = Float64Array.of(1, -2, 0.5);
  const readings = Array.from({ length: 60 }, (_, n) => {
    const v = Float64Array.from({ length: 3 }, (_v, i) => draws.normal(3 * n + i));
    return { v, target: v[0] - 2 * v[1] + 0.5 * v[2] > 0.3 ? 1 : 0, weight: 1 };
  });
  const { weights: w, bias } = ridgeDecoder(readings, 2, 1e-6);
  const wrong = readings.filter(({ v, target }) => {
    const logits = logitsOf(w, bias, v);
    return logits[1] > logits[0] !== (target === 1);
  });
  expect(wrong.length).toBeLessThan(4);
  expect(w[4] / w[3]).toBeLessThan(truth[1] / truth[0] / 2);
});

it("calibration wins back a chip that is far off", () => {
  const model = modelOf(readWeightFile(trainedFile("parity")));
  const contexts = allContexts(parity);
  const judged = contexts.map((context) => ({ context, target: parity.next(context), weight: 1 / contexts.length }));
  const trial = {
    chips: 5,
    noise: { ...DEVICE, biasError: 0.03 },
    full: fullScales(
      model,
      contexts.map((context) => fixedPointOf(model, context)),
    ),
    judged,
    calibration: contexts.map((_, k) => k),
  };
  const { shipped, calibrated } = toleranceOf(model, trial, seededRandom(11));
  expect(shipped.mean).toBeLessThan(0.99);
  expect(calibrated.mean).toBeGreaterThan(shipped.mean);
  expect(calibrated.mean).toBeGreaterThan(0.99);
});
