import { copied } from "../copied.ts";
import { type Arena, BufferArena, MeasuringArena } from "../kernel/arena.ts";
import type { Seconds } from "../units.ts";
import { SLOPES_KERNEL, type SlopesKernel, vectorIn } from "./slopes-kernel.ts";

function placesIn(arena: Arena, dimension: number, degree: number) {
  const vector = () => vectorIn(arena, dimension);
  const coefficients = Array.from({ length: degree }, vector);
  return { coefficients, start: vector(), result: vector(), theta: arena.floats(1) };
}

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

  private readonly result: Float64Array;
  private readonly theta: Float64Array;
  private readonly kernel: SlopesKernel;
  /** Of all of them, and of the coefficients the distance of one from the next [bytes]. */
  private readonly place: Readonly<
    Record<"result" | "start" | "theta" | "size" | "coefficients" | "stride" | "degree", number>
  >;

  constructor(dimension: number, degree: number) {
    const measuring = new MeasuringArena();
    placesIn(measuring, dimension, degree);
    const { memory, functions } = SLOPES_KERNEL.open(measuring.size);
    this.kernel = functions;
    const { coefficients, start, result, theta } = placesIn(new BufferArena(memory), dimension, degree);
    [this.coefficients, this.start, this.result, this.theta] = [coefficients, start, result, theta];
    const [first, second = first] = coefficients.map(({ byteOffset }) => byteOffset);
    this.place = {
      result: result.byteOffset,
      start: start.byteOffset,
      theta: theta.byteOffset,
      size: result.byteLength,
      coefficients: first,
      stride: second - first,
      degree,
    };
    this.end = new Float64Array(dimension);
    this.trial = Array.from({ length: degree }, () => new Float64Array(dimension));
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
    else this.inside(theta, out);
  }

  /** What `horner` would write, to the bit. */
  private inside(theta: number, out: Float64Array): void {
    const { kernel, result, place } = this;
    this.theta[0] = theta;
    kernel.dense(place.result, place.start, place.theta, place.size, place.coefficients, place.stride, place.degree);
    copied(result, out);
  }

  trialAt(x: Float64Array, theta: number, out: Float64Array): void {
    horner(x, this.trial, theta, out);
  }
}

/** Weights of the coefficients in the slope at `theta`: the derivative of theta^(p + 1). */
export const slopeWeights = (degree: number, theta: number): Float64Array =>
  Float64Array.from({ length: degree }, (_, p) => (p + 1) * theta ** p);

/** out = start + theta * (q0 + theta * (q1 + ...)) */
export function horner(start: Float64Array, q: readonly Float64Array[], theta: number, out: Float64Array): void {
  out.set(q[q.length - 1]);
  for (let p = q.length - 2; p >= -1; p--) {
    const lower = p >= 0 ? q[p] : start;
    for (let n = 0; n < out.length; n++) out[n] = lower[n] + theta * out[n];
  }
}
