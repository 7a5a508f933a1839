import { symmetricEigensystem } from "../training/eigenvalues.ts";
import type { Core } from "../training/model.ts";
import { rowProduct } from "../training/relaxation.ts";
import { memoryGram } from "./escape.ts";

/** What one programmed core guarantees, whatever its biases: see `Standing`, of which this is the same over rows in place of tokens. */
export interface CoreStanding {
  /** Below 1: one fixed point, which attracts every start. */
  readonly bound: number;
  /** The two attention rows that set it; undefined where there are no two different ones. */
  readonly rows: readonly [number, number] | undefined;
  /** lambda_max(X'X). Below 1: nothing runs away. */
  readonly memory: number;
}

/** Halvings of an interval of doubles: to the last bit. */
const HALVINGS = 60;

/**
 * max over pairs of rows r < s of lambda_max(X'X + beta/4 d d'), d = A_r - A_s. Of a rank-one change the largest eigenvalue is
 * lambda_max(X'X), or the one root above it of the secular equation (Golub & Van Loan, Matrix Computations, section 8.4)
 *
 *   beta/4 sum_i z_i^2 / (mu - lambda_i) = 1,      z = U'd,  X'X = U diag(lambda) U'
 *
 * whose left side falls with mu: a pair matters only where it is above 1 at the worst mu so far. So a core whose rows change one
 * at a time costs little more than a product with U.
 */
export class CoreBound {
  private memory: Float64Array | undefined;
  private lambda: Float64Array = new Float64Array(0);
  private vectors: Float64Array = new Float64Array(0);

  standingOf(core: Core): CoreStanding {
    this.decompose(core);
    const { visible, context } = core.shape;
    const projected = Array.from({ length: context }, (_, r) => {
      const row = core.attention.subarray(r * visible, (r + 1) * visible);
      return Float64Array.from({ length: visible }, (_i, k) => rowProduct(this.vectors, k, row));
    });
    const memory = this.lambda[visible - 1];
    let worst: CoreStanding = { bound: memory, rows: undefined, memory };
    for (let r = 0; r < context; r++) {
      for (let s = r + 1; s < context; s++) {
        const z = projected[r].map((x, i) => x - projected[s][i]);
        const bound = this.rootAbove(worst.bound, z, core.beta / 4);
        if (bound > worst.bound) worst = { bound, rows: [r, s], memory };
      }
    }
    return worst;
  }

  private decompose(core: Core): void {
    const { memory } = this;
    if (memory !== undefined && core.memory.every((x, k) => x === memory[k])) return;
    this.memory = core.memory.slice();
    const { values, vectors } = symmetricEigensystem(memoryGram(core), core.shape.visible);
    [this.lambda, this.vectors] = [values, vectors];
  }

  /** The root, or `least` where it lies no higher. */
  private rootAbove(least: number, z: Float64Array, weight: number): number {
    const isBelow = (mu: number) => weight * z.reduce((sum, x, i) => sum + (x * x) / (mu - this.lambda[i]), 0) > 1;
    let low = least + Number.EPSILON * Math.max(1, least);
    if (!isBelow(low)) return least;
    let high = this.lambda[z.length - 1] + weight * z.reduce((sum, x) => sum + x * x, 0);
    for (let n = 0; n < HALVINGS; n++) {
      const middle = (low + high) / 2;
      if (isBelow(middle)) low = middle;
      else high = middle;
    }
    return high;
  }
}
