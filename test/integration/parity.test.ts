import { describe, expect, it } from "vitest";
import { generate } from "../../analog-models/training/generate.ts";
import type { RunResult } from "../../cosim/bench/result.ts";
import { modelOf, readWeightFile, trainedFile } from "../../cosim/weights/weight-file.ts";
import { foreignModel, writeModel } from "./foreign-weights.ts";
import { inScratch, runQuietly, shipped } from "./run-quietly.ts";

const check = ({ checks }: RunResult, name: string) => checks.find((one) => one.name === name);
const said = (result: RunResult, prompt: string) => check(result, `after ${prompt}`)?.measured;

/** One run of a bench that speaks. */
async function spoken(name: "parity" | "m-sequence", root: string, set: Readonly<Record<string, string>>) {
  const { result, file } = await runQuietly(await shipped(name), root, { set });
  return { result, log: file("log") };
}

/** No errors of devices: weights that were never trained have near ties, which those could decide. */
const EXACT = { mismatch: "0", offset: "0", pulseSpread: "0" };

describe("a chip that speaks by itself", () => {
  it("says the parity of the eight bits before it, token after token", async () => {
    await inScratch(async (root) => {
      const { result, log } = await spoken("parity", root, { prompts: "01101001,11111110", tokens: "4" });
      expect(result.status, JSON.stringify(result)).toBe("passed");
      expect(said(result, "01101001")).toBe("0011");
      expect(said(result, "11111110")).toBe("1111");
      expect(check(result, "tokens by the rule, each from those before it")?.measured).toBe(8);
      expect(log).toContain("01101001 -> 0011");
      expect(result.figures["program of a token"]?.value).toBeGreaterThan(0);
      expect(result.figures["wait of a token"]?.value).toBe(0);
    });
  });
  it("speaks another language with other weights and nothing else", async () => {
    await inScratch(async (root) => {
      const { result } = await spoken("m-sequence", root, { prompts: "01101001", tokens: "4" });
      expect(result.status, JSON.stringify(result)).toBe("passed");
      const model = modelOf(readWeightFile(trainedFile("m-sequence")));
      expect(said(result, "01101001")).toBe(generate(model, [0, 1, 1, 0, 1, 0, 0, 1], 4).join(""));
    });
  });
  it("says what weights of unknown origin make it say, without memory rows and with sixteen tokens", async () => {
    await inScratch(async (root) => {
      const model = foreignModel({ visible: 5, context: 4, memory: 0, vocabulary: 16 });
      const tokens = Array.from("abcdefghijklmnop");
      const weights = writeModel(root, model, tokens);
      const { result } = await spoken("parity", root, { weights, ...EXACT, prompts: "abcd,ponm", tokens: "6" });
      expect(result.status, JSON.stringify(result)).toBe("passed");
      const wanted = generate(model, [0, 1, 2, 3], 6);
      expect(said(result, "abcd")).toBe(wanted.map((token) => tokens[token]).join(""));
      expect(new Set(wanted).size).toBeGreaterThan(1);
    });
  });
  it("fails where the weights do not speak the language that they are said to be for", async () => {
    await inScratch(async (root) => {
      const parity = modelOf(readWeightFile(trainedFile("parity")));
      const { decoderWeights, decoderBias } = parity;
      const wrong = {
        ...parity,
        decoderWeights: decoderWeights.map((w) => -w),
        decoderBias: decoderBias.map((d) => -d),
      };
      const weights = writeModel(root, wrong, ["0", "1"], "parity");
      const { result } = await spoken("parity", root, { weights, prompts: "01101001", tokens: "2" });
      expect(result.status).toBe("failed");
      expect(check(result, "first tokens by the rule")).toMatchObject({ passed: false, measured: 0 });
      expect(check(result, "tokens as the model's fixed points say")?.passed).toBe(true);
    });
  });
});
