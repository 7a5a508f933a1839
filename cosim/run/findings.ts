import { SettleError } from "../../src/errors.ts";
import type { Bound, Check, Figure } from "../bench/test-api.ts";

type Measured = number | bigint | string | boolean;

function describe(bound: Bound): string {
  if ("equals" in bound) return `= ${bound.equals}`;
  if ("atMost" in bound) return `<= ${bound.atMost}`;
  if ("atLeast" in bound) return `>= ${bound.atLeast}`;
  return `${bound.between[0]}..${bound.between[1]}`;
}

/** NaN satisfies nothing. */
function holds(measured: Measured, bound: Bound): boolean {
  if ("equals" in bound) return measured === bound.equals || isSameNumber(measured, bound.equals);
  if ("atMost" in bound) return Number(measured) <= bound.atMost;
  if ("atLeast" in bound) return Number(measured) >= bound.atLeast;
  return Number(measured) >= bound.between[0] && Number(measured) <= bound.between[1];
}

const isNumeric = (value: Measured): value is number | bigint => typeof value === "number" || typeof value === "bigint";

const isSameNumber = (a: Measured, b: Measured): boolean => isNumeric(a) && isNumeric(b) && exactly(a) === exactly(b);

const exactly = (value: number | bigint): bigint | number =>
  typeof value === "bigint" || !Number.isInteger(value) ? value : BigInt(value);

/** JSON has no bigint and no NaN or infinity: those become text. */
function jsonable(measured: Measured): number | string | boolean {
  if (typeof measured === "bigint") return Number.isSafeInteger(Number(measured)) ? Number(measured) : String(measured);
  return typeof measured === "number" && !Number.isFinite(measured) ? String(measured) : measured;
}

/** What a run found: its checks in the order they were made, and its figures. */
export class Findings {
  readonly checks: Check[] = [];
  readonly figures: Record<string, Figure> = {};

  get allPassed(): boolean {
    return this.checks.every(({ passed }) => passed);
  }

  expect(name: string, measured: Measured, bound: Bound, unit: string): boolean {
    if (this.checks.some((check) => check.name === name)) {
      throw new SettleError("BAD_BENCH", `there are two checks named "${name}"; name each after what it looks at`);
    }
    const passed = holds(measured, bound);
    this.checks.push({ name, passed, measured: jsonable(measured), bound: describe(bound), unit });
    return passed;
  }

  figure(name: string, value: number, unit: string): void {
    if (!Number.isFinite(value))
      throw new SettleError("OUT_OF_RANGE", `figure "${name}" is ${value}; a figure is a finite number`);
    this.figures[name] = { value, unit };
  }
}
