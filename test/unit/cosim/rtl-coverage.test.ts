import { describe, expect, it } from "vitest";
import { coverageOf, coveredLines } from "../../../cosim/coverage/file-coverage.ts";
import { mergedPoints } from "../../../cosim/coverage/points.ts";
import { renderTable } from "../../../cosim/coverage/table.ts";
import { parseUnreachable } from "../../../cosim/coverage/unreachable.ts";
import { verdictOf } from "../../../cosim/coverage/verdict.ts";

/** As Verilator writes it, keys in its order. */
const row = (line: number, column: number, what: string, covers: string, count: number, instance = "u_a"): string => {
  const page = what === "if" || what === "else" ? "v_branch" : "v_line";
  const fields = {
    f: "hdl/rtl/a.sv",
    l: line,
    n: column,
    page: `${page}/a`,
    o: what,
    S: covers,
    h: `TOP.top.${instance}`,
  };
  const text = Object.entries(fields).filter(([, value]) => value !== "");
  return `C '${text.map(([key, value]) => `\u0001${key}\u0002${value}`).join("")}' ${count}`;
};
const counts = (...rows: readonly string[]): string => ["# SystemC::Coverage-3", ...rows, ""].join("\n");
const same = (file: string): string => file;

const SOURCE = ["module a;", "  always_comb begin", "    b = 0;", "    if (c) b = 1;", "    default: d = e;", "  end"];
const textOf = (_file: string, line: number): string => SOURCE[line - 1] ?? "";
const BLOCK = row(2, 3, "block", "2-3", 9);

const coverage = (...rows: readonly string[]) => coverageOf("hdl/rtl/a.sv", mergedPoints([counts(...rows)], same));
const verdict = (rows: readonly string[], unreachable: string, least_percent = 0) =>
  verdictOf([coverage(...rows)], parseUnreachable(unreachable), textOf, least_percent);

describe("points", () => {
  it("of the same place add up over instances, runs and names of the file", () => {
    const one = counts(row(4, 5, "if", "4", 2, "u_a"), row(4, 5, "if", "4", 3, "u_b"));
    const other = one.replaceAll("hdl/rtl", "/root/hdl/rtl");
    const points = mergedPoints([one, other], (file) => file.replace("/root/", ""));
    expect(points).toHaveLength(1);
    expect(points[0]).toMatchObject({
      file: "hdl/rtl/a.sv",
      line: 4,
      what: "if",
      kind: "branch",
      lines: [4],
      count: 10,
    });
  });
  it("stand for every line that runs with them, ranges and single ones", () => {
    expect(mergedPoints([counts(row(2, 3, "block", "2-4,7", 1))], same)[0]?.lines).toEqual([2, 3, 4, 7]);
  });
});

describe("a line", () => {
  it("is covered when all of it ran, the unwritten else included", () => {
    const taken = row(4, 5, "if", "4", 5);
    expect(coveredLines(coverage(BLOCK, taken, row(4, 6, "else", "", 1)))).toBe(3);
    const { lines, branches } = coverage(BLOCK, taken, row(4, 6, "else", "", 0));
    expect(lines).toEqual([
      { line: 2, missing: [] },
      { line: 3, missing: [] },
      { line: 4, missing: ["else"] },
    ]);
    expect(branches).toEqual({ covered: 1, total: 2 });
  });
});

describe("the verdict", () => {
  const DEAD = row(5, 5, "case", "5", 0);
  const entry = { file: "hdl/rtl/a.sv", line: "default: d = e;", reason: "no state is left over for it" };
  const known = JSON.stringify([entry]);

  it("names what never ran, and is content with a reason for it", () => {
    expect(verdict([BLOCK, DEAD], "[]").complaints).toEqual([
      "hdl/rtl/a.sv:5: case never ran, and no reason is recorded",
    ]);
    const explained = verdict([BLOCK, DEAD], known);
    expect(explained.complaints).toEqual([]);
    expect(renderTable([coverage(BLOCK, DEAD)], explained)).toContain(`hdl/rtl/a.sv:5: ${entry.reason}`);
  });
  it("takes no explanation for coverage", () => {
    expect(verdict([BLOCK, DEAD], known).percent).toBeCloseTo(200 / 3);
    expect(verdict([BLOCK, DEAD], known, 95).complaints).toEqual(["66.67 % of the lines ran, below 95 %"]);
  });
  it.each([
    ["runs after all", [BLOCK, row(5, 5, "case", "5", 1)], known],
    ["is not there", [BLOCK], JSON.stringify([{ ...entry, line: "default: ;" }])],
  ])("complains of an explanation of a line that %s", (_what, rows, unreachable) => {
    expect(verdict(rows, unreachable).complaints).toEqual([
      expect.stringContaining("is called unreachable, but it runs or is not there"),
    ]);
  });
  it("complains of RTL that nothing built", () => {
    expect(verdict([], "[]").complaints).toEqual(["hdl/rtl/a.sv has code that runs, but nothing built it"]);
  });
  it.each([
    ["no reason", { ...entry, reason: "" }],
    ["another folder", { ...entry, file: "hdl/sva/a_sva.sv" }],
    ["a line number", { ...entry, at: 5 }],
  ])("refuses an explanation with %s", (_what, wrong) => {
    expect(() => parseUnreachable(JSON.stringify([wrong]))).toThrow(/reason|file|at/);
  });
});
