import { writeFileSync } from "node:fs";
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

/** Everything short of running: parameters, what the weights guarantee, wiring, compilation, port table. */
export async function checkCommand(name: string, flags: CheckFlags): Promise<ExitCode> {
  const terminal = terminalOn(process.stdout);
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
