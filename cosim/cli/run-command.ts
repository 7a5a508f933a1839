import { basename, join, resolve } from "node:path";
import { SettleError } from "../../src/errors.ts";
import type { Bench } from "../bench/bench.ts";
import { inputFilesOf, placeless } from "../run/input-files.ts";
import type { RunEvents, RunOptions } from "../run/run-bench.ts";
import { parseParameters } from "../run/parameters.ts";
import { resultText } from "../bench/result.ts";
import { canonicalCommand } from "../run/run-name.ts";
import { exitOfResult, type ExitCode } from "./exit-codes.ts";
import { findBench } from "./find-bench.ts";
import { interruptible } from "./interrupt.ts";
import { startProfile } from "./profile-report.ts";
import { converterTable, runSummary, runVerdict } from "./summary.ts";
import { type Terminal, terminalOn } from "./terminal.ts";

/** The options of `settle run` and `settle check`, as commander parses them. */
export interface RunFlags {
  readonly seed: number;
  readonly set: readonly string[];
  readonly transport: RunOptions["transport"];
  readonly fallback?: RunOptions["fallback"];
  /** path of a weight file */
  readonly weights?: string;
  readonly strict?: boolean;
  readonly waves: boolean;
  readonly json: boolean;
  readonly profile?: boolean;
  readonly out: string;
  /** Longest real time that one answer of the digital half may take, in seconds. */
  readonly timeLimit: number;
}

/** ["a=1", "b=2"] -> {a: "1", b: "2"}; the value may contain "=". */
export function assignments(pairs: readonly string[]): Record<string, string> {
  const set: Record<string, string> = {};
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at <= 0)
      throw new SettleError("OUT_OF_RANGE", `--set ${pair}: expected name=value, for instance --set solver.rtol=1e-8`);
    const name = pair.slice(0, at);
    if (Object.hasOwn(set, name)) throw new SettleError("OUT_OF_RANGE", `--set ${name} is given twice`);
    set[name] = pair.slice(at + 1);
  }
  return set;
}

/** `--weights FILE` is `--set weights=FILE`, for a bench that has that parameter. */
function withWeights(bench: Bench, set: Readonly<Record<string, string>>, weights: string | undefined) {
  if (weights === undefined) return set;
  if (!Object.hasOwn(bench.parameters.shape, "weights")) {
    throw new SettleError("UNKNOWN_NAME", `--weights ${weights}: bench "${bench.name}" has no parameter "weights"`);
  }
  if (Object.hasOwn(set, "weights"))
    throw new SettleError("OUT_OF_RANGE", "--weights and --set weights=... are given; one of them says it all");
  return { ...set, weights };
}

/** A value as `--set` takes it. */
export const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function eventsOn(terminal: Terminal): RunEvents {
  return {
    converters: (rows) => terminal.line(converterTable(rows)),
    log: (text) => terminal.line(text),
    stage: (text) => terminal.line(text),
    progress: (done, total, what) => terminal.progress(done, total, what),
  };
}

function fallbackOf({ transport, fallback }: RunFlags): RunOptions["fallback"] {
  if (fallback === undefined || transport === "in-process") return fallback;
  throw new SettleError("MISUSE", `--fallback ${fallback} goes with --transport in-process, not with ${transport}`);
}

/** The bench, and the options of a run of it. */
export async function prepared(name: string, flags: RunFlags, terminal: Terminal) {
  const bench = await findBench(name);
  return { bench, ...optionsFor(bench, flags, terminal, { name, verb: "run" }) };
}

/**
 * The options of a run, and the files it depends on. Parameters are checked here, before anything is built, and spelt anew from
 * their values: `2.0` and `2` are the same run. `called` is what the command line calls the bench, and the command.
 */
export function optionsFor(
  bench: Bench,
  flags: RunFlags,
  terminal: Terminal,
  called: { readonly name: string; readonly verb: "run" | "calibrate" },
) {
  const { given, parameters } = parseParameters(bench, withWeights(bench, assignments(flags.set), flags.weights));
  const set = Object.fromEntries([...given].map(([key, value]) => [key, asText(value)]));
  const inputs = inputFilesOf(bench, parameters);
  const identity = { bench: called.name, seed: flags.seed, set: placeless(set, inputs) };
  const options: Omit<RunOptions, "signal"> = {
    seed: flags.seed,
    set,
    transport: flags.transport,
    fallback: fallbackOf(flags),
    lockstepMode: flags.strict === true ? "strict" : "windowed",
    waves: flags.waves,
    timeLimit_ms: flags.timeLimit * 1000,
    runsRoot: resolve(flags.out),
    command: canonicalCommand(identity, called.verb),
    events: eventsOn(terminal),
  };
  return { options, inputs };
}

export async function runCommand(name: string, flags: RunFlags): Promise<ExitCode> {
  // With --json, stdout carries result.json and nothing else.
  const terminal = terminalOn(flags.json ? process.stderr : process.stdout);
  const { bench, options } = await prepared(name, flags, terminal);
  const { runBench } = await import("../run/run-bench.ts");
  const profiling = flags.profile === true ? await startProfile() : undefined;
  const effort = profiling === undefined ? {} : { effort: profiling.effort };
  const result = await interruptible(terminal.line, (signal) => runBench(bench, { ...options, ...effort, signal }));
  terminal.close();
  const folder = join(options.runsRoot, basename(result.folder));
  if (flags.json) process.stdout.write(resultText(result));
  terminal.line(flags.json ? runVerdict(result, folder) : runSummary(result, folder));
  if (profiling !== undefined) terminal.line(await profiling.end(folder));
  return exitOfResult(result);
}
