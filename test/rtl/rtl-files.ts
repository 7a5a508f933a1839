import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { PROJECT_ROOT } from "../../cosim/generate/write-all.ts";

/** The files of `hdl/<top>.f`, as absolute paths. */
export function filesOf(top: string): string[] {
  return readFileSync(join(PROJECT_ROOT, "hdl", `${top}.f`), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("//"))
    .map((line) => resolve(PROJECT_ROOT, line));
}

/** One deliberate mistake: `from`, which must occur exactly once in `file`, becomes `to`. */
export interface Mutation {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/**
 * The files of a top, one of them replaced by a mutated copy, which is kept under `name`: the same mutant has the same
 * path in every run, so its build is found in the cache.
 */
export function mutated(top: string, name: string, { file, from, to }: Mutation): string[] {
  return filesOf(top).map((path) => {
    if (basename(path) !== file) return path;
    const text = readFileSync(path, "utf8");
    if (text.split(from).length !== 2) throw new Error(`"${from}" must occur once in ${file}`);
    return keep(`${top}-${name}`, file, text.replace(from, to));
  });
}

/** Writes a variant of a source file into a folder of its own; answers its path. */
export function keep(variant: string, file: string, text: string): string {
  const folder = join(PROJECT_ROOT, ".settle", "rtl-variants", variant);
  mkdirSync(folder, { recursive: true });
  const copy = join(folder, file);
  writeFileSync(copy, text);
  return copy;
}
