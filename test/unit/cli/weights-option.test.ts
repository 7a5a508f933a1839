import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { settle } from "../../fixtures/settle.ts";
import { inputFilesOf, placeless } from "../../../cosim/run/input-files.ts";
import { runName } from "../../../cosim/run/run-name.ts";
import parity from "../../../cosim/benches/parity.ts";
import type { Bench } from "../../../cosim/bench/bench.ts";
import { trainedFile } from "../../../cosim/weights/weight-file.ts";

const folder = mkdtempSync(join(tmpdir(), "settle-weights-option-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The shipped file with something changed in its text. */
function changed(name: string, from: string | RegExp, to: string): string {
  const path = join(folder, name);
  const text = readFileSync(trainedFile("parity"), "utf8");
  const other = text.replace(from, to);
  if (other === text) throw new Error(`nothing to change in ${name}`);
  writeFileSync(path, other);
  return path;
}

async function complaint(...args: string[]): Promise<string> {
  const { status, stderr } = await settle(...args);
  expect(status).toBe(2);
  expect(readdirSync(folder)).not.toContain("runs");
  return stderr;
}

const out = ["--out", join(folder, "runs")];
const run = (weights: string, ...more: string[]) => complaint("run", "parity", "--weights", weights, ...more, ...out);

describe("a weight file is refused with field, value and bounds before anything is built:", () => {
  it.each<[string, string | RegExp, string, readonly string[]]>([
    ["NaN", '"beta": 0.05', '"beta": NaN', ["not JSON", "NaN"]],
    ["null for NaN", '"beta": 0.05', '"beta": null', ["beta is null", "0.000001..1000"]],
    ["a negative conductance", "[1.015222,", "[-1.015222,", ["embedding[0][0] is -1.015222", "0..1000"]],
    ["a row too short", "[1.015222, 0,", "[1.015222,", ["embedding[0] has 15 entries, not 16"]],
    ["a bias missing", /"bias": \[-8.476099, /, '"bias": [', ["decoder.bias has 1 entries, not 2"]],
    ["a size too large", '"visible": 16', '"visible": 33', ["dimensions.visible is 33", "1..32"]],
  ])("%s", async (name, from, to, words) => {
    const text = await run(changed(`${name.replaceAll(" ", "-")}.json`, from, to));
    for (const word of words) expect(text).toContain(word);
  });
  it("a file that is not there", async () => {
    expect(await run(join(folder, "nowhere.json"))).toContain("cannot read weights");
  });
  it("a prompt of another length or alphabet", async () => {
    expect(await run(trainedFile("parity"), "--set", "prompts=010")).toContain("is 3, outside 8..8");
    expect(await run(trainedFile("parity"), "--set", "prompts=0101010z")).toContain('unknown token "z"');
  });
});

describe("--weights", () => {
  it("is for benches that have weights", async () => {
    const text = await complaint("run", "xor", "--weights", trainedFile("parity"), ...out);
    expect(text).toContain('bench "xor" has no parameter "weights"');
  });
  it("is not given twice", async () => {
    expect(await run(trainedFile("parity"), "--set", "weights=x.json")).toContain("--set weights=");
  });
});

describe("a run is known by the content of its file, not by its place", () => {
  const identity = (path: string) => {
    const bench = parity as unknown as Bench;
    const inputs = inputFilesOf(bench, bench.parameters.parse({ weights: path }));
    return { bench: "parity", seed: 1, set: placeless({ weights: path }, inputs), inputs };
  };
  it("so a copy elsewhere has the same name, and other content another", () => {
    const here = changed("w.json", '"task": "parity"', '"task": "mine"');
    mkdirSync(join(folder, "elsewhere"));
    const there = join(folder, "elsewhere", "w.json");
    cpSync(here, there);
    expect(identity(there)).toEqual(identity(here));
    const before = runName(identity(here));
    writeFileSync(there, readFileSync(trainedFile("parity")));
    expect(runName(identity(there))).not.toBe(before);
    expect(JSON.stringify(identity(there))).not.toContain(folder);
  });
});
