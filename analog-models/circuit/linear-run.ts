import { instructionOf } from "../kernel/opcodes.ts";
import type { Adjoint, Evaluation, Runnable } from "./element.ts";
import type { Layout, Span } from "./layout.ts";

/** A linear combination with all names resolved, its numbers in the arena: into_k = constant_k + sum over t of gain_t * read_t,k, added in that order. */
export interface Combination {
  readonly target: Span;
  readonly reads: readonly Span[];
  readonly gains: Float64Array;
  readonly constants: Float64Array;
}

/**
 * One pass over the bank for one and for two terms, which is what circuits are made of; a pass per term beyond those. All forms
 * round alike.
 */
export function linearRun(combination: Combination, layout: Layout): Runnable<Evaluation["run"]> {
  const { target, reads, gains, constants } = combination;
  if (reads.length !== 1 && reads.length !== 2) return { run: manyTerms(combination) };
  const read = reads.flatMap((span) => [layout.addressOf(span), 8 * span.stride]);
  const operands = [layout.addressOf(target), target.size, constants.byteOffset, gains.byteOffset, ...read];
  return reads.length === 1
    ? { run: oneTerm(combination), instruction: instructionOf("oneTerm", ...operands) }
    : { run: twoTerms(combination), instruction: instructionOf("twoTerms", ...operands) };
}

/** |into_k''| <= sum over t of |gain_t| |read_t,k''|. */
export function linearBend({ target, reads, gains }: Combination): NonNullable<Evaluation["bend"]> {
  return (bounds) => {
    for (let k = 0; k < target.size; k++) {
      let most = 0;
      for (let t = 0; t < reads.length; t++) most += Math.abs(gains[t]) * bounds[reads[t].base + k * reads[t].stride];
      bounds[target.base + k] = most;
    }
  };
}

/** w(read_t,k) += gain_t w(into_k) */
export function linearAdjoint({ target, reads, gains }: Combination): Adjoint {
  return (_values, weights, _reach, first, end) => {
    for (let k = first; k < end; k++) {
      const weight = weights[target.base + k];
      for (let t = 0; t < reads.length; t++) weights[reads[t].base + k * reads[t].stride] += gains[t] * weight;
    }
    return Number.POSITIVE_INFINITY;
  };
}

// A single value, as a comparator looks at, is read many times a step: it gets no loop.

function oneTerm({ target: { base: into, size }, reads, gains, constants }: Combination): Evaluation["run"] {
  const [{ base, stride }] = reads;
  const [gain] = gains;
  const [constant] = constants;
  if (size === 1)
    return (values) => {
      values[into] = constant + gain * values[base];
    };
  return (values) => {
    for (let k = 0, from = base; k < size; k++, from += stride) values[into + k] = constants[k] + gain * values[from];
  };
}

function twoTerms({ target: { base: into, size }, reads, gains, constants }: Combination): Evaluation["run"] {
  const [a, b] = reads;
  const [gainA, gainB] = gains;
  const [firstA, strideA, firstB, strideB] = [a.base, a.stride, b.base, b.stride];
  const [constant] = constants;
  if (size === 1)
    return (values) => {
      values[into] = constant + gainA * values[firstA] + gainB * values[firstB];
    };
  return (values) => {
    for (let k = 0, i = firstA, j = firstB; k < size; k++, i += strideA, j += strideB)
      values[into + k] = constants[k] + gainA * values[i] + gainB * values[j];
  };
}

function manyTerms({ target: { base: into, size }, reads, gains, constants }: Combination): Evaluation["run"] {
  return (values) => {
    for (let k = 0; k < size; k++) values[into + k] = constants[k];
    for (let t = 0; t < reads.length; t++) {
      const { base, stride } = reads[t];
      const gain = gains[t];
      for (let k = 0, from = base; k < size; k++, from += stride) values[into + k] += gain * values[from];
    }
  };
}
