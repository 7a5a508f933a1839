import { SettleError } from "../errors.ts";
import type { Seconds } from "../units.ts";
import { ClosedForm } from "./closed-form.ts";
import type { OdeSystem, StepSizePolicy, Stepper, Tolerance } from "./contracts.ts";
import { Integration } from "./integration.ts";
import { PiStepPolicy } from "./pi-step-policy.ts";
import type { BoundKind, Solution } from "./solution.ts";
import { ark436l2sa } from "./steppers/ark436l2sa.ts";
import { dormandPrince54 } from "./steppers/dormand-prince-54.ts";

/** How the steps of a segment are made. Both belong to one integration. */
export interface Method {
  readonly stepper: Stepper;
  readonly policy: StepSizePolicy;
}

/** The methods of one integration, and which of them crosses a segment that is about to begin. */
export interface MethodChoice {
  readonly methods: readonly Method[];
  /** Index of one of them. May look at the system and its inputs, and at nothing that an observer or a window changes. */
  choose(): number;
}

export const METHOD_NAMES = ["auto", "explicit", "imex"] as const;
/**
 * "explicit": Dormand-Prince 5(4), whose step is never longer than some three time constants of the fastest amplifier. "imex":
 * ARK4(3)6L[2]SA, implicit in the amplifiers, whose step their poles do not limit. "auto": for every segment the cheaper one. States
 * that do not see each other need neither: whatever the name, they are solved in closed form.
 */
export type MethodName = (typeof METHOD_NAMES)[number];

/** What a solution is to be made with. */
export interface Solver extends Tolerance {
  /** "auto" when absent. */
  readonly method?: MethodName | undefined;
}

/**
 * From this ratio of the fastest amplifier pole to the fastest node on, the implicit method needs fewer evaluations. Measured: 10
 * for relaxations followed to their end and 50 for their beginnings at a relative tolerance of 1e-6, and three times that for
 * every decade less, because the explicit method is of higher order (docs/models.md has the figures).
 */
const leastRatio = (relative: number): number => Math.max(5, 20 * Math.sqrt(1e-6 / relative));

export const methodOf = (stepper: Stepper): Method => ({ stepper, policy: new PiStepPolicy(stepper.order) });

/** One method for every segment. */
export const always = (stepper: Stepper): MethodChoice => ({ methods: [methodOf(stepper)], choose: () => 0 });

/**
 * The methods for a system, one of which is to cross each segment.
 * Throws BAD_BENCH where "imex" is asked of a system whose fast states cannot be solved for one by one.
 */
export function methodsFor(system: OdeSystem, solver: Solver): MethodChoice {
  requireMethod(system, solver);
  const { fast } = system;
  const { relative, method: name = "auto" } = solver;
  const dimension = system.stateNames.length;
  if (name === "explicit" || fast === undefined) return always(dormandPrince54(dimension));
  if (name === "imex") return always(ark436l2sa(dimension, fast));
  const least = leastRatio(relative);
  return {
    methods: [methodOf(dormandPrince54(dimension)), methodOf(ark436l2sa(dimension, fast))],
    choose: () => (fast.ratio() >= least ? 1 : 0),
  };
}

/** The solution of a system, from segment to segment. `isSeenThrough`: see ClosedForm. Throws as `methodsFor` does. */
export function solutionOf(
  system: OdeSystem,
  solver: Solver,
  longestStep: Seconds,
  bound: BoundKind,
  isSeenThrough: boolean,
): Solution {
  if (system.uncoupled !== true) return new Integration(system, methodsFor(system, solver), solver, longestStep, bound);
  requireMethod(system, solver);
  return new ClosedForm(system, solver, longestStep, bound, isSeenThrough);
}

function requireMethod({ fast, fastRefusal }: OdeSystem, { method }: Solver): void {
  if (method !== "imex" || fast !== undefined) return;
  const why = fastRefusal ?? "the system names no fast states";
  throw new SettleError("BAD_BENCH", `no step can be implicit in the amplifiers: ${why}; use the method "explicit"`);
}
