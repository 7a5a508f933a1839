/** Newton's method doubles its digits: from a tenth of the interval on, these are more than enough. */
const MOST_ITERATIONS = 8;
/** Closer than this, relative to the interval, it has arrived. */
const ARRIVED = 2 ** -40;

/**
 * Where a polynomial in Bernstein form, on [0, 1], meets `level`, given that it does so once. Newton's method from the secant
 * through its ends, kept inside, on the powers of s: as good as the rounding of those where the polynomial is not flat there, and no
 * worse than a guess elsewhere. Writes over `scratch`, of the length of `c`.
 */
export function rootOnce(c: Float64Array, level: number, scratch: Float64Array): number {
  const first = c[0] - level;
  const last = c[c.length - 1] - level;
  toPowers(c, scratch);
  let s = first === last ? 1 : clamped(first / (first - last));
  for (let i = 0; i < MOST_ITERATIONS; i++) {
    let value = scratch[scratch.length - 1];
    let slope = 0;
    for (let k = scratch.length - 2; k >= 0; k--) {
      slope = slope * s + value;
      value = value * s + scratch[k];
    }
    const next = clamped(s - (value - level) / slope);
    const move = Math.abs(next - s);
    if (!(move >= 0)) return s;
    s = next;
    if (move < ARRIVED) break;
  }
  return s;
}

/** Coefficients of s^k: the k-th forward difference of the c_i at 0, times C(n, k). */
function toPowers(c: Float64Array, powers: Float64Array): void {
  const n = c.length - 1;
  for (let i = 0; i <= n; i++) powers[i] = c[i];
  for (let k = 1; k <= n; k++) for (let i = n; i >= k; i--) powers[i] -= powers[i - 1];
  let binomial = 1;
  for (let k = 1; k <= n; k++) {
    binomial = (binomial * (n - k + 1)) / k;
    powers[k] *= binomial;
  }
}

const clamped = (s: number): number => Math.min(1, Math.max(0, s));
