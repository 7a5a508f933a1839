import type { ConvergenceLaw } from "../../src/observe/convergence.ts";
import type { StabilityLaw } from "../../src/observe/stability.ts";

/** A sentence about what is guaranteed; a warning where something is not. */
export interface Claim {
  readonly text: string;
  readonly warning: boolean;
}

/** When a relaxation counts as converged; watched on every run that has one. */
export interface ConvergenceFunction extends ConvergenceLaw {
  /** Of the outputs and the residual: "V". */
  readonly unit: string;
  /** Whether a relaxation that is read out must have converged. False where it is read by the clock, ready or not. */
  readonly demanded: boolean;
}

/** What inputs do that no guarantee covers. */
export interface InputSearch {
  readonly claims: readonly Claim[];
  /** Every input that does not settle, as JSON. */
  readonly text: string;
}

/** What is guaranteed before a run, and where the circuit stands in it; watched on every run that has one. */
export interface StabilityFunction extends StabilityLaw {
  /** About what is going to be programmed. `settle check` and every run print them. */
  readonly claims: readonly Claim[];
  /** Whether several states of rest are what the circuit is for: then it is no warning that one alone is not guaranteed. */
  readonly severalByDesign: boolean;
  /**
   * Looks for inputs that do not settle; absent where a guarantee covers all, or inputs are not known. Tries at most `most`
   * that differ, and yields as it goes.
   */
  readonly search?: (most: number) => Generator<{ readonly done: number; readonly total: number }, InputSearch>;
}
