import { describe, expect, it } from "vitest";
import { fixedPointOf } from "../../../analog-models/training/fixed-point.ts";
import { generate } from "../../../analog-models/training/generate.ts";
import { logitsOf } from "../../../analog-models/training/model.ts";
import { allContexts } from "../../../analog-models/training/tasks/task.ts";
import { phasesPerToken, saidText } from "../../../cosim/benches/language/answer.ts";
import { continued, contextsOf, Reference } from "../../../cosim/benches/language/reference.ts";
import { languageChip } from "../../../cosim/benches/language/chip.ts";
import { orderOf } from "../../../cosim/benches/language/order.ts";
import { LANGUAGE_PARAMETERS } from "../../../cosim/benches/language/parameters.ts";
import { Boundary, describeSlip, resolutionOf, slipsOf } from "../../../cosim/benches/language/slip.ts";
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
  const reference = new Reference(model);
  const boundary = new Boundary(model, 0.5);
  it("is found in the context that the chip had", () => {
    const wrong = said.map((token, n) => (n === 2 ? 1 - token : token));
    const slips = slipsOf(reference, boundary, PROMPT, wrong);
    expect(slips.slice(0, 3)).toEqual([undefined, undefined, expect.objectContaining({ said: wrong[2] })]);
    expect(slips[2]?.context).toEqual(contextsOf(PROMPT, said)[2]);
    expect(slipsOf(reference, boundary, PROMPT, said).every((slip) => slip === undefined)).toBe(true);
  });
  it("is as far from the boundary as v* must move until both logits are equal", () => {
    const [slip] = slipsOf(reference, boundary, PROMPT, [1 - said[0]]);
    if (slip === undefined) throw new Error("no slip");
    const normal = model.decoderWeights.slice(0, 16).map((w, i) => w - model.decoderWeights[16 + i]);
    const length = Math.hypot(...normal);
    const side = said[0] === 0 ? 1 : -1;
    const v = fixedPointOf(model, PROMPT).map((x, i) => x - (side * (slip.distance / 0.5) * normal[i]) / length);
    const logits = logitsOf(model.decoderWeights, model.decoderBias, v);
    expect(logits[0]).toBeCloseTo(logits[1], 6);
    expect(boundary.least(slip.logits)).toBeCloseTo(slip.distance, 12);
    expect(describeSlip(["0", "1"], slip)).toBe(
      `after 01101001 the chip says "${1 - said[0]}"; the model says "${said[0]}" by ` +
        `${Math.abs(slip.logits[0] - slip.logits[1]).toFixed(2)}, ${(slip.distance * 1e3).toFixed(2)} mV from the boundary`,
    );
  });
  it("may be a near tie for this chip, but in no context of the weights that ship", () => {
    const p = LANGUAGE_PARAMETERS.parse({});
    for (const task of ["parity", "m-sequence"]) {
      const order = orderOf(p, task, 1);
      const language = languageChip(order, p);
      const met = new Reference(order.model);
      const line = new Boundary(order.model, language.mapping.scale.visible);
      const least = allContexts({ tokens: ["0", "1"], context: 8 }).map((context) =>
        line.least(met.logits(context) ?? new Float64Array(2)),
      );
      expect(Math.min(...least)).toBeGreaterThan(resolutionOf(language, order.model));
    }
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
