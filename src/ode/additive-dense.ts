import { gaussJordan } from "./bernstein.ts";
import type { AdditiveCoefficients } from "./additive-tableau.ts";

/**
 * A further stage inside the step that the dense output is drawn through. The slow states there are those of the pair's
 * published dense output. For the fast ones that is of little use: it is bounded for any pole, but misses a smooth solution
 * far from the ends ten times as far as the ends do. So they have an implicit stage of their own,
 *
 *   X = x + h sum_j fast_j k_j + h gamma k,      sum_j fast_j c_j^n + gamma theta^n = theta^(n + 1) / (n + 1),  n = 0, 1, 2
 *
 * which forgets where an infinitely fast state began: sum_j fast_j R_j = 0, with R_j what stage j remembers of it. These
 * four conditions have one solution in the weights of stages 1, 3, 4 and 5.
 */
export interface MiddleStage {
  readonly theta: number;
  /** Weights of the stages. shape (stages,) */
  readonly slow: readonly number[];
  readonly fast: readonly number[];
}

const USED = [0, 2, 3, 4] as const;

export function middleStage(t: AdditiveCoefficients, theta: number): MiddleStage {
  const powers = [0, 1, 2].map((n) => USED.map((j) => t.c[j] ** n));
  const targets = [0, 1, 2].map((n) => theta ** (n + 1) / (n + 1) - t.gamma * theta ** n);
  const remembered = rememberedStart(t);
  const rows = [...powers.map((row, n) => [...row, targets[n]]), [...USED.map((j) => remembered[j]), 0]];
  const solved = gaussJordan(rows).map((row) => row[USED.length]);
  return {
    theta,
    slow: t.dense.map((row) => row.reduce((sum, w, p) => sum + w * theta ** (p + 1), 0)),
    fast: t.c.map((_, j) => solved[USED.findIndex((k) => k === j)] ?? 0),
  };
}

/** Stage values of x' = z x from x = 1 for z -> -Infinity: R_i = -sum_{j<i} a_ij R_j / gamma. */
function rememberedStart({ implicit, gamma }: AdditiveCoefficients): readonly number[] {
  const remembered = [1];
  for (const row of implicit) remembered.push(-row.reduce((sum, a, j) => sum + a * remembered[j], 0) / gamma);
  return remembered;
}

/** What a polynomial P with P(0) = 0 is to be at `theta`, or its slope there: the sum of weights times slopes. */
interface Condition {
  readonly theta: number;
  readonly of: "value" | "slope";
  readonly weights: readonly number[];
}

/** weights[p] of theta^(p + 1) in the polynomial that meets as many conditions as it has coefficients. */
function polynomialWeights(conditions: readonly Condition[]): readonly Float64Array[] {
  const degree = conditions.length;
  const rows = conditions.map(({ theta, of, weights }) => {
    const power = (p: number) => (of === "value" ? theta ** (p + 1) : (p + 1) * theta ** p);
    return [...Array.from({ length: degree }, (_, p) => power(p)), ...weights];
  });
  return gaussJordan(rows).map((row) => Float64Array.from(row.slice(degree)));
}

/**
 * Weights of the dense output, a quartic, for the slopes of all stages, of the end and of the middle stage. The slow states'
 * has the slopes of start, end and middle: it is of order 4. The fast states' has value and slope of the middle stage and of
 * the last, and no slope of the start, which says nothing when the pole is far above 1 / h; it is of order 3.
 */
export function denseWeights(t: AdditiveCoefficients, b: readonly number[], { theta, fast }: MiddleStage) {
  const [end, middle] = [b.length, b.length + 1];
  const slopeOf = (at: number) => Array.from({ length: middle + 1 }, (_, i) => (i === at ? 1 : 0));
  const toEnd = { theta: 1, of: "value", weights: [...b, 0, 0] } as const;
  const slopeAt = (at: number, stage: number) => ({ theta: at, of: "slope", weights: slopeOf(stage) }) as const;
  const toMiddle = { theta, of: "value", weights: [...fast, 0, t.gamma] } as const;
  return {
    slow: polynomialWeights([slopeAt(0, 0), slopeAt(theta, middle), slopeAt(1, end), toEnd]),
    fast: polynomialWeights([toMiddle, slopeAt(theta, middle), slopeAt(1, end - 1), toEnd]),
  };
}
