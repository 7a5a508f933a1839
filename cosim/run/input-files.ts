import { basename } from "node:path";
import { SettleError } from "../../src/errors.ts";
import type { Bench } from "../bench/bench.ts";
import type { InputFile } from "../bench/result.ts";
import { fileHash } from "./file-hash.ts";

export type InputFiles = Readonly<Record<string, InputFile>>;

/** What the files of a run are, by parameter. Whatever the bench refuses is thrown. */
export function inputFilesOf(bench: Bench, parameters: Record<string, unknown>): InputFiles {
  const paths = Object.entries(bench.inputs?.(parameters) ?? {});
  return Object.fromEntries(
    paths.map(([name, path]) => [name, { file: basename(path), sha256: sha256Of(name, path) }]),
  );
}

function sha256Of(name: string, path: string): string {
  try {
    return fileHash(path);
  } catch (error) {
    throw new SettleError("UNKNOWN_NAME", `parameter "${name}": cannot read ${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Parameters with base names in place of paths: what a result may say of them wherever the files lie. */
export const placeless = <T>(
  set: Readonly<Record<string, T>>,
  files: InputFiles,
): Readonly<Record<string, T | string>> =>
  Object.fromEntries(
    Object.entries(set).map(([name, value]) => [name, value === "" ? value : (files[name]?.file ?? value)]),
  );
