import { SettleError } from "../../src/errors.ts";

/**
 * What a bank holds: "node" (a capacitor's voltage, takes current), "driven" (a state with its own equation), "input" (held
 * between drives), "cells" (inputs that are no signals: the levels of a crossbar), "quantity" (computed from others).
 */
export type BankKind = "node" | "driven" | "input" | "cells" | "quantity" | "fixed";

/** "single" is one thing with a plain name, a number a bank of that many, two numbers rows and columns. */
export type Shape = "single" | number | readonly [rows: number, columns: number];

export interface Bank {
  readonly name: string;
  readonly kind: BankKind;
  readonly shape: Shape;
  readonly unit: string;
}

const NAME = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;

export function checkedBank(bank: Bank): Bank {
  if (!NAME.test(bank.name)) {
    throw new SettleError(
      "BAD_BENCH",
      `"${bank.name}" is no name for a part of a circuit: letters, digits, _ and single dots, beginning with a letter`,
    );
  }
  const size = sizeOf(bank.shape);
  if (!Number.isInteger(size) || size < 0)
    throw new SettleError("OUT_OF_RANGE", `size of bank "${bank.name}" is ${size}: a whole number is needed`);
  return bank;
}

export function sizeOf(shape: Shape): number {
  if (shape === "single") return 1;
  return typeof shape === "number" ? shape : shape[0] * shape[1];
}

/** "v", "x.v[3]", "weights[2,5]": the one rule by which everything in a circuit is named. */
export function elementName({ name, shape }: Bank, k: number): string {
  if (shape === "single") return name;
  return typeof shape === "number" ? `${name}[${k}]` : `${name}[${Math.floor(k / shape[1])},${k % shape[1]}]`;
}

/** Names with their unit behind: "x.v[3] [V]". */
export const fullNames = (banks: readonly Bank[]): string[] =>
  banks.flatMap((bank) =>
    Array.from({ length: sizeOf(bank.shape) }, (_, k) => `${elementName(bank, k)} [${bank.unit}]`),
  );
