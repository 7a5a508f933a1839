import type { ErrorCode } from "../../src/errors.ts";
import type { RunResult } from "../bench/result.ts";

/** What the shell is told. Scripts rely on these numbers: append only. */
export const EXIT = { passed: 0, failed: 1, usage: 2, infrastructure: 3, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Who has to act: the author of the design or its test (failed), of the command or bench (usage), or of the machine. */
const EXIT_OF_ERROR: Record<ErrorCode, ExitCode> = {
  UNKNOWN_NAME: EXIT.usage,
  OUT_OF_RANGE: EXIT.usage,
  BAD_BENCH: EXIT.usage,
  MISUSE: EXIT.usage,
  RTL_BUILD: EXIT.infrastructure,
  TOOL_MISSING: EXIT.infrastructure,
  HOST_LOST: EXIT.infrastructure,
  HOST_TIMEOUT: EXIT.infrastructure,
  PROTOCOL: EXIT.infrastructure,
  HANDSHAKE: EXIT.infrastructure,
  ASSERTION: EXIT.failed,
  RTL_FINISH: EXIT.failed,
  ZERO_DELAY_LOOP: EXIT.failed,
  LOOKAHEAD: EXIT.failed,
  STEP_UNDERFLOW: EXIT.failed,
  NOT_FINITE: EXIT.failed,
  TIME_LIMIT: EXIT.failed,
  INTERRUPTED: EXIT.interrupted,
  RUNAWAY: EXIT.failed,
  ADDON: EXIT.infrastructure,
};

export const exitOfError = (code: ErrorCode): ExitCode => EXIT_OF_ERROR[code];

const EXIT_OF_STATUS: Record<Exclude<RunResult["status"], "error">, ExitCode> = {
  passed: EXIT.passed,
  failed: EXIT.failed,
  diverged: EXIT.failed,
  interrupted: EXIT.interrupted,
};

export function exitOfResult({ status, error }: Pick<RunResult, "status" | "error">): ExitCode {
  if (status !== "error") return EXIT_OF_STATUS[status];
  return error === undefined ? EXIT.infrastructure : exitOfError(error.code);
}
