import { symmetricEigensystem } from "../training/eigenvalues.ts";
import type { Core } from "../training/model.ts";
import { rowProduct } from "../training/relaxation.ts";

/** Eigenvalues, relative to 1, that rounding can not tell from 0. */
export const ROUNDING = 1e-12;

/** A direction in which the Hessian curves. */
export interface Mode {
  /** Its eigenvalue; -curvature / tau is the rate of the mode (for hidden nodes much faster than visible ones). */
  readonly curvature: number;
  /** Unit vector. shape (D,) */
  readonly direction: Float64Array;
}

/**
 * The mode in which all memory units together run away, with a test that proves it. Let u be the leading eigenvector of X'X,
 * lambda >= 1 its eigenvalue, every X_m.u >= 0 (so it is where X >= 0, by Perron and Frobenius), and
 *
 *   w = u.v,   y = sum_m (X_m.u) h_m,   k = u.a + least of A_l.u,   c' = sum_m (X_m.u) c_m        (time in tau)
 *
 * As relu(h) >= h, and softmax makes a mean of its rows, dw/dt >= -w + y + k, while hiddenTau dy/dt = lambda w + c' - y. Both
 * right-hand sides grow with the other variable, so (w, y) stays above the solution of the two equations (comparison theorem,
 * Kamke). Where neither right-hand side is negative and one is positive, that solution rises for ever; it has no point of rest
 * to rise to, as lambda >= 1. So voltages grow without limit, whatever the other nodes do.
 */
export interface Escape {
  readonly mode: Mode;
  /** Whether the core will run away from the state (v, h), whatever it does on its way. False proves nothing. */
  isCertain(core: Core, x: Float64Array): boolean;
}

/** Undefined where X'X has no eigenvalue of 1 or more, or the proof does not cover its eigenvector. */
export function escapeOf(core: Pick<Core, "shape" | "memory">): Escape | undefined {
  const { direction, lambda } = leadingMemoryMode(core);
  const pulls = Float64Array.from({ length: core.shape.memory }, (_, m) => rowProduct(core.memory, m, direction));
  if (lambda < 1 - ROUNDING || pulls.some((pull) => pull < -ROUNDING)) return undefined;
  return {
    mode: { curvature: 1 - lambda, direction },
    isCertain: ({ shape, attention, visibleBias, memoryBias }, x) => {
      const v = x.subarray(0, shape.visible);
      const w = dot(direction, v);
      const y = dot(pulls, x.subarray(shape.visible + shape.context));
      let rows = shape.context > 0 ? Infinity : 0;
      for (let l = 0; l < shape.context; l++) rows = Math.min(rows, rowProduct(attention, l, direction));
      const visible = y - w + dot(direction, visibleBias) + rows;
      const hidden = lambda * w - y + dot(pulls, memoryBias);
      return Math.min(visible, hidden) >= 0 && Math.max(visible, hidden) > 0;
    },
  };
}

/** The leading eigenvector of X'X, turned so that most of it is positive, and its eigenvalue. */
export function leadingMemoryMode(core: Pick<Core, "shape" | "memory">): {
  readonly direction: Float64Array;
  readonly lambda: number;
} {
  const { visible: n } = core.shape;
  const { values, vectors } = symmetricEigensystem(memoryGram(core), n);
  const leading = vectors.slice((n - 1) * n);
  const sign = leading.reduce((sum, x) => sum + x, 0) < 0 ? -1 : 1;
  return { direction: leading.map((x) => sign * x), lambda: values[n - 1] };
}

/** X'X. shape (D, D) */
export function memoryGram({ shape, memory }: Pick<Core, "shape" | "memory">): Float64Array {
  const { visible: n } = shape;
  const gram = new Float64Array(n * n);
  for (let k = 0; k < gram.length; k++)
    for (let m = 0; m < shape.memory; m++) gram[k] += memory[m * n + Math.floor(k / n)] * memory[m * n + (k % n)];
  return gram;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
