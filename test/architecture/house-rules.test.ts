import { basename, dirname } from "node:path";
import { expect, it } from "vitest";
import { code, files, text, typescript } from "./sources.ts";

const LONGEST_FILE = 400;
const written = files.filter((file) => /\.(ts|mjs|cpp|hpp|sv)$/.test(file) && !file.includes("/generated/"));

it(`has no hand-written file above ${LONGEST_FILE} lines`, () => {
  const long = written.filter((file) => text(file).split("\n").length - 1 > LONGEST_FILE);
  expect(long).toEqual([]);
});

const FORBIDDEN = [
  "manager",
  "helper",
  "helpers",
  "util",
  "utils",
  "data",
  "info",
  "process",
  "handle",
  "misc",
  "common",
];

it("names files and folders after what they hold", () => {
  const vague = files.filter((file) => {
    const words = file.toLowerCase().split(/[/._-]/);
    return FORBIDDEN.some((word) => words.includes(word));
  });
  expect(vague).toEqual([]);
});

// A folder is described by its own page or by that of the folder above it, which it then shares with its siblings.
const described = (folder: string): boolean =>
  files.includes(`${folder}/README.md`) || (folder.includes("/") && files.includes(`${dirname(folder)}/README.md`));

it("says in every source folder what belongs in it", () => {
  const folders = new Set(written.map((file) => dirname(file)).filter((folder) => folder !== "."));
  const own = [...folders].filter((folder) => /^(src|analog-models|cosim|hdl)\b/.test(folder));
  expect(own.filter((folder) => !described(folder))).toEqual([]);
});

const pure = typescript.filter((file) => /^(src|analog-models)\//.test(file));

it.each([
  ["a terminal", /\bconsole\b/],
  ["unseeded chance", /\bMath\.random\b/],
  ["the wall clock", /\bDate\b|\bperformance\.now\b/],
  ["the environment", /\bprocess\b/],
])("keeps %s out of src and analog-models", (_what, word) => {
  expect(pure.length).toBeGreaterThan(20);
  expect(pure.filter((file) => word.test(code(file)))).toEqual([]);
});

it("has no test that sleeps or depends on the wall clock", () => {
  const tests = typescript.filter(
    (file) => file.startsWith("test/") && file !== "test/architecture/house-rules.test.ts",
  );
  const waits = /\bsetTimeout\b.*resolve|timers\/promises/;
  expect(tests.filter((file) => waits.test(code(file)))).toEqual([]);
});

it("runs nothing but what the tests name: no test is switched off or singled out for good", () => {
  const tests = files.filter((file) => basename(file).endsWith(".test.ts") && !file.startsWith("test/architecture/"));
  expect(tests.filter((file) => /\b(it|test|describe)\.(only|skip|todo)\(/.test(code(file)))).toEqual([]);
});
