import { fullLevel } from "../crossbar.ts";
import type { EnergyTransformer } from "../training/model.ts";
import type { Volts } from "../../src/units.ts";
import { denseAmDefaults, type DenseAmParameters } from "./dense-am-parameters.ts";

/** Largest |v|, and |h| of attention and of memory rows: of the model in model units, or of the chip's nodes in volts. */
export interface Swing {
  readonly visible: number;
  readonly attention: number;
  readonly memory: number;
}

/** The model on the chip: what the circuit is built with, and what its converters have to be set to. */
export interface AttentionChip {
  readonly core: DenseAmParameters;
  /** [V] per model unit of v, and of h of attention and memory rows */
  readonly scale: Swing;
  /** Signed levels of each token's row, shape (V, D), and of the memory, shape (M, D); 0 or more */
  readonly embedding: readonly number[];
  readonly memory: readonly number[];
  /** [V] for the bias converters: visible neurons (D,), attention rows by age (L,), memory rows (M,) */
  readonly visibleBias: readonly Volts[];
  readonly positionBias: readonly Volts[];
  readonly memoryBias: readonly Volts[];
}

/**
 * Model units to volts and siemens. With w = xi / xi_max in 0..1, xi_max of each bank of rows its own, the chip solves
 * (dense-am.ts, R dG = k at the level of xi_max)
 *
 *   v = a + k_v w' f,   h = b + k_h w v,   f = softmax_scale softmax(beta h) on attention rows, slope relu(h) on memory rows
 *
 * in volts. Setting v = s_v v_model, h = s_h h_model and comparing with v = a + xi' f, h = xi v + b gives, bank by bank,
 *
 *   k_v softmax_scale = s_v A_max     k_v slope = s_v X_max / s_h     k_h = s_h xi_max / s_v     beta = beta_model / s_h
 *
 * and a, b, c scale with their nodes. The model multiplies beta into h + b, as the chip does. k_v stays that of the defaults,
 * so the three scales alone are chosen: they bring the largest |v| and |h| of the model, `largest`, to the `wanted` volts. A
 * scale of its own for each bank lets memory rows use their whole range beside attention rows whose h is many times larger.
 *
 * `headroom`, 0..1: part of the levels left above that of the largest weight, so that a cell whose devices come out weak can
 * be brought up to it, and one that is too strong can be told from it by the ADC.
 */
export function attentionChip(
  model: EnergyTransformer,
  largest: Swing,
  wanted: Swing,
  levelBits: number,
  headroom = 0,
): AttentionChip {
  const { visible: D, context: L, memory: M } = model.shape;
  const defaults = denseAmDefaults(D, L, M);
  const scale = {
    visible: wanted.visible / largest.visible,
    attention: wanted.attention / largest.attention,
    memory: wanted.memory / largest.memory,
  };
  const top = Math.floor((1 - headroom) * fullLevel(levelBits));
  const { conductanceMin, conductanceMax } = defaults.crossbar;
  const range = ((conductanceMax - conductanceMin) * top) / fullLevel(levelBits);
  const visibleGain = defaults.visibleTransimpedance * range;
  const [embedding, memory] = [model.embedding, model.memory].map((bank) => levelsOf(bank, top));
  const transimpedance = (rows: Volts, most: number) => (rows * most) / (scale.visible * range);
  return {
    core: {
      ...defaults,
      softmaxTransimpedance: transimpedance(scale.attention, embedding.most),
      reluTransimpedance: transimpedance(scale.memory, memory.most),
      softmax: { beta: model.beta / scale.attention, scale: (scale.visible * embedding.most) / visibleGain },
      relu: { slope: (scale.visible * memory.most) / (scale.memory * visibleGain) },
      crossbar: { ...defaults.crossbar, levels: levelBits },
    },
    scale,
    embedding: embedding.levels,
    memory: memory.levels,
    visibleBias: Array.from(model.visibleBias, (a) => a * scale.visible),
    positionBias: Array.from(model.positionBias, (b) => b * scale.attention),
    memoryBias: Array.from(model.memoryBias, (c) => c * scale.memory),
  };
}

/** A bank's weights as levels, its largest at level `top`. A bank of zeros or of nothing is as good as one of largest 1. */
function levelsOf(bank: Float64Array, top: number): { readonly most: number; readonly levels: readonly number[] } {
  const most = bank.reduce((a, x) => Math.max(a, x), 0) || 1;
  return { most, levels: Array.from(bank, (weight) => Math.round((weight / most) * top)) };
}
