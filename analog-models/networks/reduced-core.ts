import { SettleError } from "../../src/errors.ts";
import { activate } from "../activation.ts";
import { columnProduct, rowProduct } from "../crossbar-product.ts";
import type { DenseAmParameters } from "./dense-am-parameters.ts";

/** The least eigenvalue of the Hessian, and its eigenvector of length 1. shape (D,) */
export interface LeastCurvature {
  readonly eigenvalue: number;
  readonly mode: Float64Array;
  /** |H mode - eigenvalue mode|: an eigenvalue lies no further than this from `eigenvalue`. */
  readonly residual: number;
}

const MOST_STEPS = 20_000;

/**
 * A core (dense-am.ts) whose hidden nodes and amplifiers have arrived, inside its rails and without offsets:
 *
 *   tau_v dv/dt = F(v) - v,    F(v) = a + R_v dG' f(h),    h = R_h dG v + b        identity visible activity
 *
 * F' = J = R_v R_h dG' (df/dh) dG is symmetric and positive semidefinite, as the activities are gradients of convex functions;
 * H = I - J is the Hessian of the reduced energy. Near a fixed point the slowest mode relaxes with tau_v / lambda_min(H).
 */
export class ReducedCore {
  private readonly rows: number;
  private readonly columns: number;
  /** v | h | f | F, the layout that crossbar-product.ts wants */
  private readonly values: Float64Array;

  /** `difference` are the programmed devices [S], row-major, shape (L + M, D). */
  constructor(
    private readonly parameters: Omit<DenseAmParameters, "weights">,
    private readonly difference: Float64Array,
  ) {
    const { visible, softmaxRows, reluRows, visibleActivation } = parameters;
    if (visibleActivation.kind !== "identity")
      throw new SettleError("BAD_BENCH", `a reduced core has identity visible neurons, not ${visibleActivation.kind}`);
    this.columns = visible;
    this.rows = softmaxRows + reluRows;
    this.values = new Float64Array(2 * (this.columns + this.rows));
  }

  /** R_h dG v, R_h of the row's bank. shape (L + M,) */
  hiddenDrive(v: Float64Array): Float64Array {
    const { columns, rows, values, parameters } = this;
    values.set(v);
    rowProduct(this.difference, rows, columns, values, 0, columns);
    const { softmaxRows, softmaxTransimpedance, reluTransimpedance } = parameters;
    return values
      .slice(columns, columns + rows)
      .map((current, mu) => (mu < softmaxRows ? softmaxTransimpedance : reluTransimpedance) * current);
  }

  /** R_v dG' f, shape (D,) */
  visibleDrive(f: Float64Array): Float64Array {
    const { columns, rows, values, parameters } = this;
    const from = columns + rows;
    values.set(f, from);
    columnProduct(this.difference, rows, columns, values, from, from + rows);
    return values.slice(from + rows).map((current) => parameters.visibleTransimpedance * current);
  }

  /** f(h), shape (L + M,) */
  activity(h: Float64Array): Float64Array {
    const { softmaxRows, reluRows, softmax, relu } = this.parameters;
    const both = new Float64Array(2 * h.length);
    both.set(h);
    activate({ kind: "softmax", ...softmax }, both, 0, h.length, softmaxRows);
    activate({ kind: "relu", ...relu }, both, softmaxRows, h.length + softmaxRows, reluRows);
    return both.slice(h.length);
  }

  /**
   * The least eigenvalue of H where the hidden voltages are `h`: power iteration on J (Golub & Van Loan, Matrix Computations,
   * section 8.2) from `start`, until the residual is below `tolerance` times lambda_max(J).
   */
  leastCurvature(h: Float64Array, start: Float64Array, tolerance = 1e-5): LeastCurvature {
    const f = this.activity(h);
    let mode = normalized(start);
    for (let step = 0; ; step++) {
      const image = this.visibleDrive(this.activitySlopeTimes(h, f, this.hiddenDrive(mode)));
      const largest = image.reduce((sum, x, i) => sum + x * mode[i], 0);
      const residual = Math.sqrt(image.reduce((sum, x, i) => sum + (x - largest * mode[i]) ** 2, 0));
      if (residual <= tolerance * largest || step >= MOST_STEPS) return { eigenvalue: 1 - largest, mode, residual };
      mode = normalized(image);
    }
  }

  /** (df/dh) x: softmax beta (diag f - f f' / scale), ReLU its slope where it is on. */
  private activitySlopeTimes(h: Float64Array, f: Float64Array, x: Float64Array): Float64Array {
    const { softmaxRows, softmax, relu } = this.parameters;
    let mean = 0;
    for (let mu = 0; mu < softmaxRows; mu++) mean += (f[mu] * x[mu]) / softmax.scale;
    return x.map((value, mu) => {
      if (mu < softmaxRows) return softmax.beta * f[mu] * (value - mean);
      return h[mu] > 0 ? relu.slope * value : 0;
    });
  }
}

function normalized(v: Float64Array): Float64Array {
  const length = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
  return v.map((x) => x / length);
}
