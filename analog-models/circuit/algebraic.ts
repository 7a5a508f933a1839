import { SettleError } from "../../src/errors.ts";
import { type Activation, activate } from "../activation.ts";
import { type Amplifier, amplifierGoal } from "../amplifier.ts";
import { columnProduct, fusedProduct, rowProduct } from "../crossbar-product.ts";
import type { CrossbarDevices } from "../crossbar.ts";
import { PIECE_LENGTH, type Source } from "../sources/source.ts";
import type { Element, Evaluation } from "./element.ts";
import type { Layout } from "./layout.ts";
import { type PerElement, perElement } from "./per-element.ts";

/** gain * from; the gain in (unit of the result) / (unit of `from`), 1 when absent. */
export interface Term {
  readonly from: string;
  readonly gain?: number;
}

/** into_k = constant + sum over terms of gain * from_k. */
export const linearElement =
  (into: string, terms: readonly Term[], constant: number): Element =>
  (layout) => {
    const where = `linear combination into "${into}"`;
    const target = layout.span(into, where);
    const reads = terms.map((term) => layout.sized(term.from, target.size, where));
    const gains = Float64Array.from(terms, (term) => term.gain ?? 1);
    const run = (values: Float64Array): void => {
      for (let k = 0; k < target.size; k++) values[target.base + k] = constant;
      for (let t = 0; t < reads.length; t++) {
        const { base, stride } = reads[t];
        const gain = gains[t];
        for (let k = 0; k < target.size; k++) values[target.base + k] += gain * values[base + k * stride];
      }
    };
    return { evaluations: [{ where, reads, writes: [target], linear: true, run }] };
  };

/** A function of the k-th elements of up to three terminals; absent ones are given as 0. */
export type PointMap = (a: number, b: number, c: number) => number;

export const mappedElement =
  (into: string, from: readonly string[], map: PointMap): Element =>
  (layout) => {
    const where = `map into "${into}"`;
    if (from.length < 1 || from.length > 3)
      throw new SettleError("BAD_BENCH", `${where} reads ${from.length} terminals; 1 to 3 are possible`);
    const target = layout.span(into, where);
    const reads = from.map((terminal) => layout.sized(terminal, target.size, where));
    const [a, b, c] = reads;
    const run = (values: Float64Array): void => {
      for (let k = 0; k < target.size; k++) {
        const second = b === undefined ? 0 : values[b.base + k * b.stride];
        const third = c === undefined ? 0 : values[c.base + k * c.stride];
        values[target.base + k] = map(values[a.base + k * a.stride], second, third);
      }
    };
    return { evaluations: [{ where, reads, writes: [target], linear: false, run }] };
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
    return { evaluations: [{ where, reads: [source], writes: [target], linear, run }] };
  };

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
    return { evaluations: [{ where, reads: [wanted], writes: [v], linear, run }] };
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

/**
 * Terminals of a crossbar: voltages on its columns give currents [A] into virtual grounds at its rows, and the other way
 * round. Either direction may be left out.
 */
export interface CrossbarTerminals {
  /** driven columns, shape (columns,) [V], with the currents they cause in the rows, shape (rows,) [A] */
  readonly columnVoltage?: string;
  readonly rowCurrent?: string;
  /** driven rows, shape (rows,) [V], with the currents they cause in the columns, shape (columns,) [A] */
  readonly rowVoltage?: string;
  readonly columnCurrent?: string;
}

/** One evaluation, so that both directions cost one pass over the matrix. */
export const crossbarElement =
  (devices: CrossbarDevices, t: CrossbarTerminals): Element =>
  (layout) => {
    const where = `crossbar "${devices.name}"`;
    const { rows, columns } = devices.parameters;
    const forward = pair(layout, where, t.columnVoltage, columns, t.rowCurrent, rows);
    const transposed = pair(layout, where, t.rowVoltage, rows, t.columnCurrent, columns);
    const g = devices.difference;
    const x = forward?.[0].base ?? 0;
    const r = forward?.[1].base ?? 0;
    const y = transposed?.[0].base ?? 0;
    const c = transposed?.[1].base ?? 0;
    const both = [forward, transposed].filter((p) => p !== undefined);
    if (both.length === 0) throw new SettleError("BAD_BENCH", `${where} is connected in neither direction`);
    const run: Evaluation["run"] =
      both.length === 2
        ? (values) => fusedProduct(g, rows, columns, values, x, y, r, c)
        : forward !== undefined
          ? (values) => rowProduct(g, rows, columns, values, x, r)
          : (values) => columnProduct(g, rows, columns, values, y, c);
    const evaluation = { where, reads: both.map((p) => p[0]), writes: both.map((p) => p[1]), linear: true, run };
    return { evaluations: [evaluation] };
  };

function pair(
  layout: Layout,
  where: string,
  voltage: string | undefined,
  n: number,
  current: string | undefined,
  m: number,
) {
  if (voltage === undefined && current === undefined) return undefined;
  if (voltage === undefined || current === undefined)
    throw new SettleError("BAD_BENCH", `${where}: a direction needs both its voltages and its currents`);
  const spans = [layout.span(voltage, where), layout.span(current, where)] as const;
  [n, m].forEach((size, k) => {
    if (spans[k].size !== size) {
      throw new SettleError(
        "BAD_BENCH",
        `${where}: "${[voltage, current][k]}" has ${spans[k].size} elements where ${size} are needed`,
      );
    }
  });
  return spans;
}
