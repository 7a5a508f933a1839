import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { SettleError } from "../../src/errors.ts";
import { COVERAGE_VARIABLE } from "../host/build.ts";
import { coverageOf, type FileCoverage } from "./file-coverage.ts";
import { mergedPoints } from "./points.ts";

/** Something that drives the RTL: a program of this project and its arguments. */
export interface Subject {
  readonly name: string;
  readonly arguments: readonly string[];
}

/** Runs a subject with every model built for coverage; answers what it counted. Its own output goes to standard error. */
export function counted(subject: Subject, root: string, folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync(process.execPath, subject.arguments, {
    cwd: root,
    env: { ...process.env, [COVERAGE_VARIABLE]: folder },
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0)
    throw new SettleError("RTL_BUILD", `${subject.name} failed: what it covers says nothing (its output is above)`);
  return readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
}

const RTL = "hdl/rtl/";
/** Verilator counts in the blocks of modules; it leaves out packages and continuous assignments. */
const COUNTABLE = /^module\b[^]*^\s*(always|initial)/m;

/** The RTL of this project that has anything to count. */
export const rtlFiles = (root: string): readonly string[] =>
  readdirSync(join(root, RTL), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".sv"))
    .map((file) => `${RTL}${file}`)
    .filter((file) => COUNTABLE.test(readFileSync(join(root, file), "utf8")))
    .sort();

/** Coverage of every file of the RTL; one that was never built has no lines. */
export function filesCovered(root: string, texts: readonly string[]): readonly FileCoverage[] {
  const points = mergedPoints(texts, (file) => relative(root, resolve(root, file)));
  return rtlFiles(root).map((file) =>
    coverageOf(
      file,
      points.filter((point) => point.file === file),
    ),
  );
}
