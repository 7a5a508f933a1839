import { factorInPlace, solveFactored } from "../training/cholesky.ts";
import type { Core, Shape } from "../training/model.ts";
import { Relaxation, rowProduct } from "../training/relaxation.ts";

/**
 * Both layers of a core as the circuit has them, without amplifiers and rails. State x = (v, h), h of the attention rows and
 * then of the memory rows; time in tau of the visible nodes, `hiddenTau` = tau_h / tau_v. With Xi = (A; X), c = (b; c):
 *
 *   dv/dt = a + A' softmax(beta h_A) + X' relu(h_X) - v        hiddenTau dh/dt = Xi v + c - h
 *
 * Its fixed points are those of F(v) = v. The Jacobian J couples the layers through M, the slopes of softmax and ReLU, and
 * I - k J, shape (N, N), is solved by one Cholesky factor of shape (D, D): with y eliminated,
 *
 *   [(1 + k - g) I + g H] x = r_v + k Xi' M r_h / (1 + k'),   k' = k / hiddenTau,  g = k k' / (1 + k'),  H = I - Xi' M Xi
 */
export class LayeredCore {
  /** N = D + L + M */
  readonly size: number;
  /** Activities and, after `factor`, the Hessian H at the last state. */
  readonly relaxation: Relaxation;
  private readonly factors: Float64Array;
  private readonly weighted: Float64Array;
  private k = 0;

  constructor(
    private readonly shape: Shape,
    readonly hiddenTau: number,
  ) {
    const { visible, context, memory } = shape;
    this.size = visible + context + memory;
    this.relaxation = new Relaxation(shape);
    this.factors = new Float64Array(visible * visible);
    this.weighted = new Float64Array(context + memory);
  }

  /** dx/dt [1/tau] */
  slope(core: Core, x: Float64Array, dxdt: Float64Array): void {
    const { visible } = this.shape;
    this.activate(core, x);
    for (let i = 0; i < visible; i++) dxdt[i] = core.visibleBias[i] - x[i];
    const { attended, remembered } = this.relaxation;
    this.addRows(core, attended, remembered, dxdt, 1);
    this.hiddenSlope(core.attention, core.positionBias, visible, x, dxdt);
    this.hiddenSlope(core.memory, core.memoryBias, visible + attended.length, x, dxdt);
  }

  /** Prepares `solve` for I - k J at x. False where it is not positive definite: k is too long for a mode that grows. */
  factor(core: Core, x: Float64Array, k: number): boolean {
    const { visible } = this.shape;
    this.activate(core, x);
    this.relaxation.linearise(core);
    this.k = k;
    const g = (k * k) / (this.hiddenTau + k);
    for (let e = 0; e < this.factors.length; e++) this.factors[e] = g * this.relaxation.hessian[e];
    for (let i = 0; i < visible; i++) this.factors[i * visible + i] += 1 + k - g;
    return factorInPlace(this.factors, visible);
  }

  /** (I - k J)^-1 r, in place of r. shape (N,) */
  solve(core: Core, r: Float64Array): void {
    const { visible } = this.shape;
    const perHidden = this.k / this.hiddenTau;
    const { weighted } = this;
    this.multiplySlopes(core, r, weighted);
    const { attended } = this.relaxation;
    const fromRows = this.k / (1 + perHidden);
    this.addRows(core, weighted.subarray(0, attended.length), weighted.subarray(attended.length), r, fromRows);
    solveFactored(this.factors, visible, r.subarray(0, visible));
    const v = r.subarray(0, visible);
    for (let row = 0; row < weighted.length; row++) {
      const inner = row < attended.length;
      const drive = inner ? rowProduct(core.attention, row, v) : rowProduct(core.memory, row - attended.length, v);
      r[visible + row] = (r[visible + row] + perHidden * drive) / (1 + perHidden);
    }
  }

  /** out = M r_h, shape (L + M,): beta (diag p - p p') on attention rows, 0 or 1 on memory rows. */
  private multiplySlopes(core: Core, r: Float64Array, out: Float64Array): void {
    const { visible } = this.shape;
    const { attended, remembered } = this.relaxation;
    let mean = 0;
    for (let l = 0; l < attended.length; l++) mean += attended[l] * r[visible + l];
    for (let l = 0; l < attended.length; l++) out[l] = core.beta * attended[l] * (r[visible + l] - mean);
    const first = attended.length;
    for (let m = 0; m < remembered.length; m++) out[first + m] = remembered[m] > 0 ? r[visible + first + m] : 0;
  }

  private hiddenSlope(rows: Float64Array, bias: Float64Array, from: number, x: Float64Array, dxdt: Float64Array): void {
    const { visible } = this.shape;
    const v = x.subarray(0, visible);
    for (let r = 0; r < bias.length; r++) {
      dxdt[from + r] = (rowProduct(rows, r, v) + bias[r] - x[from + r]) / this.hiddenTau;
    }
  }

  /** Fills the activities of `relaxation` at x. */
  activate({ beta }: Core, x: Float64Array): void {
    const { visible } = this.shape;
    const { attended: p, remembered: f } = this.relaxation;
    let most = -Infinity;
    for (let l = 0; l < p.length; l++) most = Math.max(most, x[visible + l]);
    let total = 0;
    for (let l = 0; l < p.length; l++) total += p[l] = Math.exp(beta * (x[visible + l] - most));
    for (let l = 0; l < p.length; l++) p[l] /= total;
    for (let m = 0; m < f.length; m++) f[m] = Math.max(0, x[visible + p.length + m]);
  }

  /** out += factor (A' attention + X' memory) */
  private addRows(core: Core, attention: Float64Array, memory: Float64Array, out: Float64Array, factor: number): void {
    const { visible } = this.shape;
    for (const [rows, weights] of [[core.attention, attention] as const, [core.memory, memory] as const]) {
      for (let r = 0; r < weights.length; r++) {
        const weight = factor * weights[r];
        if (weight !== 0) for (let i = 0; i < visible; i++) out[i] += weight * rows[r * visible + i];
      }
    }
  }
}
