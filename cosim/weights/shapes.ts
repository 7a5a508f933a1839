import { SettleError } from "../../src/errors.ts";
import type { WeightFile } from "./schema.ts";

/** Refuses arrays that do not have the lengths that `dimensions` states. */
export function checkShapes(file: WeightFile, where: string): void {
  const { visible, context, memory, vocabulary } = file.dimensions;
  const length = (field: string, array: readonly unknown[], wanted: number, why: string) => {
    if (array.length === wanted) return;
    throw new SettleError(
      "OUT_OF_RANGE",
      `weights ${where}: ${field} has ${array.length} entries, not ${wanted} (${why})`,
    );
  };
  const matrix = (field: string, rows: readonly (readonly number[])[], count: number, why: string) => {
    length(field, rows, count, why);
    rows.forEach((row, r) => length(`${field}[${r}]`, row, visible, "dimensions.visible"));
  };
  length("tokens", file.tokens, vocabulary, "dimensions.vocabulary");
  matrix("embedding", file.embedding, vocabulary, "dimensions.vocabulary");
  length("positionBias", file.positionBias, context, "dimensions.context");
  matrix("memory", file.memory, memory, "dimensions.memory");
  length("memoryBias", file.memoryBias, memory, "dimensions.memory");
  length("visibleBias", file.visibleBias, visible, "dimensions.visible");
  for (const field of ["decoder", "calibrated"] as const) {
    const decoder = file[field];
    if (decoder === undefined) continue;
    matrix(`${field}.weights`, decoder.weights, vocabulary, "dimensions.vocabulary");
    length(`${field}.bias`, decoder.bias, vocabulary, "dimensions.vocabulary");
  }
  const twice = file.tokens.find((name, k) => file.tokens.indexOf(name) !== k);
  if (twice !== undefined) {
    throw new SettleError("OUT_OF_RANGE", `weights ${where}: tokens has "${twice}" twice; names must differ`);
  }
}
