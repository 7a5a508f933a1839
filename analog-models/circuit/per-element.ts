import { SettleError } from "../../src/errors.ts";

/** One number for all elements of a bank, or one each. */
export type PerElement = number | ArrayLike<number>;

export function perElement(value: PerElement, size: number, what: string): Float64Array {
  const list = typeof value === "number" ? Float64Array.from({ length: size }, () => value) : Float64Array.from(value);
  if (list.length !== size || !list.every(Number.isFinite)) {
    throw new SettleError("OUT_OF_RANGE", `${what}: ${list.length} values where ${size} finite ones are needed`);
  }
  return list;
}
