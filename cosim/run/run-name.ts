import { createHash } from "node:crypto";
import type { InputFiles } from "./input-files.ts";

/** What makes a run: the same give the same bytes in every output file. */
export interface RunIdentity {
  readonly bench: string;
  readonly seed: number;
  /** The parameters that were given, not the defaults; texts or typed values alike. */
  readonly set: Readonly<Record<string, unknown>>;
  /** Files it depends on, by parameter; their names in `set` carry no place. */
  readonly inputs?: InputFiles;
}

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** Sorted by name, so that the order on the command line does not matter. */
function sortedSet(set: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  return Object.keys(set)
    .sort()
    .map((name) => [name, asText(set[name])] as const);
}

/** Quotes for a POSIX shell where that is needed. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * "settle run hamming --seed 1 --set gain=2": repeats the run. Transport and output options are left out. `verb` is "run"
 * unless something else than a bench is run.
 */
export function canonicalCommand({ bench, seed, set }: RunIdentity, verb = "run"): string {
  const pairs = sortedSet(set).flatMap(([name, text]) => ["--set", `${name}=${text}`]);
  return ["settle", verb, bench, "--seed", String(seed), ...pairs].map(shellWord).join(" ");
}

/** Ten hex digits: two of a thousand runs share a name with a probability of 5e-7. */
export function runId({ bench, seed, set, inputs = {} }: RunIdentity): string {
  const contents = Object.entries(inputs).map(([name, { sha256 }]) => [name, sha256]);
  const text = JSON.stringify([bench, seed, sortedSet(set), ...(contents.length > 0 ? [contents] : [])]);
  return createHash("sha256").update(text).digest("hex").slice(0, 10);
}

/** "<bench>-<id>", safe as a folder name. */
export function runName(identity: RunIdentity): string {
  return `${identity.bench.replace(/[^\w.-]+/g, "_")}-${runId(identity)}`;
}
