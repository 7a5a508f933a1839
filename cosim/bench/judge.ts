import { SettleError } from "../../src/errors.ts";
import type { Bound, Check } from "./test-api.ts";

export type Measured = number | bigint | string | boolean;

function describe(bound: Bound): string {
  if ("equals" in bound) return `= ${bound.equals}`;
  if ("atMost" in bound) return `<= ${bound.atMost}`;
  if ("atLeast" in bound) return `>= ${bound.atLeast}`;
  return `${bound.between[0]}..${bound.between[1]}`;
}

/** NaN satisfies nothing. */
function holds(measured: Measured, bound: Bound): boolean {
  if ("equals" in bound) return measured === bound.equals || isSameNumber(measured, bound.equals);
  if (!isNumeric(measured)) return false;
  if ("atMost" in bound) return measured <= bound.atMost;
  if ("atLeast" in bound) return measured >= bound.atLeast;
  return measured >= bound.between[0] && measured <= bound.between[1];
}

const KINDS: readonly string[] = ["number", "bigint", "string", "boolean"];
const BOUNDS = ["equals", "atMost", "atLeast", "between"] as const;

/** A bench may be plain JavaScript, and a value that was never set must not pass for one that was measured. */
function requireMeasured(name: string, measured: unknown, bound: Bound): void {
  if (!KINDS.includes(typeof measured)) {
    throw new SettleError(
      "BAD_BENCH",
      `check "${name}": measured is ${String(measured)}; give a number, text or boolean`,
    );
  }
  if (!BOUNDS.some((kind) => kind in bound)) {
    throw new SettleError("BAD_BENCH", `check "${name}" has no bound; give one of ${BOUNDS.join(", ")}`);
  }
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

/** A line of a result. Refuses what was not measured, and a check without a bound. */
export function judged(name: string, measured: Measured, bound: Bound, unit: string): Check {
  requireMeasured(name, measured, bound);
  return { name, passed: holds(measured, bound), measured: jsonable(measured), bound: describe(bound), unit };
}
