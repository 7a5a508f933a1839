import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fixedPointOf } from "../../analog-models/training/fixed-point.ts";
import { textOf, tokensOf } from "../../analog-models/training/generate.ts";
import type { Context } from "../../analog-models/training/model.ts";
import type { RunResult } from "../../cosim/bench/result.ts";
import { settle } from "../fixtures/settle.ts";
import { DrawnChip } from "../../cosim/study/chips/drawn-chip.ts";
import { chipWith, studiedLanguage } from "../../cosim/study/chips/language.ts";
import { readWeightFile } from "../../cosim/weights/weight-file.ts";
import { seededRandom } from "../../src/random.ts";
import { inScratch, runQuietly, shipped } from "./run-quietly.ts";

/** A chip that is no good as shipped. Its cells take their levels at once, so that what is wrong with them stays. */
const SEED = 3;
const DEVIATIONS = { mismatch: 0.02, offset: 2, biasError: 5, verifyTries: 0, pulseSpread: 0 };
const TEXTS = Object.fromEntries(Object.entries(DEVIATIONS).map(([name, value]) => [name, String(value)]));
const PROMPT = "11111110";
const TOKENS = 3;

const language = studiedLanguage("parity");
const { model, file } = language.order;
const made = chipWith(language, DEVIATIONS);
const chip = new DrawnChip(language, made, seededRandom(SEED));
const question = (context: Context, head: number) => ({ context, head, answer: 0, rest: fixedPointOf(model, context) });

/** What the chip says after the prompt without RTL. */
function expected(): string {
  let context = tokensOf(file.tokens, PROMPT, 8);
  const said = Array.from({ length: TOKENS }, (_, head) => {
    const token = chip.token(chip.read(question(context, head)), made.decoder);
    context = [...context.slice(1), token];
    return token;
  });
  return textOf(file.tokens, said);
}

const saidIn = ({ checks }: RunResult) => checks.find(({ name }) => name === `after ${PROMPT}`)?.measured;

async function spoken(root: string, given: Readonly<Record<string, string>> = {}) {
  const all = { ...TEXTS, prompts: PROMPT, tokens: String(TOKENS), ...given };
  return (await runQuietly(await shipped("parity"), root, { seed: SEED, set: all })).result;
}

const pairs = Object.entries(TEXTS).flatMap(([name, value]) => ["--set", `${name}=${value}`]);

describe("a drawn chip that is no good as shipped", () => {
  it("says through RTL and bus what it says without them, wrong as it is", async () => {
    await inScratch(async (root) => {
      const result = await spoken(root);
      expect(saidIn(result)).toBe(expected());
      expect(expected()).not.toBe("111");
      expect(result.status).toBe("failed");
    });
  });

  it("is calibrated through its own registers, and then says what is right", async () => {
    await inScratch(async (root) => {
      const out = join(root, "chip.json");
      const short = ["--set", "contexts=9", "--set", "heldOut=0", "--runs", root];
      const { status, stdout } = await settle(
        "calibrate",
        "parity",
        "--seed",
        String(SEED),
        "--out",
        out,
        ...pairs,
        ...short,
      );
      expect(status, stdout).toBe(0);
      expect(stdout).toMatch(/ok +right after, fitted +9 /);
      const [folder = ""] = readdirSync(root).filter((name) => name.startsWith("calibrate-parity-"));
      const reads = readFileSync(join(root, folder, "log"), "utf8").matchAll(/^([01]{8}) reads ([\d ]+)$/gm);
      for (const [, text = "", codes = ""] of reads) {
        const rest = chip.read(question(tokensOf(file.tokens, text, 8), 0));
        codes.split(" ").forEach((code, i) => expect(Math.abs(Number(code) - (rest[i] ?? 0))).toBeLessThanOrEqual(1));
      }
      const { calibrated, decoder, provenance } = readWeightFile(out);
      expect(calibrated?.chip).toBe(SEED);
      expect(decoder).toEqual(file.decoder);
      expect(provenance?.calibration).toMatchObject({
        command: expect.stringContaining(
          "settle calibrate parity --seed 3 --set biasError=5 --set contexts=9",
        ) as string,
        fitted: { contexts: 9, after: 1 },
      });
      const result = await spoken(root, { weights: out, tokens: "1" });
      expect(result.status, JSON.stringify(result)).toBe("passed");
      expect(saidIn(result)).toBe("1");
    });
  });
});

describe("settle calibrate refuses, before anything is built,", () => {
  it.each([
    ["a bench that does not speak", ["hamming", "--out", "c.json"], ['"hamming"', "parity"]],
    ["a file that is none", ["parity", "--out", "c.txt"], ["c.txt", ".json"]],
    ["a folder that is not there", ["parity", "--out", "/nowhere/c.json"], ["/nowhere"]],
    ["a parameter of another bench", ["parity", "--out", "c.json", "--set", "prompts=all"], ['"prompts"']],
    ["no contexts", ["parity", "--out", "c.json", "--set", "contexts=0"], ['"contexts"', ">= 1"]],
    ["weights that are none", ["parity", "--out", "c.json", "--weights", "/nowhere.json"], ["/nowhere.json"]],
  ])("%s", async (_what, args, words) => {
    await inScratch(async (root) => {
      const { status, stdout, stderr } = await settle("calibrate", ...args, "--runs", root);
      expect([status, stdout]).toEqual([2, ""]);
      for (const word of words) expect(stderr).toContain(word);
      expect(readdirSync(root)).toEqual([]);
    });
  });
});
