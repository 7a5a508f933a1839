import { EXIT, exitOfError, type ExitCode } from "./exit-codes.ts";
import { interruptible } from "./interrupt.ts";
import { listParameters } from "../run/parameters.ts";
import { prepared, type RunFlags } from "./run-command.ts";
import { parameterTable } from "./summary.ts";
import { terminalOn } from "./terminal.ts";

/** Everything short of running: parameters, wiring, compilation, port table. */
export async function checkCommand(name: string, flags: RunFlags): Promise<ExitCode> {
  const terminal = terminalOn(process.stdout);
  const { bench, options } = await prepared(name, flags, terminal);
  terminal.line(`${bench.name}: ${bench.summary}\n${parameterTable(listParameters(bench))}`);
  const { checkBench } = await import("../run/run-bench.ts");
  const report = await interruptible(terminal.line, (signal) => checkBench(bench, { ...options, signal }));
  for (const line of report.lines) terminal.line(line);
  terminal.line(
    report.ok ? `${bench.name}: ready to run` : `${report.error?.code ?? "error"}: ${report.error?.message ?? ""}`,
  );
  if (report.ok) return EXIT.passed;
  return report.error === undefined ? EXIT.infrastructure : exitOfError(report.error.code);
}
