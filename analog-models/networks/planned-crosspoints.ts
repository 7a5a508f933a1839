import { fullLevel } from "../crossbar.ts";
import type { EnergyTransformer } from "../training/model.ts";
import { reluScale, softmaxScale } from "./bank-scale.ts";
import type { DenseAmParameters } from "./dense-am-parameters.ts";

/** Levels that a core is going to be programmed with, row-major. */
export interface PlannedLevels {
  /** Of each row that may stand in the softmax bank: a token's, or a stored pattern. shape (V, D) */
  readonly rows: readonly number[];
  /** Of the ReLU bank. shape (M, D) */
  readonly memory: readonly number[];
  /** Bits of a signed level. */
  readonly levelBits: number;
}

/**
 * Crosspoints of a core that is programmed without error, in the units of bank-scale.ts: what holds for them in model units holds for
 * the chip.
 */
export function plannedCrosspoints(
  core: DenseAmParameters,
  { rows, memory, levelBits }: PlannedLevels,
): Pick<EnergyTransformer, "shape" | "beta" | "embedding" | "memory"> {
  const { visible, softmaxRows: context, crossbar } = core;
  const siemens = (crossbar.conductanceMax - crossbar.conductanceMin) / fullLevel(levelBits);
  const [softmax, relu] = [softmaxScale(core), reluScale(core)];
  return {
    shape: { visible, context, memory: memory.length / visible, vocabulary: rows.length / visible },
    beta: softmax.beta,
    embedding: Float64Array.from(rows, (level) => softmax.cell * siemens * level),
    memory: Float64Array.from(memory, (level) => relu.cell * siemens * level),
  };
}
