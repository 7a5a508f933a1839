import { outOfRange, SettleError } from "../../src/errors.ts";
import { type Bank, elementName } from "./bank.ts";

/** What an input accepts; anything finite when absent. */
export interface InputRange {
  readonly low?: number;
  readonly high?: number;
  /** Whole numbers only. */
  readonly whole?: boolean;
}

/** A stretch of inputs [first, first + count) with one rule. `index` counts from the first. */
export interface InputGroup {
  readonly first: number;
  readonly count: number;
  accept(index: number, value: number): void;
}

/** Refuses a value outside the range by name, before it can reach the circuit. */
export const checkedInput =
  (bank: Bank, { low = -Infinity, high = Infinity, whole = false }: InputRange) =>
  (index: number, value: number): void => {
    const what = `input "${elementName(bank, index)}"`;
    if (!Number.isFinite(value)) throw new SettleError("NOT_FINITE", `${what} cannot be set to ${value}`);
    if (value < low || value > high) throw outOfRange(what, value, low, high);
    if (whole && !Number.isInteger(value)) throw outOfRange(`${what} (a whole number)`, value, low, high);
  };
