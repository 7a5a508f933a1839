import type { Seconds } from "../units.ts";

/**
 * The solution inside a step as a polynomial, x(theta) = start + sum_p coefficients[p] theta^(p + 1): that of the last accepted
 * step, and that of a trial step which is looked into before it is accepted.
 */
export class DenseOutput {
  readonly start: Float64Array;
  readonly end: Float64Array;
  h: Seconds = 0;
  /** Of the last accepted step. shape (degree, dimension) */
  readonly coefficients: readonly Float64Array[];
  /** Of the trial step. */
  readonly trial: readonly Float64Array[];
  /** What is to be remembered of the last accepted step. */
  readonly parts: readonly Float64Array[];

  constructor(dimension: number, degree: number) {
    const vector = () => new Float64Array(dimension);
    this.start = vector();
    this.end = vector();
    this.coefficients = Array.from({ length: degree }, vector);
    this.trial = Array.from({ length: degree }, vector);
    this.parts = [this.start, this.end, ...this.coefficients];
  }

  /** `coefficients` are those of the step from `x` to `xOut`. */
  accept(x: Float64Array, xOut: Float64Array, h: Seconds): void {
    this.start.set(x);
    this.end.set(xOut);
    this.h = h;
  }

  at(theta: number, out: Float64Array): void {
    // Exact at the joints: a signal read at the end of one step and at the start of the next is the same to the bit.
    if (theta === 0) out.set(this.start);
    else if (theta === 1) out.set(this.end);
    else horner(this.start, this.coefficients, theta, out);
  }

  trialAt(x: Float64Array, theta: number, out: Float64Array): void {
    horner(x, this.trial, theta, out);
  }
}

/** Weights of the coefficients in the slope at `theta`: the derivative of theta^(p + 1). */
export const slopeWeights = (degree: number, theta: number): Float64Array =>
  Float64Array.from({ length: degree }, (_, p) => (p + 1) * theta ** p);

/** out = start + theta * (q0 + theta * (q1 + ...)) */
function horner(start: Float64Array, q: readonly Float64Array[], theta: number, out: Float64Array): void {
  if (q.length === 4) return quartic(start, q[0], q[1], q[2], q[3], theta, out);
  out.set(q[q.length - 1]);
  for (let p = q.length - 2; p >= -1; p--) {
    const lower = p >= 0 ? q[p] : start;
    for (let n = 0; n < out.length; n++) out[n] = lower[n] + theta * out[n];
  }
}

/** The same numbers in one pass, for nearly all methods: states are read more often than anything else. */
function quartic(
  start: Float64Array,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  d: Float64Array,
  theta: number,
  out: Float64Array,
): void {
  for (let n = 0; n < out.length; n++)
    out[n] = start[n] + theta * (a[n] + theta * (b[n] + theta * (c[n] + theta * d[n])));
}
