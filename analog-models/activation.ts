import type { Volts } from "../src/units.ts";

/**
 * Activity f [V] of a bank of nodes at voltages v [V], shape (count,) each:
 *
 *   identity  f_i = v_i
 *   tanh      f_i = scale tanh(gain v_i)                        a differential pair
 *   relu      f_i = slope max(v_i, 0)                           a rectifier
 *   softmax   f_i = scale exp(beta v_i) / sum_j exp(beta v_j)   transistors in weak inversion on one tail current:
 *             beta = 1 / (n U_T), about 26 / V at room temperature
 *
 * `gain` and `beta` in 1/V, `scale` in V, `slope` in V/V. Each is the gradient of a convex Lagrangian (lagrangian.ts); source:
 * Krotov & Hopfield, "Large Associative Memory Problem in Neurobiology and Machine Learning", ICLR 2021. Instantaneous.
 * NOT modelled: mismatch between the units of a bank, bandwidth (put an amplifier behind the bank), noise.
 */
export type Activation =
  | { readonly kind: "identity" }
  | { readonly kind: "tanh"; readonly gain: number; readonly scale: Volts }
  | { readonly kind: "relu"; readonly slope: number }
  | { readonly kind: "softmax"; readonly beta: number; readonly scale: Volts };

/** Reads `count` voltages at `from` and writes as many activities at `into`, in one array. Allocates nothing. */
export function activate(a: Activation, values: Float64Array, from: number, into: number, count: number): void {
  switch (a.kind) {
    case "identity":
      for (let i = 0; i < count; i++) values[into + i] = values[from + i];
      return;
    case "tanh":
      for (let i = 0; i < count; i++) values[into + i] = a.scale * Math.tanh(a.gain * values[from + i]);
      return;
    case "relu":
      for (let i = 0; i < count; i++) values[into + i] = a.slope * Math.max(values[from + i], 0);
      return;
    case "softmax":
      softmax(a.beta, a.scale, values, from, into, count);
  }
}

/**
 * What changes of the voltages at `from` do, given what changes of the activities at `at` do: w(v_j) += sum_i w(f_i) d f_i / d v_j,
 *
 *   tanh      scale gain (1 - (f / scale)^2)     relu   slope where v >= 0     softmax   beta f_j (w_j - sum_i f_i w_i / scale)
 *
 * with the activities in `values` as `activate` left them. A rectifier whose corner is less than `reach` away counts as open. Answers
 * the least of those ways, |w(f_i) slope v_i|; Infinity where there are none. Allocates nothing.
 */
export function addActivationAdjoint(
  a: Activation,
  values: Float64Array,
  weights: Float64Array,
  reach: number,
  from: number,
  at: number,
  count: number,
): number {
  switch (a.kind) {
    case "identity":
      for (let i = 0; i < count; i++) weights[from + i] += weights[at + i];
      break;
    case "tanh":
      for (let i = 0; i < count; i++) {
        const part = values[at + i] / a.scale;
        weights[from + i] += weights[at + i] * a.scale * a.gain * (1 - part * part);
      }
      break;
    case "relu":
      return addReluAdjoint(a.slope, values, weights, reach, from, at, count);
    case "softmax":
      addSoftmaxAdjoint(a.beta, a.scale, values, weights, from, at, count);
  }
  return Number.POSITIVE_INFINITY;
}

function addReluAdjoint(
  slope: number,
  values: Float64Array,
  weights: Float64Array,
  reach: number,
  from: number,
  at: number,
  count: number,
): number {
  let toCorner = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const weight = slope * weights[at + i];
    if (weight === 0) continue;
    const way = Math.abs(weight * values[from + i]);
    if (values[from + i] >= 0 || way < reach) weights[from + i] += weight;
    toCorner = Math.min(toCorner, way);
  }
  return toCorner;
}

/**
 * A ReLU bank with each unit on one branch, its formula extended beyond the corner at 0 V: modes[k] < 0 is off, any other
 * on. Writes the voltages that decide, v, to `at`.
 */
export function reluOnBranch(
  slope: number,
  modes: Int8Array,
  at: Float64Array,
  values: Float64Array,
  from: number,
  into: number,
): void {
  for (let i = 0; i < modes.length; i++) {
    at[i] = values[from + i];
    values[into + i] = modes[i] < 0 ? 0 : slope * at[i];
  }
}

/** The largest voltage is subtracted first, so that no exponential overflows and at least one is 1. */
function softmax(beta: number, scale: Volts, values: Float64Array, from: number, into: number, count: number): void {
  let most = -Infinity;
  for (let i = 0; i < count; i++) if (values[from + i] > most) most = values[from + i];
  let total = 0;
  for (let i = 0; i < count; i++) total += values[into + i] = Math.exp(beta * (values[from + i] - most));
  const factor = scale / total;
  for (let i = 0; i < count; i++) values[into + i] *= factor;
}

function addSoftmaxAdjoint(
  beta: number,
  scale: Volts,
  values: Float64Array,
  weights: Float64Array,
  from: number,
  at: number,
  count: number,
): void {
  let mean = 0;
  for (let i = 0; i < count; i++) mean += (values[at + i] / scale) * weights[at + i];
  for (let i = 0; i < count; i++) weights[from + i] += beta * values[at + i] * (weights[at + i] - mean);
}
