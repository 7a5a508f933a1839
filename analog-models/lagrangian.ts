import type { Activation } from "./activation.ts";

/** log cosh x without overflow. */
const logCosh = (x: number): number => Math.abs(x) + Math.log1p(Math.exp(-2 * Math.abs(x))) - Math.LN2;

/** log sum_i exp(beta v_i) without overflow. */
function logSumExp(beta: number, v: Float64Array): number {
  const most = v.reduce((a, b) => Math.max(a, b), -Infinity);
  return beta * most + Math.log(v.reduce((sum, x) => sum + Math.exp(beta * (x - most)), 0));
}

const sum = (v: Float64Array, term: (x: number) => number): number => v.reduce((total, x) => total + term(x), 0);

/**
 * The convex function L(v) [V^2] whose gradient is the activation: identity v^2/2; tanh (scale/gain) sum log cosh(gain v);
 * relu (slope/2) sum max(v,0)^2; softmax (scale/beta) log sum exp(beta v). `v` are the bank's voltages; an empty bank has 0.
 */
export function lagrangian(a: Activation, v: Float64Array): number {
  if (v.length === 0) return 0;
  if (a.kind === "identity") return sum(v, (x) => (x * x) / 2);
  if (a.kind === "tanh") return (a.scale / a.gain) * sum(v, (x) => logCosh(a.gain * x));
  if (a.kind === "relu") return (a.slope / 2) * sum(v, (x) => Math.max(x, 0) ** 2);
  return (a.scale / a.beta) * logSumExp(a.beta, v);
}

/** e' M e [V^2] with M the Hessian of the Lagrangian at the voltages whose activities are `f`; `e` [V], same shape. */
export function curvature(a: Activation, v: Float64Array, f: Float64Array, e: Float64Array): number {
  let squares = 0;
  let mean = 0;
  for (let i = 0; i < e.length; i++) {
    const slope = slopeAt(a, v[i], f[i]);
    squares += slope * e[i] * e[i];
    mean += a.kind === "softmax" ? f[i] * e[i] : 0;
  }
  // Softmax: beta (diag f - f f' / scale).
  return a.kind === "softmax" ? squares - (a.beta / a.scale) * mean * mean : squares;
}

/** Diagonal of the Hessian; for softmax without its rank-one part. */
function slopeAt(a: Activation, v: number, f: number): number {
  if (a.kind === "identity") return 1;
  if (a.kind === "tanh") return a.scale * a.gain * (1 - (f / a.scale) ** 2);
  if (a.kind === "relu") return v > 0 ? a.slope : 0;
  return a.beta * f;
}
