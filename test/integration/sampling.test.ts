import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fixedPointOf } from "../../analog-models/training/fixed-point.ts";
import { type EnergyTransformer, logitsOf } from "../../analog-models/training/model.ts";
import { tokensOf } from "../../analog-models/training/generate.ts";
import { foreignModel, writeModel } from "./foreign-weights.ts";
import { inScratch, runQuietly, shipped } from "./run-quietly.ts";

const TEMPERATURE = 60;
const DRAWS = 300;
const NAMES = ["a", "b", "c"];
/** One node and one row: a token is followed by a draw that depends on it alone. */
const model = foreignModel({ visible: 1, context: 1, memory: 0, vocabulary: NAMES.length }, 4);

/** p(next | token) of the model at rest. */
function chances(of: EnergyTransformer, token: number, temperature: number): readonly number[] {
  const logits = logitsOf(of.decoderWeights, of.decoderBias, fixedPointOf(of, [token]));
  const weights = [...logits].map((logit) => Math.exp((logit - Math.max(...logits)) / temperature));
  return weights.map((weight) => weight / weights.reduce((sum, one) => sum + one, 0));
}

/** Pearson's statistic of all transitions, each row against the chances of its token. */
function chiSquare(text: readonly number[], temperature: number): number {
  let sum = 0;
  for (let from = 0; from < NAMES.length; from++) {
    const nexts = text.slice(1).filter((_, n) => text[n] === from);
    chances(model, from, temperature).forEach((p, to) => {
      const expected = p * nexts.length;
      sum += (nexts.filter((token) => token === to).length - expected) ** 2 / expected;
    });
  }
  return sum;
}
/** Three rows of three: 6 degrees of freedom; exceeded by chance once in a thousand. */
const CHI_SQUARE_6_0_001 = 22.46;

async function draws(root: string, seed: number, tokens: number) {
  const weights = writeModel(mkdtempSync(join(root, "weights-")), model, NAMES); // another place each time
  // A slow clock and a relaxation of fixed length: few cycles a token.
  const timing = { clockPeriod: "50", readout: "8", settleDetect: "false" };
  const set = { ...timing, weights, prompts: "a", tokens: String(tokens), temperature: String(TEMPERATURE) };
  const { result, file } = await runQuietly(await shipped("parity"), root, { seed, set });
  expect(result.status, JSON.stringify(result)).toBe("passed");
  const said = /^a -> (\w+)/m.exec(file("log"))?.[1] ?? "";
  return { text: [0, ...tokensOf(NAMES, said, tokens)], result: file("result.json") };
}

describe("tokens drawn at a temperature, through RTL and circuit", () => {
  it("follow the model's chances, and not those of another temperature", async () => {
    await inScratch(async (root) => {
      const { text } = await draws(root, 1, DRAWS);
      expect(chiSquare(text, TEMPERATURE)).toBeLessThan(CHI_SQUARE_6_0_001);
      expect(chiSquare(text, 3 * TEMPERATURE)).toBeGreaterThan(CHI_SQUARE_6_0_001);
      expect(chiSquare(text, TEMPERATURE / 3)).toBeGreaterThan(CHI_SQUARE_6_0_001);
    });
  });
  it("are the same tokens and the same bytes for the same seed, wherever the weights lie, and others for another", async () => {
    await inScratch(async (root) => {
      const first = await draws(root, 5, 30);
      expect(await draws(root, 5, 30)).toEqual(first);
      expect((await draws(root, 6, 30)).text).not.toEqual(first.text);
    });
  });
});
