import { SettleError } from "../../errors.ts";
import type { Picoseconds } from "../../time.ts";

/** A delay is a whole number of picoseconds from 0 on. */
export function checkedDelay(what: string, delay: Picoseconds, who: string): Picoseconds {
  if (Number.isSafeInteger(delay) && delay >= 0) return delay;
  throw new SettleError(
    "OUT_OF_RANGE",
    `${who}: ${what} is ${delay} ps; it must be a whole number of picoseconds, 0 or more`,
  );
}

export function checkedFinite(what: string, value: number, who: string): number {
  if (Number.isFinite(value)) return value;
  throw new SettleError("OUT_OF_RANGE", `${who}: ${what} is ${value}; it must be a finite number`);
}
