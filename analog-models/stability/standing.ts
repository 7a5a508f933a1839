import type { EnergyTransformer } from "../training/model.ts";
import { type Stability, stabilityOf, worstPair } from "../training/stability.ts";
import { ROUNDING } from "./escape.ts";

type Crosspoints = Pick<EnergyTransformer, "shape" | "beta" | "embedding" | "memory">;

/**
 * Where weights stand, from their crosspoints alone: whatever the context and the biases. Three claims, each its own:
 *
 * unique    every context has one fixed point, and it attracts every start. From the bound (training/stability.ts).
 * bounded   no voltage grows without limit. From lambda_max(X'X) < 1: the energy then grows in every direction, since what the
 *           softmax adds is no more than linear. Where X >= 0 it is necessary as well: see `escape.ts` and docs/stability.md.
 * settling  a bounded core comes to rest at some fixed point, of which there may be many. Follows from `bounded` by descent.
 */
export interface Standing extends Stability {
  /** The tokens that set the bound. */
  readonly pair: readonly [number, number];
  readonly bounded: boolean;
}

export function standingOf(weights: Crosspoints): Standing {
  const stability = stabilityOf(weights);
  const { first, second } = worstPair(weights);
  return {
    ...stability,
    pair: [first, second],
    guaranteed: stability.bound < 1 - ROUNDING,
    bounded: stability.memory < 1 - ROUNDING,
  };
}

/** What all crosspoints would have to be multiplied by for a bound of `wanted`: they enter it squared. */
export const scaleFor = (wanted: number, { bound }: Pick<Stability, "bound">): number => Math.sqrt(wanted / bound);
