import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SettleError } from "../../src/errors.ts";

interface Place {
  readonly file: string;
  /** Unknown where the engine does not tell. */
  readonly line?: number;
}

const root = join(import.meta.dirname, "../..");
/** Code that a bench calls or is loaded by: the mistake is where the bench calls it. */
const NOT_OF_BENCHES = ["src", "analog-models", "cosim/cli", "cosim/bench"].map((folder) => join(root, folder, "/"));
const isOfABench = (file: string): boolean =>
  !file.includes("/node_modules/") && !NOT_OF_BENCHES.some((folder) => file.startsWith(folder)) && existsSync(file);

/** "/a/b.ts:3:9" and "file:///a/b.ts:3" in a stack or a compiler's message: the first in code of a bench. */
function placeIn(text: string, bench: string): Place | undefined {
  const places = [...text.matchAll(/(\/[^\s:()'"]+):(\d+)/g)].map(([, file = "", line]) => ({
    file,
    line: Number(line),
  }));
  // A path with blanks in it is recognised only where it is the bench's own.
  const [, own] = text.split(`${bench}:`, 2);
  const ownLine = Number.parseInt(own ?? "", 10);
  return places.find(({ file }) => isOfABench(file)) ?? (ownLine > 0 ? { file: bench, line: ownLine } : undefined);
}

/** "Cannot find package 'x' imported from /a/b.ts" names no line: the one where the text is asked for by its last part. */
function placeOfImport(message: string): Place | undefined {
  const [, wanted, file] = /^Cannot find (?:package|module) '([^']+)' imported from (.+)/.exec(message) ?? [];
  if (wanted === undefined || file === undefined || !existsSync(file)) return undefined;
  const last = wanted.split("/").at(-1) ?? wanted;
  const lines = readFileSync(file, "utf8").split("\n");
  const at = lines.findIndex((line) => line.includes(`${last}"`) || line.includes(`${last}'`));
  return at < 0 ? { file } : { file, line: at + 1 };
}

/** esbuild: "Transform failed with 1 error:\n/a/b.ts:4:2: ERROR: Expected ..." */
const withoutPreamble = (message: string): string =>
  /^Transform failed[\s\S]*?: ERROR: (.*)/.exec(message)?.[1] ?? message;

const adviceFor = (message: string): string =>
  message.startsWith("Cannot find package")
    ? `; install it beside the bench. What Settle itself has for benches comes from "settle"`
    : "";

/** A bench's module did not load: what and where, by file and line, in place of a trace through the loader. */
export function loadFailure(path: string, file: string, error: unknown): SettleError {
  const { message, stack = "" } = error instanceof Error ? error : new Error(`it threw ${String(error)}`);
  const place: Place = placeOfImport(message) ??
    placeIn(message, file) ??
    placeIn(error instanceof Error ? stack : "", file) ?? { file };
  const where = place.line === undefined ? place.file : `${place.file}:${place.line}`;
  const code = error instanceof SettleError ? error.code : "BAD_BENCH";
  const text = `${withoutPreamble(message)}${adviceFor(message)}`;
  return new SettleError(code, `bench ${path} does not load: ${where}: ${text}`, { cause: error });
}
