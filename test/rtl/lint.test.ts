import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { filesOf, keep, mutated } from "./rtl-files.ts";

/** Everything Verilator has to say with all warnings on. */
function complaints(top: string, files: readonly string[], parameters: Readonly<Record<string, number>> = {}): string {
  const overrides = Object.entries(parameters).map(([name, value]) => `-G${name}=${value}`);
  const { stderr } = spawnSync(
    "verilator",
    ["--lint-only", "--assert", "-Wall", "--top-module", top, ...overrides, ...files],
    { encoding: "utf8" },
  );
  return stderr;
}

const sizes = [
  [3, 4, 0],
  [7, 16, 0],
  [16, 8, 16],
  [1, 1, 0],
  [256, 512, 100],
] as const;

describe("every top is clean under -Wall", () => {
  it.each(sizes)("dense_am with D=%i L=%i M=%i", (VisibleCount, RowCount, MemoryCount) => {
    expect(complaints("dense_am", filesOf("dense_am"), { VisibleCount, RowCount, MemoryCount })).toBe("");
  });
  it.each([
    ["dense_am", { DacBits: 16, AdcBits: 2, LevelBits: 16 }],
    ["dense_am", { VisibleCount: 16, RowCount: 8, MemoryCount: 16, VocabularyCount: 2 }],
    ["dense_am", { VisibleCount: 32, RowCount: 16, MemoryCount: 32, VocabularyCount: 16 }],
    ["dense_am", { VisibleCount: 1, RowCount: 1, VocabularyCount: 3 }],
    ["dense_am", { VisibleCount: 7, RowCount: 5, VocabularyCount: 5, DacBits: 2, AdcBits: 16, LevelBits: 16 }],
    ["sar_adc", {}],
    ["sar_adc", { Bits: 12, TrialCycles: 3 }],
    ["tracking_adc", {}],
    ["tracking_adc", { Bits: 16 }],
    ["relaxation_latch", {}],
    ["counter", {}],
    ["counter", { Width: 100 }],
  ] as const)("%s with %o", (top, parameters) => {
    expect(complaints(top, filesOf(top), parameters)).toBe("");
  });
});

it("a mistake in the RTL is not clean", () => {
  const files = mutated("dense_am", "latch", { file: "decision.sv", from: "bits_d  = bits_q;", to: "" });
  expect(complaints("dense_am", files)).toContain("LATCH");
});

it("the RTL keeps to 120 columns", () => {
  const lines = ["dense_am", "sar_adc", "tracking_adc", "relaxation_latch", "counter"].flatMap((top) =>
    filesOf(top).flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .map((line, i) => ({ at: `${basename(file)}:${i + 1}`, length: line.length })),
    ),
  );
  expect(lines.filter(({ at, length }) => length > 120 && !at.includes("_reg_pkg"))).toEqual([]);
});

const waivers = ["dense_am", "sar_adc", "tracking_adc", "relaxation_latch", "counter"].flatMap((top) =>
  filesOf(top)
    .filter((file) => file.endsWith(".vlt"))
    .flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .flatMap((line, i) => (line.startsWith("lint_off") ? [{ top, name: basename(file), file, line, i }] : [])),
    ),
);

describe("every waiver", () => {
  it.each(waivers)("of $name line $i has its reason in the line before ($top)", ({ file, i }) => {
    expect(readFileSync(file, "utf8").split("\n")[i - 1]).toMatch(/^\/\/ \w/);
  });
  it.each(waivers)("of $name line $i is needed by $top", ({ top, file, name, line }) => {
    const without = keep(`${top}-waiver`, name, readFileSync(file, "utf8").replace(line, ""));
    const files = filesOf(top).map((path) => (path === file ? without : path));
    const withTokens = top === "dense_am" ? { VocabularyCount: 2 } : {};
    expect(complaints(top, files, withTokens)).toContain(/-rule (\w+)/.exec(line)?.[1]);
  });
});
