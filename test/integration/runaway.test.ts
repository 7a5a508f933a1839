import { describe, expect, it } from "vitest";
import type { EnergyTransformer } from "../../analog-models/training/model.ts";
import { exitOfResult } from "../../cosim/cli/exit-codes.ts";
import { checkBench } from "../../cosim/run/run-bench.ts";
import { writeModel } from "./foreign-weights.ts";
import { inScratch, runOptions, runQuietly, shipped } from "./run-quietly.ts";

const GAIN = 1.2;
/** Between 5 and 6 of 8 ones. */
const WAKES_AT = 0.69;

/**
 * Attention is nearly the mean of the rows, so node 0 rests at the fraction of ones; one memory unit wakes above a fraction and
 * then drives its node by more than the node gives it. So the inputs of six or more ones run away: 37 of 256.
 */
function almostStable(): EnergyTransformer {
  const shape = { visible: 16, context: 8, memory: 16, vocabulary: 2 };
  const sparse = (length: number, entries: Readonly<Record<number, number>>) =>
    Float64Array.from({ length }, (_, k) => entries[k] ?? 0);
  return {
    shape,
    beta: 1e-3,
    embedding: sparse(32, { 1: 1, 16: 1 }),
    positionBias: new Float64Array(8),
    memory: sparse(256, { 0: Math.sqrt(GAIN) }),
    memoryBias: sparse(16, { 0: -WAKES_AT * Math.sqrt(GAIN) }),
    visibleBias: new Float64Array(16),
    decoderWeights: sparse(32, { 16: 20 }),
    decoderBias: Float64Array.of(0, -11),
  };
}

const onesIn = (text: string): number => Array.from(text).filter((bit) => bit === "1").length;

describe("a weight file outside the bound", () => {
  it("is named as such, and its runaway inputs are found, all of them", async () => {
    await inScratch(async (root) => {
      const set = { weights: writeModel(root, almostStable(), ["0", "1"]) };
      let listing = "";
      const inputsFound = (text: string) => (listing = text);
      const bench = await shipped("parity");
      const report = await checkBench(bench, { ...runOptions(bench, root, { set }), mostInputs: 65_536, inputsFound });
      expect(report.ok, JSON.stringify(report)).toBe(true);
      const text = report.lines.join("\n");
      expect(text).toContain("warning: weights for foreign: OUTSIDE the guarantee of one fixed point (bound 1.2");
      expect(text).toContain("voltages may RUN AWAY: the energy has no floor (memory eigenvalue 1.2000, limit 1)");
      expect(text).toContain("all 256 contexts (9 that differ): 219 settle, 37 run away");
      const { inputs } = JSON.parse(listing) as { inputs: { context: string; ending: string; eigenvalue: number }[] };
      expect(inputs).toHaveLength(37);
      for (const { context, ending, eigenvalue } of inputs) {
        expect(onesIn(context)).toBeGreaterThanOrEqual(6);
        expect(ending).toBe("runs away");
        expect(eigenvalue).toBeCloseTo(1 - GAIN, 9);
      }
    });
  });

  it("runs as far as its inputs settle; one that runs away ends the run as diverged, although its energy falls: on every transport and in every mode", async () => {
    await inScratch(async (root) => {
      const set = { weights: writeModel(root, almostStable(), ["0", "1"]), prompts: "00001111,00111111", tokens: "1" };
      const bench = await shipped("parity");
      const { result, file } = await runQuietly(bench, root, { set, waves: true });
      expect(result.status, JSON.stringify(result)).toBe("diverged");
      expect(exitOfResult(result)).toBe(1);
      const [, time, node, eigenvalue] =
        /^at ([\d.]+ us) the voltages run away at (visible\.v\[0\]|hidden\.v\[8\]), its amplifier at the rail of 0\.9 V: .*eigenvalue (-[\d.]+), e-fold in/.exec(
          result.error?.message ?? "",
        ) ?? [];
      expect([time, node]).not.toContain(undefined);
      // 1 % of mismatch on a gain of 1.2
      expect(Math.abs(Number(eigenvalue) - (1 - GAIN))).toBeLessThan(0.05);
      expect(result.checks.find(({ name }) => name.startsWith("energy"))?.passed).toBe(true);
      const converged = result.checks.find(({ name }) => name.startsWith("relaxations converged"));
      expect(converged).toMatchObject({ passed: true, measured: 1 });
      expect(result.figures["memory eigenvalue, as programmed"]?.value).toBeCloseTo(1 - Number(eigenvalue), 3);
      expect(file("log")).toContain("00001111 -> 0");
      expect(file("log")).toContain("the run ends at prompt 00111111");
      expect(file("report.html")).toContain("37 run away");
      expect((JSON.parse(file("inputs.json")) as { inputs: unknown[] }).inputs).toHaveLength(37);
      const everything = () => ["result.json", "waves.vcd", "report.html", "log", "inputs.json"].map(file);
      const windowedOverIpc = everything();
      for (const options of [{ transport: "tcp", lockstepMode: "strict" }, { transport: "in-process" }] as const) {
        await runQuietly(bench, root, { set, waves: true, ...options });
        expect(everything()).toEqual(windowedOverIpc);
      }
    });
  });
});
