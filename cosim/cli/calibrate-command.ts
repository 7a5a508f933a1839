import { basename, join, resolve } from "node:path";
import { unknownName } from "../../src/errors.ts";
import type { Bench } from "../bench/bench.ts";
import { type Calibration, calibrationBench, type Score } from "../benches/language/calibration-bench.ts";
import { LANGUAGES } from "../benches/language/languages.ts";
import { settleVersion } from "../run/manifest.ts";
import { calibratedFile } from "../weights/calibrated.ts";
import { exitOfResult, type ExitCode } from "./exit-codes.ts";
import { interruptible } from "./interrupt.ts";
import { optionsFor, type RunFlags } from "./run-command.ts";
import { placeOf, runSummary } from "./summary.ts";
import { terminalOn } from "./terminal.ts";
import { checkOut, writeWeights } from "./weight-output.ts";

/** The options of `settle calibrate`, as commander parses them. */
export interface CalibrateFlags
  extends Pick<RunFlags, "seed" | "set" | "transport" | "fallback" | "weights" | "timeLimit"> {
  readonly out: string;
  readonly runs: string;
}

function languageNamed(name: string) {
  const found = Object.values(LANGUAGES).find((language) => language.name === name);
  if (found === undefined) throw unknownName("bench", name, "what can be calibrated", Object.keys(LANGUAGES));
  return found;
}

const accuracy = ({ of, before, after }: Score) => ({ contexts: of, before: before / of, after: after / of });

/** `settle calibrate <bench>`: reads contexts on the chip that a seed draws, and writes weights with a decoder for it. */
export async function calibrateCommand(name: string, flags: CalibrateFlags): Promise<ExitCode> {
  checkOut(flags.out);
  const terminal = terminalOn(process.stdout);
  let calibration: Calibration | undefined;
  const bench = calibrationBench(languageNamed(name), (found) => (calibration = found)) as unknown as Bench;
  const runFlags: RunFlags = { ...flags, out: flags.runs, waves: false, json: false };
  const { options, inputs } = optionsFor(bench, runFlags, terminal, { name, verb: "calibrate" });
  const { runBench } = await import("../run/run-bench.ts");
  const result = await interruptible(terminal.line, (signal) => runBench(bench, { ...options, signal }));
  terminal.close();
  terminal.line(runSummary(result, join(options.runsRoot, basename(result.folder))));
  if (result.status === "passed" && calibration !== undefined) {
    const { order, decoder, fitted, heldOut } = calibration;
    const facts = {
      command: options.command,
      base: inputs.weights,
      fitted: accuracy(fitted),
      ...(heldOut.of > 0 ? { heldOut: accuracy(heldOut) } : {}),
      versions: { settle: settleVersion() },
    };
    writeWeights(flags.out, calibratedFile(order.file, flags.seed, decoder, facts));
    terminal.line(`decoder for chip ${flags.seed}: ${placeOf(resolve(flags.out))}`);
  }
  return exitOfResult(result);
}
