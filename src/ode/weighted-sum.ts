/**
 * out = sum_i weights[i] * slopes[i]. Three slopes at a time: each pass over the states costs a load and a store of `out`,
 * and this is half of all the work outside the system itself. Takes no plain number, which V8 would box at every call.
 */
export function weightedSum(slopes: readonly Float64Array[], weights: Float64Array, out: Float64Array): void {
  out.fill(0);
  let i = 0;
  for (; i + 2 < weights.length; i += 3) {
    const k0 = slopes[i];
    const k1 = slopes[i + 1];
    const k2 = slopes[i + 2];
    const w0 = weights[i];
    const w1 = weights[i + 1];
    const w2 = weights[i + 2];
    for (let n = 0; n < out.length; n++) out[n] += w0 * k0[n] + w1 * k1[n] + w2 * k2[n];
  }
  for (; i < weights.length; i++) {
    const k = slopes[i];
    const w = weights[i];
    for (let n = 0; n < out.length; n++) out[n] += w * k[n];
  }
}
