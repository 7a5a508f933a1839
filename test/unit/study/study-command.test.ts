import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { settle } from "../../fixtures/settle.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "settle-study-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const study = (...args: string[]) => settle("study", ...args);

const small = ["settling", "--quick", "--seed", "3", "--set", "sizes=[4,8]", "--set", "draws=1"];

it("lists the studies, and the parameters of one with units", async () => {
  const list = await study();
  expect([list.status, list.stderr]).toEqual([0, ""]);
  expect(list.stdout).toMatch(/^ {2}settling +Settling time against size/m);
  const one = await study("settling", "--list");
  expect(one.stdout).toMatch(/eigenvalue +0\.3 +number +>= 0\.01, <= 0\.99 +least eigenvalue.*\[1\]/);
});

it("leaves data, plots and a page that repeat byte for byte, with the command that made them", async () => {
  const first = await study(...small, "--out", join(root, "first"));
  const again = await study(...small, "--out", join(root, "again"));
  expect([first.status, again.status]).toEqual([0, 0]);
  expect(first.stdout).toMatch(/passed: \d of \d checks held, .*study-settling-[0-9a-f]{10}\n$/);
  const [folder = ""] = readdirSync(join(root, "first"));
  const files = readdirSync(join(root, "first", folder)).sort();
  expect(files.filter((file) => !/\.(csv|svg)$/.test(file))).toEqual(["command", "data.json", "study.html"]);
  expect(files).toEqual(expect.arrayContaining(["sizes.csv", "settling-time.svg"]));
  const read = (run: string, file: string) => readFileSync(join(root, run, folder, file), "utf8");
  for (const file of files) expect(read("again", file), file).toBe(read("first", file));
  expect(read("first", "command")).toBe(
    "settle study settling --seed 3 --set draws=1 --set gainDraws=1 --set 'sizes=[4,8]'\n",
  );
  expect(read("first", "sizes.csv")).toMatch(/^kind,start,amplifiers,crosspoints,median \[tau_v\],/);
  const page = read("first", "study.html");
  expect(page).toContain(read("first", "settling-time.svg"));
  expect(page).not.toMatch(/(src|href)="http/);
  const { parameters, tables } = JSON.parse(read("first", "data.json")) as Record<string, Record<string, unknown>>;
  expect(parameters).toMatchObject({ sizes: [4, 8], draws: 1, eigenvalue: 0.3 });
  expect((tables.runs as { rows: unknown[] }).rows.length).toBe(2 * (4 + 6));
});

it("ends with 1 where a check does not hold, and leaves the folder all the same", async () => {
  // So near the start that the slowest mode does not rule yet.
  const coarse = ["--set", "tolerance=0.1", "--set", "sizes=[2,20]", "--set", "draws=1", "--set", "gainDraws=1"];
  const { status, stdout } = await study("settling", ...coarse, "--out", join(root, "failing"));
  expect(stdout).toMatch(/^ {2}FAILED .*levels 0\.\.1, inference/m);
  expect(stdout).toMatch(/failed: \d of \d checks held/);
  expect(status).toBe(1);
  expect(readdirSync(join(root, "failing")).length).toBe(1);
});

it.each([
  ["an unknown study", ["setling"], ['"setling"', '"settling"']],
  ["an unknown parameter", ["settling", "--set", "size=[1]"], ['"size"', 'study "settling"', '"sizes"']],
  ["a list that is none", ["settling", "--set", "sizes=[4,"], ['"sizes"', "JSON"]],
  ["an element out of bounds", ["settling", "--set", "sizes=[4,0]"], ['"sizes"', "[4,0]"]],
])("refuses %s before anything is computed", async (_what, args, words) => {
  const { status, stdout, stderr } = await study(...args, "--out", join(root, "refused"));
  expect([status, stdout]).toEqual([2, ""]);
  for (const word of words) expect(stderr).toContain(word);
});
