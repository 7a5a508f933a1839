import { SettleError } from "../../src/errors.ts";
import { type Activation, activate, reluOnBranch } from "../activation.ts";
import { type Amplifier, amplifierGoal, goalOnBranch } from "../amplifier.ts";
import { PIECE_LENGTH, type Source } from "../sources/source.ts";
import { cornersOf } from "./corner-bank.ts";
import type { Element, ElementCorners, Evaluation } from "./element.ts";
import type { Layout, Span } from "./layout.ts";
import { linearRun } from "./linear-run.ts";
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
    const gains = Float64Array.from(terms, (term) => term.gain ?? 1);
    const constants = perElement(constant, target.size, `constants of ${where}`);
    const run = linearRun({ target, reads, gains, constants });
    return { evaluations: [{ where, reads, writes: [target], linear: true, run }] };
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
    return { evaluations: [{ where, reads, writes: [target], linear: false, run }] };
  };

function mapRun(map: PointMap, { base: into, size }: Span, [a, b, c]: readonly Span[]): Evaluation["run"] {
  if (b === undefined)
    return (values) => {
      for (let k = 0, i = a.base; k < size; k++, i += a.stride) values[into + k] = map(values[i], 0, 0);
    };
  return (values) => {
    for (let k = 0; k < size; k++) {
      const third = c === undefined ? 0 : values[c.base + k * c.stride];
      values[into + k] = map(values[a.base + k * a.stride], values[b.base + k * b.stride], third);
    }
  };
}

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
    return { evaluations: [{ where, reads: [source], writes: [target], linear, run, corners }] };
  };

const reluCorners = (slope: number, source: Span, target: Span, layout: Layout): ElementCorners<Evaluation["run"]> => ({
  ...cornersOf("threshold of", target, { low: 0, high: Infinity }, layout),
  held: (modes, at) => (values) => reluOnBranch(slope, modes, at, values, source.base, target.base),
});

/** Amplifiers without dynamics: the output is clip(target + offset, rails) at once. */
export const idealAmplifierElement =
  (into: string, rails: Amplifier["rails"], target: string, offset: PerElement): Element =>
  (layout) => {
    const where = `ideal amplifiers "${into}"`;
    const v = layout.span(into, where);
    const wanted = layout.sized(target, v.size, where);
    const offsets = perElement(offset, v.size, `offset of ${where}`);
    const run = (values: Float64Array): void => {
      for (let k = 0; k < v.size; k++)
        values[v.base + k] = amplifierGoal(rails, values[wanted.base + k * wanted.stride], offsets[k]);
    };
    const linear = rails.low === -Infinity && rails.high === Infinity;
    const held: ElementCorners<Evaluation["run"]>["held"] = (modes, at) => (values) => {
      for (let k = 0; k < v.size; k++) {
        at[k] = values[wanted.base + k * wanted.stride] + offsets[k];
        values[v.base + k] = goalOnBranch(modes[k], rails, at[k]);
      }
    };
    const corners = linear ? undefined : { ...cornersOf("rails of", v, rails, layout), held };
    return { evaluations: [{ where, reads: [wanted], writes: [v], linear, run, corners }] };
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
    return {
      evaluations: [{ where, reads: [], writes: [layout.span(into, where)], linear: source.constant, run }],
    };
  };

export const newPiece = (): Float64Array => new Float64Array(PIECE_LENGTH);
