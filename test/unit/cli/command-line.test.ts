import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exitOfResult } from "../../../cosim/cli/exit-codes.ts";
import { assignments } from "../../../cosim/cli/run-command.ts";
import { settle } from "../../fixtures/settle.ts";
import { runSummary } from "../../../cosim/cli/summary.ts";
import { textTable } from "../../../cosim/cli/text-table.ts";
import type { RunResult } from "../../../cosim/bench/result.ts";

const script = join(import.meta.dirname, "../../../cosim/cli/settle.mjs");
let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "settle-cli-"));
  writeFileSync(join(cwd, "no-bench.ts"), "export default { name: 'x' };\n");
  process.chdir(cwd);
});
afterAll(() => {
  process.chdir(import.meta.dirname);
  rmSync(cwd, { recursive: true, force: true });
});

/** The command as a shell starts it, from a folder that is not the project's. */
function started(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd, encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("what is wrong with a command is said before anything is built", () => {
  it.each([
    ["an unknown command", ["rn"], ["rn", "run"]],
    ["an unknown option", ["run", "xor", "--sed", "1"], ["--sed", "--seed"]],
    ["an unknown transport", ["run", "xor", "--transport", "udp"], ["udp", "ipc, tcp, in-process"]],
    ["a fallback without need", ["run", "xor", "--fallback", "ipc"], ["--fallback ipc", "--transport in-process"]],
    ["a seed that is no number", ["run", "xor", "--seed", "-1"], ["--seed", "-1", "whole number"]],
    ["a time limit of nothing", ["run", "xor", "--time-limit", "0"], ["--time-limit", "seconds"]],
    ["an unknown bench", ["run", "haming"], ['"haming"', '"hamming"', "UNKNOWN_NAME"]],
    ["an unknown bench to check", ["check", "zor"], ['"zor"', '"xor"']],
    [
      "a list of inputs in a folder that is not there",
      ["check", "xor", "--list", "no/w.json"],
      ["--list", "no folder"],
    ],
    ["a number of inputs that is none", ["check", "xor", "--inputs", "0"], ["--inputs", "whole number"]],
    ["an unknown bench to list", ["list", "xr"], ['"xr"', '"xor"']],
    ["an unknown parameter", ["run", "xor", "--set", "slewRat=1"], ['"slewRat"', 'bench "xor"', '"slewRate"']],
    ["a value out of bounds", ["run", "xor", "--set", "levelBits=99"], ['"levelBits"', "99", "<= 16"]],
    ["a wrong choice", ["run", "xor", "--set", "amplifier=tahn"], ['"tahn"', '"tanh"']],
    ["an assignment without a value", ["run", "xor", "--set", "gain"], ["--set gain", "name=value"]],
    ["a parameter given twice", ["run", "xor", "--set", "gain=1", "--set", "gain=2"], ["gain", "twice"]],
    ["a bench file that is not there", ["run", "./nowhere.ts"], ["./nowhere.ts"]],
    ["a module that is no bench", ["run", "./no-bench.ts"], ["./no-bench.ts", "defineBench"]],
    ["no bench at all", ["run"], ["bench"]],
  ])("%s", async (_what, args, words) => {
    const { status, stdout, stderr } = await settle(...args);
    for (const word of words) expect(stderr).toContain(word);
    expect(stderr).not.toMatch(/\n\s+at /); // no stack trace
    expect([status, stdout]).toEqual([2, ""]);
    expect(readdirSync(cwd)).toEqual(["no-bench.ts"]);
  });
});

describe("started by a shell", () => {
  it("tells a wrong command from a right one by its exit code", () => {
    expect(started("--version")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
    expect(started("run", "haming")).toMatchObject({ status: 2, stdout: "" });
  });
  it("takes a bench outside any package for what it is: an ES module that shares our errors", () => {
    const root = join(import.meta.dirname, "../../..");
    const lines = [
      `import { z } from ${JSON.stringify(join(root, "node_modules/zod/index.js"))};`,
      `import { unknownName } from ${JSON.stringify(join(root, "src/errors.ts"))};`,
      `const setup = () => { throw unknownName("node", "cpa", "the outer bench", ["cap"]); };`,
      `export default { name: "outer", summary: "s", parameters: z.object({}), setup, test: async () => {} };`,
    ];
    writeFileSync(join(cwd, "outer.ts"), lines.join("\n"));
    const { status, stdout } = started("check", "./outer.ts");
    rmSync(join(cwd, "outer.ts"));
    expect(stdout).toContain(`UNKNOWN_NAME: unknown node "cpa" in the outer bench; did you mean "cap"?`);
    expect(status).toBe(2);
  });
});

describe("a bench whose module does not load is named by file and line", () => {
  it.each([
    ["a syntax error", "export default {\n  a: 1\n  b: 2,\n};\n", /bad\.ts:3: Expected "}" but found "b"/],
    ["a throw", 'const f = () => {\n  throw new Error("boom");\n};\nf();\n', /bad\.ts:2: boom/],
    ["a throw of something else", "throw 7;\n", /bad\.ts: it threw 7/],
    ["a refusal of ours", 'import { ns } from "settle";\n\nns(1 / 3);\n', /bad\.ts:3: .*whole number of picoseconds/],
    ["an unknown package", 'import "node:fs";\nimport "no-such-package";\n', /bad\.ts:2: .*'no-such-package'/],
    ["an unknown file", 'import "node:fs";\nimport "./nothing.ts";\n', /bad\.ts:2: .*nothing\.ts/],
    ["an unknown export", 'import { defineBnch } from "settle";\ndefineBnch();\n', /bad\.ts:1: .*'defineBnch'/],
  ])("%s", (_what, source, complaint) => {
    writeFileSync(join(cwd, "bad.ts"), source);
    const { status, stdout, stderr } = started("run", "./bad.ts");
    rmSync(join(cwd, "bad.ts"));
    expect(stderr).toMatch(complaint);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect([status, stdout]).toEqual([2, ""]);
  });
  it("a folder", async () => {
    const { status, stderr } = await settle("run", cwd);
    expect(stderr).toContain("BAD_BENCH");
    expect(status).toBe(2);
  });
});

describe("a command that is cut short is no success", () => {
  it.each([
    ["process.exit(0)", "process.exit(0);"],
    ["process.exit(1)", "process.exit(1);"],
    ["an await that never settles", "await new Promise(() => {});"],
    ["an error nobody awaited", 'setImmediate(() => { throw new Error("stray"); });\nawait new Promise(() => {});'],
  ])("%s", (_what, source) => {
    writeFileSync(join(cwd, "short.ts"), `${source}\nexport default {};\n`);
    const { status, stderr } = started("check", "./short.ts");
    rmSync(join(cwd, "short.ts"));
    expect(stderr).toContain("the program ended before the command did");
    expect(status).toBe(3);
  });
});

it.each([
  ["a file", "no-bench.ts"],
  ["a path below a file", "no-bench.ts/runs"],
])("refuses %s as the place of run folders", async (_what, out) => {
  const { status, stderr } = await settle("run", "xor", "--out", out);
  expect(stderr).toContain(join(cwd, out));
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(status).toBe(2);
  expect(readdirSync(cwd)).toEqual(["no-bench.ts"]);
});

describe("help", () => {
  it("has examples and exit codes", () => {
    const { status, stdout } = started("--help");
    expect(status).toBe(0);
    for (const word of ["Examples:", "settle run hamming", "Exit codes:", "130"]) expect(stdout).toContain(word);
  });
  it("of run names every option and its default", async () => {
    const { stdout } = await settle("run", "--help");
    for (const word of ["--seed", "--set", "--strict", "--transport", "--no-waves", "--json", "--out", "--time-limit"])
      expect(stdout).toContain(word);
  });
});

describe("list", () => {
  it("names the shipped benches", () => {
    const { status, stdout } = started("list");
    expect(status).toBe(0);
    for (const name of ["xor", "hamming", "sar-adc"]) expect(stdout).toContain(name);
  });
  it("as JSON has every parameter with a default and a description", async () => {
    const { stdout } = await settle("list", "--json");
    const benches = JSON.parse(stdout) as {
      name: string;
      parameters: { name: string; default: unknown; description: string }[];
    }[];
    const parameters = benches.flatMap((bench) => bench.parameters);
    expect(benches.map(({ name }) => name).sort()).toEqual([
      "hamming",
      "m-sequence",
      "parity",
      "sar-adc",
      "tracking-adc",
      "xor",
    ]);
    expect(parameters.filter((row) => row.default === undefined || row.description === "")).toEqual([]);
  });
});

describe("exit codes", () => {
  it.each([
    [{ status: "passed" }, 0],
    [{ status: "failed" }, 1],
    [{ status: "diverged", error: { code: "NOT_FINITE", message: "" } }, 1],
    [{ status: "error", error: { code: "BAD_BENCH", message: "" } }, 2],
    [{ status: "error", error: { code: "RTL_BUILD", message: "" } }, 3],
    [{ status: "error", error: { code: "HOST_LOST", message: "" } }, 3],
    [{ status: "interrupted", error: { code: "INTERRUPTED", message: "" } }, 130],
  ] as const)("%o gives %i", (result, code) => expect(exitOfResult(result)).toBe(code));
});

it("keeps everything after the first = of an assignment", () => {
  expect(assignments(["a=1", "b=x=y", "c="])).toEqual({ a: "1", b: "x=y", c: "" });
});

it("aligns tables and leaves no blanks at the end of a line", () => {
  expect(textTable([["a", "long"], ["bbb"], ["c", "d"]])).toBe("  a    long\n  bbb\n  c    d");
  expect(textTable([])).toBe("");
});

const many: RunResult = {
  bench: "b",
  status: "failed",
  seed: 1,
  command: "c",
  folder: "runs/b-1",
  checks: Array.from({ length: 128 }, (_, n) => ({
    name: `word ${n}`,
    passed: n !== 77,
    measured: n,
    bound: "= 0",
    unit: "1",
  })),
  figures: {},
};

it("summarises many checks by those that failed", () => {
  const text = runSummary(many, "/elsewhere/b-1");
  expect(text).toContain("FAILED  word 77");
  expect(text).not.toContain("word 76");
  expect(text).toContain("127 more in result.json");
  expect(text).toContain("failed: 127 of 128 checks held, /elsewhere/b-1");
});

it("does not let a run that broke off look finished", () => {
  const error = { code: "BAD_BENCH", message: "the bench threw: boom" } as const;
  const text = runSummary({ ...many, status: "error", error }, "/elsewhere/b-1");
  expect(text).toContain("error: the run did not end: BAD_BENCH: the bench threw: boom");
  expect(text).toMatch(/\n127 of 128 checks had held, \/elsewhere\/b-1$/);
});
