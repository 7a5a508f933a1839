import { fullLevel } from "../crossbar.ts";
import type { EnergyTransformer } from "../training/model.ts";
import type { Volts } from "../../src/units.ts";
import { denseAmDefaults, type DenseAmParameters } from "./dense-am-parameters.ts";

/** How far the chip's nodes swing. */
export interface Swing {
  /** [V] of a visible node at `largestVisible` model units */
  readonly visible: Volts;
  readonly hidden: Volts;
  /** Largest |v| and |h| of the model, in model units, over everything it is to do. */
  readonly largestVisible: number;
  readonly largestHidden: number;
}

/** The model on the chip: what the circuit is built with, and what its converters have to be set to. */
export interface AttentionChip {
  readonly core: DenseAmParameters;
  /** [V] per model unit of v and of h */
  readonly visibleScale: Volts;
  readonly hiddenScale: Volts;
  /** Signed levels of each token's row, shape (V, D), and of the memory, shape (M, D); 0 or more */
  readonly embedding: readonly number[];
  readonly memory: readonly number[];
  /** [V] for the bias converters: visible neurons (D,), attention rows by age (L,), memory rows (M,) */
  readonly visibleBias: readonly Volts[];
  readonly positionBias: readonly Volts[];
  readonly memoryBias: readonly Volts[];
}

/**
 * Model units to volts and siemens. With w = xi / xi_max in 0..1 the chip solves (dense-am.ts, R dG_max = k)
 *
 *   v = a + k_v w' f,   h = b + k_h w v,   f = softmax_scale softmax(beta h) on attention rows, slope relu(h) on memory rows
 *
 * in volts. Setting v = s_v v_model, h = s_h h_model and comparing with v = a + xi' f, h = xi v + b gives
 *
 *   k_v softmax_scale = s_v xi_max     k_h = s_h xi_max / s_v     slope = softmax_scale / s_h
 *   beta = beta_model / s_h            a, b, c scale with their nodes
 *
 * The model multiplies beta into h + b, as the chip does. k_v stays that of the defaults, so s_v and s_h alone are chosen:
 * they bring the largest |v| and |h| to the wanted swing.
 */
export function attentionChip(model: EnergyTransformer, swing: Swing, levelBits: number): AttentionChip {
  const { visible: D, context: L, memory: M } = model.shape;
  const defaults = denseAmDefaults(D, L, M);
  const visibleScale = swing.visible / swing.largestVisible;
  const hiddenScale = swing.hidden / swing.largestHidden;
  const largestWeight = Math.max(...model.embedding, ...model.memory);
  const range = defaults.crossbar.conductanceMax - defaults.crossbar.conductanceMin;
  const visibleGain = defaults.visibleTransimpedance * range;
  const softmaxScale = (visibleScale * largestWeight) / visibleGain;
  const level = (weight: number) => Math.round((weight / largestWeight) * fullLevel(levelBits));
  return {
    core: {
      ...defaults,
      hiddenTransimpedance: (hiddenScale * largestWeight) / (visibleScale * range),
      softmax: { beta: model.beta / hiddenScale, scale: softmaxScale },
      relu: { slope: softmaxScale / hiddenScale },
      crossbar: { ...defaults.crossbar, levels: levelBits },
    },
    visibleScale,
    hiddenScale,
    embedding: Array.from(model.embedding, level),
    memory: Array.from(model.memory, level),
    visibleBias: Array.from(model.visibleBias, (a) => a * visibleScale),
    positionBias: Array.from(model.positionBias, (b) => b * hiddenScale),
    memoryBias: Array.from(model.memoryBias, (c) => c * hiddenScale),
  };
}
