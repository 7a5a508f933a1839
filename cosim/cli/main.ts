import { CommanderError } from "commander";
import { SettleError } from "../../src/errors.ts";
import { EXIT, exitOfError, type ExitCode } from "./exit-codes.ts";
import { guardingExit } from "./exit-guard.ts";
import { settleProgram } from "./program.ts";

function exitOfException(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.usage; // it has printed
  if (error instanceof SettleError) {
    process.stderr.write(`settle: ${error.message} [${error.code}]\n`);
    return exitOfError(error.code);
  }
  // Not foreseen: the whole trace, because it is to be reported.
  process.stderr.write(`settle: ${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT.infrastructure;
}

/** A reader that leaves early (`settle run xor | head -1`) is no error: the run goes on, unheard. */
function unlessReaderLeft(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** `args` without Node and the script. Answers the exit code and never throws. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", unlessReaderLeft);
  let code: ExitCode = EXIT.passed;
  const program = settleProgram(async (pending) => {
    code = await pending;
  });
  try {
    await guardingExit(() => program.parseAsync(args, { from: "user" }));
    return code;
  } catch (error) {
    return exitOfException(error);
  }
}
