import { CommanderError } from "commander";
import { SettleError } from "../../src/errors.ts";
import { EXIT, exitOfError, type ExitCode } from "./exit-codes.ts";
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

/** `args` without Node and the script. Answers the exit code and never throws. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  // A reader that leaves early (`settle list | head -1`) is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(EXIT.passed);
    throw error;
  });
  let code: ExitCode = EXIT.passed;
  const program = settleProgram(async (pending) => {
    code = await pending;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    return exitOfException(error);
  }
}
