import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { settle } from "../../fixtures/settle.ts";
import { readWeightFile } from "../../../cosim/weights/weight-file.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "settle-train-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const short = (task: string, seed: string, runs: string) =>
  settle("train", task, "--seed", seed, "--epochs", "3", "--chips", "2", "--runs", join(root, runs));

it("leaves weights and a plot in a folder of their own, the same bytes each time", async () => {
  const first = await short("parity", "5", "first");
  const again = await short("parity", "5", "again");
  expect([first.status, again.status]).toEqual([0, 0]);
  for (const word of ["3/3", "trained", "untrained", "readout noises", "least Hessian eigenvalue", "after calibration"])
    expect(first.stdout).toContain(word);
  const [folder = ""] = readdirSync(join(root, "first"));
  expect(folder).toMatch(/^train-parity-[0-9a-f]{10}$/);
  expect(readdirSync(join(root, "first", folder)).sort()).toEqual(["training.html", "weights.json"]);
  const read = (runs: string, file: string) => readFileSync(join(root, runs, folder, file), "utf8");
  expect(read("again", "weights.json")).toBe(read("first", "weights.json"));
  expect(read("first", "training.html")).toMatch(/<svg[\s\S]*cross entropy[\s\S]*<\/svg>/);
});

it("writes the weight file where it is told, with the command that repeats it", async () => {
  const out = join(root, "w.json");
  const brief = ["--epochs", "1", "--chips", "1", "--runs", join(root, "runs")];
  const { status } = await settle("train", "m-sequence", "--out", out, ...brief);
  expect(status).toBe(0);
  const file = readWeightFile(out);
  expect(file.task).toBe("m-sequence");
  expect(file.provenance?.command).toBe("settle train m-sequence --seed 1 --epochs 1 --chips 1");
  expect(file.stability).toMatchObject({ guaranteed: true });
});

it.each([
  ["an unknown task", ["partiy"], ['"partiy"', '"parity"']],
  ["no epochs", ["parity", "--epochs", "0"], ["--epochs", "from 1"]],
  ["a file of another kind", ["parity", "--out", "w.txt"], ["w.txt", ".json"]],
  ["a folder that is not there", ["parity", "--out", "/nowhere/w.json"], ["no folder /nowhere"]],
])("refuses %s before training", async (_what, args, words) => {
  const { status, stdout, stderr } = await settle("train", ...args);
  expect([status, stdout]).toEqual([2, ""]);
  for (const word of words) expect(stderr).toContain(word);
});
