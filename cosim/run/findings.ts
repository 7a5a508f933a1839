import { SettleError } from "../../src/errors.ts";
import { judged, type Measured } from "../bench/judge.ts";
import type { Bound, Check, Figure } from "../bench/test-api.ts";

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
    const check = judged(name, measured, bound, unit);
    this.checks.push(check);
    return check.passed;
  }

  figure(name: string, value: number, unit: string): void {
    if (!Number.isFinite(value))
      throw new SettleError("OUT_OF_RANGE", `figure "${name}" is ${value}; a figure is a finite number`);
    this.figures[name] = { value, unit };
  }
}
