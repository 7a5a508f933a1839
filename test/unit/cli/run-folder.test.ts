import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { canonicalCommand, runId, runName, shellWord } from "../../../cosim/run/run-name.ts";
import { RunFolder } from "../../../cosim/run/run-folder.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "settle-folder-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const identity = { bench: "xor", seed: 1, set: { tau_ns: "2" } };

/** The id of a process that has certainly ended. */
const deadPid = () => spawnSync(process.execPath, ["-e", ""]).pid;

it("names a run by bench, seed and parameters, whatever their order", () => {
  const one = runId({ bench: "xor", seed: 1, set: { a: "1", b: "2" } });
  expect(runId({ bench: "xor", seed: 1, set: { b: "2", a: "1" } })).toBe(one);
  const others = [
    { bench: "sar-adc", seed: 1, set: { a: "1", b: "2" } },
    { bench: "xor", seed: 2, set: { a: "1", b: "2" } },
    { bench: "xor", seed: 1, set: { a: "1", b: "3" } },
    { bench: "xor", seed: 1, set: {} },
  ].map(runId);
  expect(new Set([one, ...others]).size).toBe(5);
  expect(runName({ bench: "../evil bench", seed: 1, set: {} })).not.toMatch(/[/ ]/);
});

it("spells the canonical command sorted and quoted", () => {
  const set = { text: "it's", gain: "2" };
  expect(canonicalCommand({ bench: "xor", seed: 7, set })).toBe(
    `settle run xor --seed 7 --set gain=2 --set 'text=it'\\''s'`,
  );
});

it("quotes words so that a shell gives them back", () => {
  for (const word of ["plain", "a b", "it's", "$HOME", "`x`", "a\nb", "", "*"]) {
    const { stdout } = spawnSync("sh", ["-c", `printf %s ${shellWord(word)}`], { encoding: "utf8" });
    expect(stdout).toBe(word);
  }
});

it("shows nothing before it is published and everything afterwards", () => {
  const folder = new RunFolder(root, identity);
  folder.write("result.json", "{}");
  expect(existsSync(folder.final)).toBe(false);
  expect(folder.publish()).toBe(folder.final);
  expect(readFileSync(join(folder.final, "result.json"), "utf8")).toBe("{}");
  expect(readdirSync(root)).toEqual([runName(identity)]);
  expect(folder.folder).toBe(`runs/${runName(identity)}`);
});

it("replaces an earlier run whole, leaving none of its files", () => {
  const before = new RunFolder(root, identity);
  before.write("only-in-the-first", "");
  before.publish();
  const after = new RunFolder(root, identity);
  after.write("result.json", "2");
  expect(existsSync(join(after.final, "only-in-the-first"))).toBe(true); // still the old run
  after.publish();
  expect(readdirSync(after.final)).toEqual(["result.json"]);
});

it("leaves the earlier run alone when it is discarded", () => {
  const before = new RunFolder(root, identity);
  before.write("result.json", "1");
  before.publish();
  new RunFolder(root, identity).discard();
  expect(readdirSync(root)).toEqual([runName(identity)]);
  expect(readFileSync(join(before.final, "result.json"), "utf8")).toBe("1");
});

it("sweeps the folders of dead processes and spares those of living ones", () => {
  const dead = join(root, `.partial-xor-0123456789-${deadPid()}`);
  const alive = join(root, `.partial-xor-0123456789-${process.ppid}`);
  const foreign = join(root, "notes");
  for (const folder of [dead, alive, foreign]) mkdirSync(folder);
  new RunFolder(root, identity).discard();
  expect(existsSync(dead)).toBe(false);
  expect(existsSync(alive)).toBe(true);
  expect(existsSync(foreign)).toBe(true);
});

it("brings back a run whose replacement died between its two renames", () => {
  const replaced = join(root, `.replaced-${runName(identity)}-${deadPid()}`);
  mkdirSync(replaced);
  writeFileSync(join(replaced, "result.json"), "old");
  const folder = new RunFolder(root, identity);
  expect(readFileSync(join(folder.final, "result.json"), "utf8")).toBe("old");
  folder.discard();
});

describe("a place where no run can go is refused by name", () => {
  const runIn = (place: string) => () => new RunFolder(place, identity);
  const refusalOf = (place: string) =>
    expect.objectContaining({ code: "OUT_OF_RANGE", message: expect.stringContaining(place) as string }) as Error;

  it("a file, and what would lie below one", () => {
    writeFileSync(join(root, "file"), "mine");
    expect(runIn(join(root, "file"))).toThrow(refusalOf(join(root, "file")));
    expect(runIn(join(root, "file", "below"))).toThrow(refusalOf(join(root, "file", "below")));
    expect(readFileSync(join(root, "file"), "utf8")).toBe("mine");
  });

  it("a link to nowhere, and one to itself", () => {
    symlinkSync(join(root, "nowhere"), join(root, "dangling"));
    symlinkSync(join(root, "circle"), join(root, "circle"));
    expect(runIn(join(root, "dangling"))).toThrow(refusalOf(join(root, "dangling")));
    expect(runIn(join(root, "circle"))).toThrow(refusalOf(join(root, "circle")));
  });

  const proc = existsSync("/proc/self");
  if (!proc) process.stderr.write("run-folder.test: skipped a folder below /proc: there is no /proc here\n");
  it.skipIf(!proc)("/proc, which answers that there is no such folder", () =>
    expect(runIn("/proc/settle/runs")).toThrow(refusalOf("/proc/settle/runs")),
  );

  const root0 = process.getuid?.() === 0;
  if (root0) process.stderr.write("run-folder.test: skipped a read-only folder: nothing is read-only to root\n");
  it.skipIf(root0)("a read-only folder", () => {
    mkdirSync(join(root, "locked"));
    chmodSync(join(root, "locked"), 0o500);
    expect(runIn(join(root, "locked"))).toThrow(refusalOf(join(root, "locked")));
    expect(runIn(join(root, "locked", "below"))).toThrow(refusalOf(join(root, "locked", "below")));
  });
});

describe("what is no run", () => {
  it("is not deleted for having a run's name, before the run or since", () => {
    const taken = join(root, runName(identity));
    writeFileSync(taken, "mine");
    expect(() => new RunFolder(root, identity)).toThrow(/is no folder.*move it away/);
    rmSync(taken);
    const folder = new RunFolder(root, identity);
    writeFileSync(taken, "mine");
    expect(() => folder.publish()).toThrow(/is no folder/);
    folder.discard();
    expect(readFileSync(taken, "utf8")).toBe("mine");
    expect(readdirSync(root)).toEqual([runName(identity)]);
  });
});
