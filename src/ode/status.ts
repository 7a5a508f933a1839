import type { Seconds } from "../units.ts";

/** How a step ended. Numeric trouble is a result to be counted, not an exception. `tau` is from the segment's origin. */
export type SolveStatus =
  | { readonly kind: "completed" }
  | { readonly kind: "step-underflow"; readonly tau: Seconds; readonly h: Seconds; readonly state: string }
  | { readonly kind: "not-finite"; readonly tau: Seconds; readonly state: string }
  | { readonly kind: "chattering"; readonly tau: Seconds; readonly corner: string };

export const COMPLETED: SolveStatus = Object.freeze({ kind: "completed" });

/** Says where, how much, and what to try. */
export function explain(status: SolveStatus): string {
  switch (status.kind) {
    case "completed":
      return "completed";
    case "step-underflow":
      return `the step shrank to ${status.h} s at ${place(status)}: is its equation discontinuous there? give the jump as a breakpoint, or loosen the tolerance`;
    case "not-finite":
      return `NaN or infinity at ${place(status)}: check its parameters for a zero capacitance or resistance`;
    case "chattering":
      return `${status.corner} leaves either of its branches as soon as it enters it, ${status.tau} s after the last drive: do the branches meet there, and does the slope not jump?`;
    default:
      return status satisfies never;
  }
}

const place = ({ tau, state }: { readonly tau: Seconds; readonly state: string }): string =>
  `${tau} s after the last drive, in ${state}`;
