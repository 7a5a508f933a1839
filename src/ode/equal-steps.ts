import type { Seconds } from "../units.ts";
import type { StepSizePolicy } from "./contracts.ts";

/** For a method without an error: every step is as long as the one before, unless it left the numbers. */
export class EqualSteps implements StepSizePolicy {
  private readonly verdict = { accept: false, nextH: 0.5 };

  review(h: Seconds, errorNorm: number): { readonly accept: boolean; readonly nextH: Seconds } {
    this.verdict.accept = errorNorm <= 1;
    this.verdict.nextH = this.verdict.accept ? h : Number.NaN;
    return this.verdict;
  }

  restart(): void {}

  save(): void {}

  restore(): void {}
}
