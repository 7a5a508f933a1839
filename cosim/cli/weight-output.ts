import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { SettleError } from "../../src/errors.ts";
import type { WeightFile } from "../weights/schema.ts";
import { weightFileText } from "../weights/weight-file.ts";

/** Before minutes of computing, not after. */
export function checkOut(path: string): void {
  const refused = (why: string) => new SettleError("OUT_OF_RANGE", `--out ${path}: ${why}`);
  if (!path.endsWith(".json")) throw refused("a weight file ends in .json");
  if (!existsSync(dirname(resolve(path)))) throw refused(`there is no folder ${dirname(resolve(path))}`);
}

/** Whole or not at all: a reader sees the old file or the new one. */
export function writeWeights(path: string, file: WeightFile): void {
  const partial = `${path}.partial-${process.pid}`;
  try {
    writeFileSync(partial, weightFileText(file));
    renameSync(partial, path);
  } finally {
    rmSync(partial, { force: true });
  }
}
