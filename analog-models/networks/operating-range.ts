import type { Swing } from "./attention.ts";
import { FixedPointSolver } from "../training/fixed-point.ts";
import type { EnergyTransformer } from "../training/model.ts";
import { rowProduct } from "../training/relaxation.ts";
import { stabilityOf } from "../training/stability.ts";

/**
 * Largest magnitudes that a model asks of its nodes, their drives and their biases: of |v|, |v - a| and |a|; of |A v + b|, |A v|
 * and |b|, any token at any age; of |X v + c|, |X v| and |c|. In model units; 1 for what is all zeros.
 *
 * Holds for every context of a model with lambda_max(X'X) < 1, however many there are; undefined for others, whose v may run away.
 *
 * v* solves v = a + q + X' relu(X v + c) with q = A'p in the convex hull of the embeddings, hence in the box between their least
 * and largest entries. No crosspoint is negative, so the right-hand side grows with q and with v, and below that bound it
 * contracts: its one solution v*(q) grows with q and lies between those at the two corners of the box. So do A v and X v.
 */
export function operatingRange(model: EnergyTransformer): Swing | undefined {
  if (!(stabilityOf(model).memory < 1)) return undefined;
  return rangeOver(model, [restingAt(model, Math.min), restingAt(model, Math.max)]);
}

/** Over given v, shape (D,) each, all tokens and all ages. */
export function rangeOver(model: EnergyTransformer, voltages: readonly Float64Array[]): Swing {
  const { embedding, memory, visibleBias, positionBias, memoryBias } = model;
  const ages = [Math.min(...positionBias), Math.max(...positionBias)];
  return {
    visible: largest([visibleBias, ...voltages.flatMap((v) => [v, v.map((x, i) => x - visibleBias[i])])]),
    attention: largest([
      positionBias,
      ...voltages.flatMap((v) => drives(embedding, v).map((drive) => [drive, ...ages.map((b) => drive + b)])),
    ]),
    memory: largest([
      memoryBias,
      ...voltages.flatMap((v) => drives(memory, v).map((drive, m) => [drive, drive + memoryBias[m]])),
    ]),
  };
}

const drives = (rows: Float64Array, v: Float64Array): readonly number[] =>
  Array.from({ length: rows.length / v.length }, (_, r) => rowProduct(rows, r, v));

/** v* at one corner of the box of embeddings. shape (D,) */
function restingAt(model: EnergyTransformer, pick: (...entries: number[]) => number): Float64Array {
  const { shape, embedding, visibleBias } = model;
  const entries = (i: number) => Array.from({ length: shape.vocabulary }, (_, t) => embedding[t * shape.visible + i]);
  const corner = visibleBias.map((a, i) => a + pick(...entries(i)));
  const v = Float64Array.from(corner);
  const attention = new Float64Array(shape.context * shape.visible);
  new FixedPointSolver(shape).solve({ ...model, attention, visibleBias: corner }, v);
  return v;
}

const largest = (banks: readonly ArrayLike<number>[]): number =>
  banks.reduce((most, bank) => Array.from(bank).reduce((inner, x) => Math.max(inner, Math.abs(x)), most), 0) || 1;
