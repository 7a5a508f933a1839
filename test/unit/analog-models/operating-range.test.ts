import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { operatingRange, rangeOver } from "../../../analog-models/networks/operating-range.ts";
import { fixedPointOf } from "../../../analog-models/training/fixed-point.ts";
import { coreOf, type EnergyTransformer } from "../../../analog-models/training/model.ts";
import { rowProduct } from "../../../analog-models/training/relaxation.ts";
import { modelOf, readWeightFile, trainedFile } from "../../../cosim/weights/weight-file.ts";
import { randomContext, randomWeights } from "../training/random-weights.ts";

/** Largest |v|, |h| of attention rows and of memory rows at rest in one context. */
function atRest(model: EnergyTransformer, seed: number) {
  const context = randomContext(seed, model.shape);
  const v = fixedPointOf(model, context);
  const { attention } = coreOf(model, context);
  const largest = (rows: Float64Array, biases: Float64Array) =>
    Math.max(...Array.from(biases, (b, r) => Math.abs(rowProduct(rows, r, v) + b)));
  return {
    visible: Math.max(...v.map(Math.abs)),
    attention: largest(attention, model.positionBias),
    memory: largest(model.memory, model.memoryBias),
  };
}

describe("the range of a model", () => {
  it("holds every context of any weights inside the bound", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (weights, context) => {
        const model = randomWeights(weights);
        const range = operatingRange(model);
        const met = atRest(model, context);
        for (const bank of ["visible", "attention", "memory"] as const) {
          expect(met[bank]).toBeLessThanOrEqual((range?.[bank] ?? 0) * (1 + 1e-9));
        }
      }),
      { numRuns: 100 },
    );
  });
  it.each(["parity", "m-sequence"])("is well used by the weights of %s", (task) => {
    const model = modelOf(readWeightFile(trainedFile(task)));
    const met = Array.from({ length: 200 }, (_, seed) => atRest(model, seed));
    const range = operatingRange(model);
    for (const bank of ["visible", "attention", "memory"] as const) {
      expect(Math.max(...met.map((one) => one[bank]))).toBeGreaterThan(0.6 * (range?.[bank] ?? Infinity));
    }
  });
  it("is not promised where v may run away", () => {
    expect(operatingRange(randomWeights(1, 3))).toBeUndefined();
  });
  it("is 1 for what is all zeros, so that it can be divided by", () => {
    const zeros = (bank: Float64Array) => bank.map(() => 0);
    const model = randomWeights(1);
    const dark = {
      ...model,
      embedding: zeros(model.embedding),
      positionBias: zeros(model.positionBias),
      visibleBias: zeros(model.visibleBias),
    };
    expect(rangeOver(dark, [new Float64Array(model.shape.visible)])).toMatchObject({ visible: 1, attention: 1 });
  });
});
