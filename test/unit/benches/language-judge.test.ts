import { describe, expect, it } from "vitest";
import { generate } from "../../../analog-models/training/generate.ts";
import { phasesPerToken, saidText } from "../../../cosim/benches/language/answer.ts";
import { continued, contextsOf, Reference } from "../../../cosim/benches/language/reference.ts";
import { describeSlip, firstSlip } from "../../../cosim/benches/language/slip.ts";
import { modelOf, readWeightFile, trainedFile } from "../../../cosim/weights/weight-file.ts";
import { randomWeights } from "../training/random-weights.ts";

const model = modelOf(readWeightFile(trainedFile("parity")));
const PROMPT = [0, 1, 1, 0, 1, 0, 0, 1];
const phases = { Program: 0, Precharge: 0, Relax: 0, Readout: 0, Decode: 0, Wait: 0 };

describe("the reference", () => {
  it("says what the generator says", () => {
    expect(new Reference(model).say(PROMPT, 17)).toEqual(generate(model, PROMPT, 17));
  });
  it("ends where a context does not settle", () => {
    expect(new Reference(randomWeights(1, 3)).say([0, 1, 2, 0], 5)).toEqual([]);
  });
  it("knows the context before each token", () => {
    expect(contextsOf([1, 2], [3, 4, 5])).toEqual([
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
    expect(continued([1, 2], 3, ([a, b]) => a + b)).toEqual([3, 5, 8]);
  });
});

describe("a token that the model would not say", () => {
  const said = generate(model, PROMPT, 6);
  it("is found, the first of them, in the context that the chip had", () => {
    const wrong = said.map((token, n) => (n >= 2 ? 1 - token : token));
    const slip = firstSlip(new Reference(model), PROMPT, wrong);
    expect(slip).toMatchObject({ context: contextsOf(PROMPT, said)[2], said: wrong[2] });
    expect(firstSlip(new Reference(model), PROMPT, said)).toBeUndefined();
  });
  it("is told with its distance from the boundary, which is where both logits are equal", () => {
    const slip = firstSlip(new Reference(model), PROMPT, [1 - said[0]]);
    if (slip === undefined) throw new Error("no slip");
    const text = describeSlip(["0", "1"], model, slip, 0.5);
    const lead = Math.abs(slip.logits[0] - slip.logits[1]);
    const apart = Math.hypot(...model.decoderWeights.slice(0, 16).map((w, i) => w - model.decoderWeights[16 + i]));
    expect(text).toContain(`after 01101001 the chip says "${1 - said[0]}"; the model says "${said[0]}"`);
    expect(text).toContain(`${((1000 * 0.5 * lead) / apart).toFixed(2)} mV from the boundary`);
  });
});

describe("an answer", () => {
  it("names the error that ended it", () => {
    expect(saidText(["0", "1"], { tokens: [1, 0], error: 1, phases })).toBe("10 (SettleTimeout)");
    expect(saidText(["the", "cat"], { tokens: [1, 0], error: 0, phases })).toBe("cat the");
  });
  it("has its programming shared among all rows, the prompt's too, and the rest among its tokens", () => {
    const run = { tokens: [0, 1], error: 0, phases: { ...phases, Program: 500, Relax: 80 } };
    const per = phasesPerToken([{ prompt: PROMPT, run }], 20);
    expect(per).toMatchObject({ Program: (500 / 10) * 20, Relax: (80 / 2) * 20, Wait: 0 });
  });
});
