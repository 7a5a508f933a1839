import type { Core, Shape } from "./model.ts";

/**
 * The right-hand side of one core and its derivative, at one v. Sized once: evaluating allocates nothing.
 *
 *   F(v) = a + A' p + X' f,   p = softmax(beta (A v + b)),   f = relu(X v + c),   dv/dt = (F(v) - v) / tau
 *   H(v) = I - dF/dv = I - X' diag(active) X - beta A' (diag p - p p') A
 *
 * H is symmetric: it is the Hessian of the energy 1/2 |v - a|^2 - (1/beta) log sum exp(beta (A v + b)) - 1/2 |f|^2.
 */
export class Relaxation {
  /** p. shape (L,) */
  readonly attended: Float64Array;
  /** f; a unit is active where it is above 0. shape (M,) */
  readonly remembered: Float64Array;
  /** F(v) - v. shape (D,) */
  readonly residual: Float64Array;
  /** Lower triangle of H after `linearise`; what is above means nothing. shape (D, D), row-major */
  readonly hessian: Float64Array;
  private readonly mean: Float64Array;

  constructor(shape: Shape) {
    this.attended = new Float64Array(shape.context);
    this.remembered = new Float64Array(shape.memory);
    this.residual = new Float64Array(shape.visible);
    this.hessian = new Float64Array(shape.visible * shape.visible);
    this.mean = new Float64Array(shape.visible);
  }

  /** Fills `attended`, `remembered` and `residual`; answers the largest entry of |F(v) - v|. */
  evaluate(core: Core, v: Float64Array): number {
    this.attend(core, v);
    this.remember(core, v);
    const { residual } = this;
    const width = v.length;
    for (let i = 0; i < width; i++) residual[i] = core.visibleBias[i] - v[i];
    addRows(core.attention, this.attended, residual);
    addRows(core.memory, this.remembered, residual);
    let most = 0;
    for (let i = 0; i < width; i++) if (!(Math.abs(residual[i]) <= most)) most = Math.abs(residual[i]);
    return most;
  }

  private attend({ attention, positionBias, beta }: Core, v: Float64Array): void {
    const p = this.attended;
    let most = -Infinity;
    for (let l = 0; l < p.length; l++) {
      p[l] = beta * (rowProduct(attention, l, v) + positionBias[l]);
      if (p[l] > most) most = p[l];
    }
    let total = 0;
    for (let l = 0; l < p.length; l++) {
      p[l] = Math.exp(p[l] - most);
      total += p[l];
    }
    for (let l = 0; l < p.length; l++) p[l] /= total;
  }

  private remember({ memory, memoryBias }: Core, v: Float64Array): void {
    const f = this.remembered;
    for (let m = 0; m < f.length; m++) f[m] = Math.max(0, rowProduct(memory, m, v) + memoryBias[m]);
  }

  /** Fills `hessian` at the v of the last `evaluate`. */
  linearise(core: Core): void {
    const { hessian, mean, attended, remembered } = this;
    const width = mean.length;
    hessian.fill(0);
    mean.fill(0);
    addRows(core.attention, attended, mean);
    for (let i = 0; i < width; i++) hessian[i * width + i] = 1;
    addOuter(hessian, mean, 0, width, core.beta);
    for (let l = 0; l < attended.length; l++) addOuter(hessian, core.attention, l, width, -core.beta * attended[l]);
    for (let m = 0; m < remembered.length; m++) if (remembered[m] > 0) addOuter(hessian, core.memory, m, width, -1);
  }
}

/** Row `r` of a matrix with v.length columns, times v. */
export function rowProduct(rows: Float64Array, r: number, v: Float64Array): number {
  const start = r * v.length;
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += rows[start + i] * v[i];
  return sum;
}

/** out += rows' weights */
function addRows(rows: Float64Array, weights: Float64Array, out: Float64Array): void {
  const width = out.length;
  for (let r = 0; r < weights.length; r++) {
    const weight = weights[r];
    if (weight === 0) continue;
    for (let i = 0; i < width; i++) out[i] += weight * rows[r * width + i];
  }
}

/** Lower triangle of square += weight * x x', x row `r` of `rows`. */
function addOuter(square: Float64Array, rows: Float64Array, r: number, width: number, weight: number): void {
  const start = r * width;
  for (let i = 0; i < width; i++) {
    const scaled = weight * rows[start + i];
    if (scaled === 0) continue;
    for (let j = 0; j <= i; j++) square[i * width + j] += scaled * rows[start + j];
  }
}
