import { SettleError } from "../../src/errors.ts";
import { type Instruction, instructionOf } from "../kernel/opcodes.ts";
import { type Activation, activate, addActivationAdjoint, reluOnBranch } from "../activation.ts";
import { type Amplifier, amplifierGoal, goalOnBranch } from "../amplifier.ts";
import { PIECE_LENGTH, type Source } from "../sources/source.ts";
import { cornersOf } from "./corner-bank.ts";
import type { Adjoint, Element, ElementCorners, Evaluation } from "./element.ts";
import type { Layout, Span } from "./layout.ts";
import { linearAdjoint, linearBend, linearRun } from "./linear-run.ts";
import { type PerElement, perElement } from "./per-element.ts";

/** gain * from; the gain in (unit of the result) / (unit of `from`), 1 when absent. */
export interface Term {
  readonly from: string;
  readonly gain?: number;
}

export const linearElement =
  (into: string, terms: readonly Term[], constant: PerElement): Element =>
  (layout) => {
    const where = `linear combination into "${into}"`;
    const target = layout.span(into, where);
    const reads = terms.map((term) => layout.sized(term.from, target.size, where));
    const gains = layout.kept(terms.map((term) => term.gain ?? 1));
    const constants = layout.kept(perElement(constant, target.size, `constants of ${where}`));
    const combination = { target, reads, gains, constants };
    const rules = { bend: linearBend(combination), adjoint: linearAdjoint(combination) };
    const work = { ...linearRun(combination, layout), ...rules };
    return { evaluations: [{ where, reads, writes: [target], linear: true, dependence: "elementwise", ...work }] };
  };

/**
 * A function of the k-th elements of up to three terminals; absent ones are given as 0. Where slopes depend on it, it must be
 * smooth: the integrator knows nothing of its corners.
 */
export type PointMap = (a: number, b: number, c: number) => number;

export const mappedElement =
  (into: string, from: readonly string[], map: PointMap): Element =>
  (layout) => {
    const where = `map into "${into}"`;
    if (from.length < 1 || from.length > 3)
      throw new SettleError("BAD_BENCH", `${where} reads ${from.length} terminals; 1 to 3 are possible`);
    const target = layout.span(into, where);
    const reads = from.map((terminal) => layout.sized(terminal, target.size, where));
    const run = mapRun(map, target, reads);
    return { evaluations: [{ where, reads, writes: [target], linear: false, dependence: "elementwise", run }] };
  };

function mapRun(map: PointMap, { base: into, size }: Span, [a, b, c]: readonly Span[]): Evaluation["run"] {
  if (b === undefined)
    return (values) => {
      for (let k = 0, i = a.base; k < size; k++, i += a.stride) values[into + k] = map(values[i], 0, 0);
    };
  if (c === undefined)
    return (values) => {
      for (let k = 0, i = a.base, j = b.base; k < size; k++, i += a.stride, j += b.stride)
        values[into + k] = map(values[i], values[j], 0);
    };
  return (values) => {
    for (let k = 0; k < size; k++)
      values[into + k] = map(
        values[a.base + k * a.stride],
        values[b.base + k * b.stride],
        values[c.base + k * c.stride],
      );
  };
}

/** into_k = |a_k| + |b_k| */
export const magnitudesElement =
  (into: string, from: readonly [string, string]): Element =>
  (layout) => {
    const where = `magnitudes into "${into}"`;
    const target = layout.span(into, where);
    const reads = from.map((terminal) => layout.sized(terminal, target.size, where));
    const run = mapRun((a, b) => Math.abs(a) + Math.abs(b), target, reads);
    const read = reads.flatMap((span) => [layout.addressOf(span), 8 * span.stride]);
    const instruction = instructionOf("magnitudes", layout.addressOf(target), target.size, ...read);
    const [one, other] = reads;
    const adjoint: Adjoint = (values, weights, reach, first, end) => {
      let toCorner = Number.POSITIVE_INFINITY;
      for (let k = first; k < end; k++) {
        const [a, b] = [one.base + k * one.stride, other.base + k * other.stride];
        const weight = weights[target.base + k];
        if (weight === 0) continue;
        const toZero = Math.abs(weight) * Math.min(Math.abs(values[a]), Math.abs(values[b]));
        const isPast = toZero < reach;
        weights[a] += values[a] < 0 ? -weight : weight;
        weights[b] += values[b] < 0 !== isPast ? -weight : weight;
        toCorner = Math.min(toCorner, toZero);
      }
      return toCorner;
    };
    const work = { run, instruction, adjoint };
    return { evaluations: [{ where, reads, writes: [target], linear: false, dependence: "elementwise", ...work }] };
  };

export const activationElement =
  (into: string, from: string, activation: Activation): Element =>
  (layout) => {
    const where = `${activation.kind} activation into "${into}"`;
    const target = layout.span(into, where);
    const source = layout.span(from, where);
    if (source.size !== target.size)
      throw new SettleError("BAD_BENCH", `${where}: ${source.size} voltages for ${target.size} activities`);
    const run = (values: Float64Array): void => activate(activation, values, source.base, target.base, target.size);
    const linear = activation.kind === "identity";
    const corners = activation.kind === "relu" ? reluCorners(activation.slope, source, target, layout) : undefined;
    const instruction = activationInstruction(activation, source, target, layout);
    const dependence = activation.kind === "softmax" ? undefined : "elementwise";
    const adjoint: Adjoint = (values, weights, reach) =>
      addActivationAdjoint(activation, values, weights, reach, source.base, target.base, target.size);
    const work = { run, instruction, corners, adjoint };
    return { evaluations: [{ where, reads: [source], writes: [target], linear, dependence, ...work }] };
  };

function activationInstruction(a: Activation, source: Span, target: Span, layout: Layout): Instruction {
  const operands = [layout.addressOf(target), target.size, layout.addressOf(source)];
  const parameters = (...list: readonly number[]): number => layout.kept(list).byteOffset;
  switch (a.kind) {
    case "identity":
      return instructionOf("copy", ...operands);
    case "tanh":
      return instructionOf("tanhActivity", ...operands, parameters(a.scale, a.gain));
    case "relu":
      return instructionOf("relu", ...operands, parameters(a.slope));
    case "softmax":
    default:
      return instructionOf("softmax", ...operands, parameters(a.scale, a.beta));
  }
}

const reluCorners = (slope: number, source: Span, target: Span, layout: Layout): ElementCorners<Evaluation["run"]> => ({
  ...cornersOf("threshold of", target, { low: 0, high: Infinity }, layout),
  held: (modes, at) => ({
    run: (values) => reluOnBranch(slope, modes, at, values, source.base, target.base),
    instruction: instructionOf(
      "reluHeld",
      layout.addressOf(target),
      target.size,
      layout.addressOf(source),
      ...[layout.kept([slope]), modes, at].map(({ byteOffset }) => byteOffset),
    ),
  }),
});

/** Amplifiers without dynamics: the output is clip(target + offset, rails) at once. */
export const idealAmplifierElement =
  (into: string, rails: Amplifier["rails"], target: string, offset: PerElement): Element =>
  (layout) => {
    const where = `ideal amplifiers "${into}"`;
    const v = layout.span(into, where);
    const wanted = layout.sized(target, v.size, where);
    const offsets = layout.kept(perElement(offset, v.size, `offset of ${where}`));
    const run = (values: Float64Array): void => {
      for (let k = 0, from = wanted.base; k < v.size; k++, from += wanted.stride)
        values[v.base + k] = amplifierGoal(rails, values[from], offsets[k]);
    };
    const held = (modes: Int8Array, at: Float64Array) => (values: Float64Array) => {
      for (let k = 0, from = wanted.base; k < v.size; k++, from += wanted.stride) {
        at[k] = values[from] + offsets[k];
        values[v.base + k] = goalOnBranch(modes[k], rails, at[k]);
      }
    };
    const limits = layout.kept([rails.low, rails.high]);
    const operands = [layout.addressOf(v), v.size, layout.addressOf(wanted), 8 * wanted.stride];
    operands.push(offsets.byteOffset, limits.byteOffset);
    const linear = rails.low === -Infinity && rails.high === Infinity;
    const corners: ElementCorners<Evaluation["run"]> = {
      ...cornersOf("rails of", v, rails, layout),
      held: (modes, at) => ({
        run: held(modes, at),
        instruction: instructionOf("idealHeld", ...operands, modes.byteOffset, at.byteOffset),
      }),
    };
    const adjoint: Adjoint = (values, weights, reach, first, end) => {
      let toCorner = Number.POSITIVE_INFINITY;
      for (let k = first; k < end; k++) {
        const from = wanted.base + k * wanted.stride;
        const asked = values[from] + offsets[k];
        const weight = weights[v.base + k];
        if (weight === 0) continue;
        const toRail = Math.abs(weight) * Math.min(Math.abs(asked - rails.low), Math.abs(asked - rails.high));
        if (toRail < reach || (asked >= rails.low && asked <= rails.high)) weights[from] += weight;
        toCorner = Math.min(toCorner, toRail);
      }
      return toCorner;
    };
    const instruction = instructionOf("ideal", ...operands);
    const work = { run, instruction, corners: linear ? undefined : corners, adjoint };
    return { evaluations: [{ where, reads: [wanted], writes: [v], linear, dependence: "elementwise", ...work }] };
  };

export const sourceElement =
  (into: string, source: Source, piece: Float64Array, clock: string): Element =>
  (layout) => {
    const where = `source "${into}"`;
    const place = layout.span(into, where).base;
    const { base } = layout.span(clock, where);
    const run = (values: Float64Array): void => {
      values[place] = source.value(values[base], piece);
    };
    const bend = (bounds: Float64Array): void => {
      bounds[place] = source.curvature;
    };
    const work = { run, bend, adjoint: () => Number.POSITIVE_INFINITY };
    return {
      evaluations: [{ where, reads: [], writes: [layout.span(into, where)], linear: source.constant, ...work }],
    };
  };

export const newPiece = (): Float64Array => new Float64Array(PIECE_LENGTH);
