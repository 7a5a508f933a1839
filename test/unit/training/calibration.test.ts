import { describe, expect, it } from "vitest";
import { calibrationContexts, refittedDecoder } from "../../../analog-models/training/calibration.ts";
import { fixedPointOf } from "../../../analog-models/training/fixed-point.ts";
import { argMax, logitsOf, type Shape } from "../../../analog-models/training/model.ts";
import { parity } from "../../../analog-models/training/tasks/parity.ts";
import { allContexts } from "../../../analog-models/training/tasks/task.ts";
import { modelOf, readWeightFile, trainedFile } from "../../../cosim/weights/weight-file.ts";
import { noRandomness, seededRandom } from "../../../src/random.ts";
import { randomWeights } from "./random-weights.ts";

const shape = (vocabulary: number, context: number): Shape => ({ visible: 1, context, memory: 0, vocabulary });
const ones = (context: readonly number[]) => context.reduce((sum, bit) => sum + bit, 0);

describe("contexts to calibrate on", () => {
  it("cover every count of tokens equally often, as far as there are members", () => {
    const contexts = calibrationContexts(shape(2, 8), 36, seededRandom(1));
    const members = Array.from({ length: 9 }, (_, n) => contexts.filter((context) => ones(context) === n).length);
    expect(new Set(contexts.map((context) => context.join())).size).toBe(36);
    expect([members[0], members[8]]).toEqual([1, 1]);
    for (const n of [2, 3, 4, 5, 6]) expect(members[n]).toBeGreaterThanOrEqual(4);
  });

  it("are one of each class in the first round", () => {
    expect(new Set(calibrationContexts(shape(2, 8), 9, seededRandom(3)).map(ones)).size).toBe(9);
    const sorted = calibrationContexts(shape(3, 2), 6, seededRandom(3)).map((c) => c.toSorted((a, b) => a - b).join());
    expect(new Set(sorted).size).toBe(6);
  });

  it("are all there are where more are asked for", () => {
    const all = allContexts({ tokens: ["a", "b", "c"], context: 3 });
    const text = (contexts: readonly (readonly number[])[]) => contexts.map((context) => context.join()).sort();
    expect(text(calibrationContexts(shape(3, 3), 1000, seededRandom(1)))).toEqual(text(all));
  });

  it("are the first of a longer list", () => {
    const longer = calibrationContexts(shape(2, 8), 100, seededRandom(4));
    expect(calibrationContexts(shape(2, 8), 40, seededRandom(4))).toEqual(longer.slice(0, 40));
  });

  it("begin with those of a single token where contexts are too many to list, and are drawn from there on", () => {
    const contexts = calibrationContexts(shape(16, 16), 40, seededRandom(2));
    expect(contexts.slice(0, 16)).toEqual(Array.from({ length: 16 }, (_, token) => Array(16).fill(token)));
    expect(contexts.length).toBe(40);
    expect(calibrationContexts(shape(16, 16), 40, seededRandom(2))).toEqual(contexts);
    expect(calibrationContexts(shape(16, 16), 40, seededRandom(3))).not.toEqual(contexts);
  });
});

describe("a decoder refitted on a chip", () => {
  const model = modelOf(readWeightFile(trainedFile("parity")));
  const contexts = allContexts(parity);
  /** A chip whose nodes are shifted and stretched, each its own way: enough to ruin the decoder of the model. */
  const draws = seededRandom(4)("chip", "nodes");
  const readAt = (context: readonly number[]) =>
    fixedPointOf(model, context).map((x, i) => 0.1 * draws.normal(i) + x * (1 + 0.1 * draws.normal(100 + i)));
  const right = ({ weights, bias }: { readonly weights: Float64Array; readonly bias: Float64Array }) =>
    contexts.filter((context) => argMax(logitsOf(weights, bias, readAt(context))) === parity.next(context)).length;
  const readings = calibrationContexts(model.shape, 9, seededRandom(1)).map((context) => ({
    context,
    v: readAt(context),
  }));
  const refitted = refittedDecoder(model, readings, 1e-6);

  it("is right on every context after nine of them, where that of the model is not", () => {
    expect(right({ weights: model.decoderWeights, bias: model.decoderBias })).toBeLessThan(200);
    expect(right(refitted)).toBe(256);
  });

  it("keeps the scale of the logits", () => {
    const meanLead = (logits: readonly Float64Array[]) =>
      logits.reduce((sum, [zero, one], k) => sum + (ones(readings[k].context) % 2 === 1 ? one - zero : zero - one), 0);
    const wanted = readings.map(({ context }) =>
      logitsOf(model.decoderWeights, model.decoderBias, fixedPointOf(model, context)),
    );
    const found = readings.map(({ v }) => logitsOf(refitted.weights, refitted.bias, v));
    expect(meanLead(found) / meanLead(wanted)).toBeGreaterThan(0.8);
    expect(meanLead(found) / meanLead(wanted)).toBeLessThan(1.25);
  });

  it("stays as it is but for its bias where the chip reads the same for every context", () => {
    const dead = readings.map(({ context }) => ({ context, v: new Float64Array(16) }));
    expect(refittedDecoder(model, dead, 1e-6).weights).toEqual(model.decoderWeights);
  });

  it("is refused for a model that says the same of everything", () => {
    const silent = { ...model, decoderWeights: new Float64Array(32), decoderBias: new Float64Array(2) };
    expect(() => refittedDecoder(silent, readings, 1e-6)).toThrow("tells no token from another");
  });

  it("is refused for a model that runs away", () => {
    const unstable = { ...randomWeights(1, 3), memoryBias: new Float64Array(5).fill(1) };
    const [context] = calibrationContexts(unstable.shape, 1, noRandomness);
    expect(() => refittedDecoder(unstable, [{ context, v: new Float64Array(6) }], 1e-6)).toThrow("no fixed point");
  });
});
