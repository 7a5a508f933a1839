import { SettleError } from "../../src/errors.ts";
import { type Instruction, instructionOf } from "../kernel/opcodes.ts";
import { addColumnAdjoint, addRowAdjoint, columnProduct, fusedProduct, rowProduct } from "../crossbar-product.ts";
import type { CrossbarDevices } from "../crossbar.ts";
import type { Adjoint, Element, Evaluation } from "./element.ts";
import type { Layout, Span } from "./layout.ts";

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
    devices.keepDifferenceIn(layout.arena.floats(rows * columns));
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
    const adjoint: Adjoint = (_values, weights) => {
      if (forward !== undefined) addRowAdjoint(g, rows, columns, weights, x, r);
      if (transposed !== undefined) addColumnAdjoint(g, rows, columns, weights, y, c);
      return Number.POSITIVE_INFINITY;
    };
    const work = { run, adjoint, instruction: product(g, rows, columns, layout, forward, transposed) };
    const [reads, writes] = [both.map(([voltage]) => voltage), both.map(([, current]) => current)];
    return { evaluations: [{ where, reads, writes, linear: true, dependence: "pairwise", ...work }] };
  };

type Pair = readonly [voltage: Span, current: Span];

function product(
  { byteOffset }: Float64Array,
  rows: number,
  columns: number,
  layout: Layout,
  forward: Pair | undefined,
  transposed: Pair | undefined,
): Instruction {
  const [x = 0, r = 0] = (forward ?? []).map((span) => layout.addressOf(span));
  const [y = 0, c = 0] = (transposed ?? []).map((span) => layout.addressOf(span));
  if (transposed === undefined) return instructionOf("rowProduct", byteOffset, rows, columns, x, r);
  if (forward === undefined) return instructionOf("columnProduct", byteOffset, rows, columns, y, c);
  return instructionOf("fused", byteOffset, rows, columns, x, y, r, c);
}

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
