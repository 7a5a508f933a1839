import { existsSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { SettleError } from "../../src/errors.ts";
import { EXIT, exitOfError, type ExitCode } from "./exit-codes.ts";
import { interruptible } from "./interrupt.ts";
import { listParameters } from "../run/parameters.ts";
import { prepared, type RunFlags } from "./run-command.ts";
import { parameterTable } from "./summary.ts";
import { terminalOn } from "./terminal.ts";

/** The options of `settle check`, as commander parses them. */
export interface CheckFlags extends RunFlags {
  /** Inputs that differ, and are followed at most. */
  readonly inputs: number;
  /** Where the inputs that do not settle go. */
  readonly list?: string;
}

/** Before minutes of following inputs, not after. */
function requirePlace(list: string): void {
  const folder = dirname(resolve(list));
  if (existsSync(folder)) return;
  throw new SettleError("OUT_OF_RANGE", `--list ${list}: there is no folder ${folder}`);
}

/** Everything short of running: parameters, what the weights guarantee, wiring, compilation, port table. */
export async function checkCommand(name: string, flags: CheckFlags): Promise<ExitCode> {
  const terminal = terminalOn(process.stdout);
  if (flags.list !== undefined) requirePlace(flags.list);
  const { bench, options } = await prepared(name, flags, terminal);
  terminal.line(`${bench.name}: ${bench.summary}\n${parameterTable(listParameters(bench))}`);
  const { checkBench } = await import("../run/run-bench.ts");
  const { inputs: mostInputs, list } = flags;
  const inputsFound = (text: string) => (list === undefined ? undefined : writeFileSync(list, text));
  const checked = (signal: AbortSignal) => checkBench(bench, { ...options, signal, mostInputs, inputsFound });
  const report = await interruptible(terminal.line, checked);
  terminal.close();
  for (const line of report.lines) terminal.line(line);
  terminal.line(
    report.ok ? `${bench.name}: ready to run` : `${report.error?.code ?? "error"}: ${report.error?.message ?? ""}`,
  );
  if (report.ok) return EXIT.passed;
  return report.error === undefined ? EXIT.infrastructure : exitOfError(report.error.code);
}
