import { describe, expect, it } from "vitest";
import { evaluate } from "../../../analog-models/training/evaluation.ts";
import { splitContexts } from "../../../analog-models/training/examples.ts";
import { generate, textOf, tokensOf } from "../../../analog-models/training/generate.ts";
import { DEVICE } from "../../../analog-models/training/recipe.ts";
import { stabilityOf } from "../../../analog-models/training/stability.ts";
import { TASKS } from "../../../analog-models/training/tasks/all.ts";
import { mSequence } from "../../../analog-models/training/tasks/m-sequence.ts";
import { allContexts, type Task } from "../../../analog-models/training/tasks/task.ts";
import { modelOf, readWeightFile, trainedFile } from "../../../cosim/weights/weight-file.ts";
import { seededRandom } from "../../../src/random.ts";

const modelFor = (task: Task) => modelOf(readWeightFile(trainedFile(task.name)));

/** What the language itself says after a prompt. */
function spoken(task: Task, prompt: readonly number[], count: number): readonly number[] {
  const text = [...prompt];
  for (let n = 0; n < count; n++) text.push(task.next(text.slice(-task.context)));
  return text.slice(prompt.length);
}

describe.each(TASKS)("the shipped weights of $name", (task) => {
  const weights = modelFor(task);

  it("continue every prompt by seventeen right tokens", () => {
    const wrong = allContexts(task).filter(
      (prompt) => generate(weights, prompt, 17).join() !== spoken(task, prompt, 17).join(),
    );
    expect(wrong).toEqual([]);
  });

  it("lie inside the bound that they state, and so does every fixed point", () => {
    const { stability = {} } = readWeightFile(trainedFile(task.name));
    const { bound, guaranteed, memory } = stabilityOf(weights);
    expect(guaranteed).toBe(true);
    expect(bound).toBeLessThanOrEqual(0.85);
    expect(stability.bound).toBeCloseTo(bound, 5);
    expect(stability.memory).toBeCloseTo(memory, 5);
    const found = evaluate(task, weights, splitContexts(task, seededRandom(1)), { noise: DEVICE });
    expect(found.unsettled).toEqual([]);
    expect(found.leastCurvature).toBeGreaterThanOrEqual(1 - bound - 1e-12);
    expect(stability.leastCurvature).toBeCloseTo(found.leastCurvature, 5);
    expect(found.accuracy).toEqual({ train: 1, heldOut: 1, all: 1 });
    expect(found.margin.readoutNoise).toBeGreaterThan(10);
  });

  it("hold for the drawn chips what is asked of them", () => {
    const { provenance = {} } = readWeightFile(trainedFile(task.name));
    const { tolerance, baseline } = provenance as Record<string, never>;
    const { mismatch } = tolerance as { mismatch: { shipped: { mean: number }; calibrated: { worst: number } } };
    expect(mismatch.shipped.mean).toBeGreaterThanOrEqual(0.99);
    expect(mismatch.calibrated.worst).toBe(1);
    expect(baseline).toHaveProperty("accuracy");
  });
});

it("goes through the whole period of the m-sequence, from either value of the unused bit", () => {
  const weights = modelFor(mSequence);
  for (const oldest of [0, 1]) {
    const prompt = [oldest, 0, 0, 0, 0, 0, 0, 1];
    const said = generate(weights, prompt, 127 + 7);
    expect(said).toEqual(spoken(mSequence, prompt, 127 + 7));
    expect(said.slice(127)).toEqual(said.slice(0, 7));
  }
});

it("attends to the two ages that decide, by learned biases alone", () => {
  const { positionBias, beta } = modelFor(mSequence);
  const weights = positionBias.map((b) => Math.exp(beta * b));
  const total = weights.reduce((sum, w) => sum + w, 0);
  const [fifth, sixth] = [weights[5] / total, weights[6] / total];
  expect(fifth + sixth).toBeGreaterThan(0.8);
  expect(Math.abs(fifth - sixth)).toBeLessThan(0.05);
});

describe("prompts", () => {
  const weights = modelFor(mSequence);
  it("are read by name and written back", () => {
    expect(tokensOf(["0", "1"], "01101001", 8)).toEqual([0, 1, 1, 0, 1, 0, 0, 1]);
    expect(tokensOf(["ab", "c"], " c ab ", 2)).toEqual([1, 0]);
    expect(textOf(["0", "1"], [1, 0])).toBe("10");
    expect(textOf(["ab", "c"], [1, 0])).toBe("c ab");
  });
  it.each([
    ["of the wrong length", () => tokensOf(["0", "1"], "0110", 8), /"0110" in tokens is 4, outside 8\.\.8/],
    ["of another alphabet", () => tokensOf(["0", "1"], "0110100x", 8), /unknown token "x"/],
    ["of the wrong length, as numbers", () => generate(weights, [0, 1], 1), /length of the prompt is 2/],
    [
      "of an unknown token, as numbers",
      () => generate(weights, [0, 1, 2, 0, 0, 0, 0, 0], 1),
      /token 2 .* is 2, outside 0\.\.1/,
    ],
  ])("%s are refused", (_what, act, words) => {
    expect(act).toThrow(words);
  });
});
