import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Bench } from "../../cosim/bench/bench.ts";
import { benches } from "../../cosim/benches/index.ts";
import { inputFilesOf, placeless } from "../../cosim/run/input-files.ts";
import { parseParameters } from "../../cosim/run/parameters.ts";
import { type RunOptions, runBench } from "../../cosim/run/run-bench.ts";
import { canonicalCommand } from "../../cosim/run/run-name.ts";

export const silent = { converters: () => {}, log: () => {}, progress: () => {}, stage: () => {} };

export async function shipped(name: string): Promise<Bench> {
  const load = benches[name];
  if (load === undefined) throw new Error(`no bench ${name}`);
  return load();
}

/** A folder for runs that is gone when the test is. */
export async function inScratch<T>(body: (root: string) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), "settle-test-"));
  try {
    return await body(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Those of a run whose folder goes to `root`, without a word on the terminal. */
export function runOptions(bench: Bench, root: string, options: Partial<RunOptions> = {}): RunOptions {
  const { seed = 1, set = {} } = options;
  const files = inputFilesOf(bench, parseParameters(bench, set).parameters);
  return {
    seed,
    set,
    transport: "ipc",
    lockstepMode: "windowed",
    waves: false,
    timeLimit_ms: 20_000,
    signal: new AbortController().signal,
    runsRoot: root,
    command: canonicalCommand({ bench: bench.name, seed, set: placeless(set, files) }),
    events: silent,
    ...options,
  };
}

/** Runs a bench and answers its result with a reader for the files of its folder. */
export async function runQuietly(bench: Bench, root: string, options: Partial<RunOptions> = {}) {
  const result = await runBench(bench, runOptions(bench, root, options));
  const file = (name: string) => readFileSync(join(root, basename(result.folder), name), "utf8");
  return { result, file };
}
