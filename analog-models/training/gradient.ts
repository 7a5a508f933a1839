import { factorInPlace, solveFactored } from "./cholesky.ts";
import type { Core, EnergyTransformer, Shape } from "./model.ts";
import { type Relaxation, rowProduct } from "./relaxation.ts";

/** Slopes of a loss by the parts of a core. shapes as in `Core`. */
export interface CoreGradient {
  readonly attention: Float64Array;
  readonly positionBias: Float64Array;
  readonly memory: Float64Array;
  readonly memoryBias: Float64Array;
  readonly visibleBias: Float64Array;
}

export const zeroGradient = ({ context, memory, visible }: Shape): CoreGradient => ({
  attention: new Float64Array(context * visible),
  positionBias: new Float64Array(context),
  memory: new Float64Array(memory * visible),
  memoryBias: new Float64Array(memory),
  visibleBias: new Float64Array(visible),
});

/**
 * Adds the slopes of a loss l(v*) to `out`. `slope` holds dl/dv* and is replaced by the adjoint y. From v* = F(v*, q) the
 * implicit function theorem gives d(v*)/dq = H^-1 dF/dq, and since H is symmetric, with y = H^-1 dl/dv*,
 *
 *   dl/da = y             dl/dc_m = [f_m > 0] X_m.y            dl/dX_m = f_m y + [f_m > 0] (X_m.y) v
 *   dl/db_l = w_l         dl/dA_l = p_l y + w_l v              w_l = beta p_l (A_l.y - sum_k p_k A_k.y)
 *
 * `at` must have been evaluated at v = v*. Answers false, and adds nothing, where H is not positive definite.
 */
export function addGradient(
  core: Core,
  at: Relaxation,
  v: Float64Array,
  slope: Float64Array,
  out: CoreGradient,
): boolean {
  at.linearise(core);
  if (!factorInPlace(at.hessian, v.length)) return false;
  solveFactored(at.hessian, v.length, slope);
  for (let i = 0; i < v.length; i++) out.visibleBias[i] += slope[i];
  addMemory(core, at.remembered, v, slope, out);
  addAttention(core, at.attended, v, slope, out);
  return true;
}

function addMemory(core: Core, f: Float64Array, v: Float64Array, y: Float64Array, out: CoreGradient): void {
  for (let m = 0; m < f.length; m++) {
    if (f[m] <= 0) continue;
    const along = rowProduct(core.memory, m, y);
    out.memoryBias[m] += along;
    for (let i = 0; i < v.length; i++) out.memory[m * v.length + i] += f[m] * y[i] + along * v[i];
  }
}

function addAttention(core: Core, p: Float64Array, v: Float64Array, y: Float64Array, out: CoreGradient): void {
  let mean = 0;
  for (let l = 0; l < p.length; l++) mean += p[l] * rowProduct(core.attention, l, y);
  for (let l = 0; l < p.length; l++) {
    const w = core.beta * p[l] * (rowProduct(core.attention, l, y) - mean);
    out.positionBias[l] += w;
    for (let i = 0; i < v.length; i++) out.attention[l * v.length + i] += p[l] * y[i] + w * v[i];
  }
}

/** Cross entropy of `target` under softmax(logits), and its slope by the logits written over them. */
export function crossEntropy(logits: Float64Array, target: number): number {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  let total = 0;
  for (let t = 0; t < logits.length; t++) total += Math.exp(logits[t] - most);
  const loss = Math.log(total) + most - logits[target];
  for (let t = 0; t < logits.length; t++) logits[t] = Math.exp(logits[t] - most) / total - (t === target ? 1 : 0);
  return loss;
}

/** The parts that training moves, by name. The same names index the slopes. */
export type Trained = Pick<
  EnergyTransformer,
  "embedding" | "positionBias" | "memory" | "memoryBias" | "visibleBias" | "decoderWeights" | "decoderBias"
>;
