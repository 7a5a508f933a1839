import { symmetricEigenvalues } from "./eigenvalues.ts";
import type { EnergyTransformer } from "./model.ts";

type Crosspoints = Pick<EnergyTransformer, "shape" | "beta" | "embedding" | "memory">;

/** Numbers that say whether, and how fast, every context settles. All from crosspoints alone: they hold for any bias. */
export interface Stability {
  /** Below 1 guarantees a unique, globally attracting fixed point for every context. See `stabilityBound`. */
  readonly bound: number;
  readonly guaranteed: boolean;
  /** lambda_max(X'X). From 1 on the energy has no floor: inputs that activate those units together run away. */
  readonly memory: number;
  /** sigma_max(X)^2 + beta sigma_max(A)^2 at the worst context, the cruder condition: below 1 it guarantees as well. */
  readonly crude: number;
  /** Slowest relaxation there can be, 1 / (1 - bound) [tau]; Infinity without the guarantee. */
  readonly slowestTime: number;
}

/**
 * The largest, over pairs of tokens s < t, of lambda_max(X'X + beta/4 (e_s - e_t)(e_s - e_t)'); for one token lambda_max(X'X).
 *
 * Below 1 it guarantees a unique, globally attracting fixed point, whatever the context, its length, and all biases. Proof.
 * For any u, with D the active units, u'X'DXu <= u'X'Xu. u'A'(diag p - p p')Au is the variance of the numbers A_l.u under p,
 * hence at most a quarter of the square of their range (Popoviciu), and the range is |(e_s - e_t).u| for some pair of tokens
 * s, t. For that pair u'Hu >= |u|^2 - u'(X'X + beta/4 (e_s - e_t)(e_s - e_t)')u >= (1 - bound) |u|^2. So the energy, once
 * continuously differentiable with Lipschitz slopes, is strongly convex: one minimum, which dv/dt = -dE/dv / tau
 * approaches at least as exp(-(1 - bound) t / tau). Hidden nodes of finite speed keep the fixed points of F(v) = v, and descend
 * the two-layer energy, whose minimum over the hidden layer is E.
 */
export const stabilityBound = (weights: Crosspoints): number => worstPair(weights).bound;

/** The pair of tokens that sets the bound; one token alone is a pair with itself. */
export function worstPair(weights: Crosspoints): {
  readonly bound: number;
  readonly first: number;
  readonly second: number;
} {
  const { vocabulary, visible } = weights.shape;
  let worst = { bound: -1, first: 0, second: 0 };
  for (let first = 0; first < vocabulary; first++) {
    for (let second = Math.min(first + 1, vocabulary - 1); second < vocabulary; second++) {
      const bound = largestEigenvalue(pairMatrix(weights, first, second), visible);
      if (bound > worst.bound) worst = { bound, first, second };
    }
  }
  return worst;
}

/** X'X + beta/4 (e_s - e_t)(e_s - e_t)'. shape (D, D) */
export function pairMatrix(weights: Crosspoints, s: number, t: number): Float64Array {
  const matrix = memoryGram(weights);
  addOuter(matrix, difference(weights, s, t), 0, weights.shape.visible, weights.beta / 4);
  return matrix;
}

export function stabilityOf(weights: Crosspoints): Stability {
  const bound = stabilityBound(weights);
  const memory = largestEigenvalue(memoryGram(weights), weights.shape.visible);
  return {
    bound,
    guaranteed: bound < 1,
    memory,
    crude: memory + weights.beta * attentionGram(weights),
    slowestTime: bound < 1 ? 1 / (1 - bound) : Infinity,
  };
}

/** X'X. shape (D, D) */
function memoryGram({ shape, memory }: Crosspoints): Float64Array {
  const gram = new Float64Array(shape.visible * shape.visible);
  for (let m = 0; m < shape.memory; m++) addOuter(gram, memory, m, shape.visible, 1);
  return gram;
}

/** Largest sigma_max(A)^2 over contexts: convex in the counts of the tokens, so all rows are one token. */
function attentionGram({ shape, embedding }: Crosspoints): number {
  let most = 0;
  for (let t = 0; t < shape.vocabulary; t++) {
    const row = embedding.subarray(t * shape.visible, (t + 1) * shape.visible);
    most = Math.max(most, shape.context * row.reduce((sum, x) => sum + x * x, 0));
  }
  return most;
}

function difference({ shape, embedding }: Crosspoints, s: number, t: number): Float64Array {
  const at = (token: number, i: number) => embedding[token * shape.visible + i];
  return Float64Array.from({ length: shape.visible }, (_, i) => at(s, i) - at(t, i));
}

const largestEigenvalue = (matrix: Float64Array, n: number): number => symmetricEigenvalues(matrix, n)[n - 1] ?? 0;

/** square += weight * x x', x row `r` of `rows`. */
function addOuter(square: Float64Array, rows: Float64Array, r: number, width: number, weight: number): void {
  const row = rows.subarray(r * width, (r + 1) * width);
  for (let i = 0; i < width; i++) for (let j = 0; j < width; j++) square[i * width + j] += weight * row[i] * row[j];
}
