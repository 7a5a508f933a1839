import { coreOf, type EnergyTransformer } from "../training/model.ts";
import { chosenContexts } from "./chosen-contexts.ts";
import { ContextClasses } from "./context-classes.ts";
import type { ExaminationOptions } from "./examine.ts";
import { Follower } from "./follow.ts";

/** Where the contexts come to rest that do, from discharged nodes: of all, or of draws. shape (D,) each */
export function settledVoltages(weights: EnergyTransformer, options: ExaminationOptions): readonly Float64Array[] {
  const follower = new Follower(weights, options.hiddenTau);
  const { contexts } = chosenContexts(new ContextClasses(weights), options);
  return Array.from(contexts, ({ context }) => follower.follow(coreOf(weights, context)))
    .filter(({ ending }) => ending === "settled")
    .map(({ v }) => v);
}
