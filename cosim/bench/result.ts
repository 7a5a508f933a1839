import type { ErrorCode } from "../../src/errors.ts";
import type { Check, Figure } from "./test-api.ts";

/**
 * passed: every check held. failed: a check did not. error: the run could not be carried to its end; `error` says why.
 * interrupted: Ctrl-C or a termination signal. diverged: voltages run away (RUNAWAY), or the integrator gave up (step underflow,
 * NaN).
 */
export type RunStatus = "passed" | "failed" | "error" | "interrupted" | "diverged";

/** Names a file without its place, which the bytes of a result must not depend on. */
export interface InputFile {
  /** base name */
  readonly file: string;
  /** of its content */
  readonly sha256: string;
}

/**
 * result.json. The same bench, seed and parameters give the same bytes, whatever the transport, the time and the place:
 * those are in manifest.json. Later versions add fields and never rename them.
 */
export interface RunResult {
  readonly bench: string;
  readonly status: RunStatus;
  readonly seed: number;
  /** The canonical command: bench, seed and parameters, without transport or output options; files by their base names. */
  readonly command: string;
  /**
   * "runs/<bench>-<id>", wherever the run really lies: with `--out DIR` that is DIR/<bench>-<id>, which the summary,
   * standard error and manifest.json say. Naming it here would make the bytes depend on the place.
   */
  readonly folder: string;
  /** Files that the run depended on, by the parameter that names them; absent where there are none. */
  readonly inputs?: Readonly<Record<string, InputFile>>;
  readonly checks: readonly Check[];
  readonly figures: Readonly<Record<string, Figure>>;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

/** The one spelling of result.json, also of `--json`. Fields in the order of the interface, final newline. */
export function resultText(result: RunResult): string {
  const { bench, status, seed, command, folder, inputs, checks, figures, error } = result;
  const ordered = { bench, status, seed, command, folder, inputs, checks, figures, error };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

/** What `settle check` found: everything short of running. */
export interface CheckReport {
  readonly bench: string;
  readonly ok: boolean;
  /** One line each: what was looked at, and what came of it. */
  readonly lines: readonly string[];
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}
