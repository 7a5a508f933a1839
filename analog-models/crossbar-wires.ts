import { SettleError } from "../src/errors.ts";
import type { Ohms } from "../src/units.ts";
import { BandedCholesky } from "./banded-cholesky.ts";

/**
 * A crossbar whose lines have resistance, at DC. Row i is driven from its left end through one word-line segment before
 * each cell; column j ends at a virtual ground below its last cell, one bit-line segment after each cell:
 *
 *   u_i --R_w-- W(i,0) --R_w-- W(i,1) -- ...          W(i,j) --1/G(i,j)-- B(i,j)
 *   B(0,j) --R_b-- B(1,j) --R_b-- ... --R_b-- 0 V
 *
 * Kirchhoff's current law at every W and B, solved by banded Cholesky with the shorter side as the band. A resistance of 0
 * removes its nodes (they are the source's or the ground's); G = 0 is an open cell. Voltages follow from the solution,
 * currents from the cell currents by summation, so lines of 0 ohm need no special case and charge is conserved exactly.
 * NOT modelled: line capacitance and inductance, resistance of drivers and sense nodes, nonlinear cells.
 */
export interface WiredCrossbar {
  readonly rows: number;
  readonly columns: number;
  /** G [S] >= 0, shape (rows, columns), row-major */
  readonly conductance: Float64Array;
  /** Per segment, >= 0. */
  readonly wordResistance: Ohms;
  readonly bitResistance: Ohms;
}

/** All shape (rows, columns), row-major, but `output` of shape (columns,). */
export interface WireSolution {
  /** at the word-line and the bit-line side of each cell [V] */
  readonly wordVoltage: Float64Array;
  readonly bitVoltage: Float64Array;
  /** through each cell, word to bit line [A] */
  readonly cell: Float64Array;
  /** in the word-line segment left of, and the bit-line segment below each cell [A] */
  readonly word: Float64Array;
  readonly bit: Float64Array;
  /** into the virtual ground of each column [A] */
  readonly output: Float64Array;
}

/** Number of the unknown at a cell, or -1 where a 0 ohm line makes it a known voltage. */
type Numbering = (row: number, column: number) => number;

export class WireSolver {
  private readonly word: Numbering;
  private readonly bit: Numbering;
  private readonly factor: BandedCholesky;
  private readonly unknowns: number;

  constructor(private readonly c: WiredCrossbar) {
    checkWires(c);
    const kinds = (c.wordResistance > 0 ? 1 : 0) + (c.bitResistance > 0 ? 1 : 0);
    const transposed = c.columns > c.rows;
    const inner = transposed ? c.rows : c.columns;
    const place: Numbering = (i, j) => kinds * (transposed ? j * inner + i : i * inner + j);
    this.word = c.wordResistance > 0 ? place : () => -1;
    this.bit = c.bitResistance > 0 ? (i, j) => place(i, j) + kinds - 1 : () => -1;
    this.unknowns = kinds * c.rows * c.columns;
    const width = kinds * inner;
    const band = new Float64Array(this.unknowns * (width + 1));
    this.assemble(band, width);
    this.factor = BandedCholesky.factor(this.unknowns, width, band);
  }

  /** `rowVoltages` [V], shape (rows,). */
  solve(rowVoltages: ArrayLike<number>): WireSolution {
    const { rows, columns } = this.c;
    if (rowVoltages.length !== rows) {
      throw new SettleError("OUT_OF_RANGE", `${rowVoltages.length} row voltages for a crossbar of ${rows} rows`);
    }
    const x = this.driven(rowVoltages);
    this.factor.solve(x);
    const cells = (at: (i: number, j: number) => number): Float64Array =>
      Float64Array.from({ length: rows * columns }, (_, k) => at(Math.floor(k / columns), k % columns));
    const wordVoltage = cells((i, j) => (this.c.wordResistance > 0 ? x[this.word(i, j)] : rowVoltages[i]));
    const bitVoltage = cells((i, j) => (this.c.bitResistance > 0 ? x[this.bit(i, j)] : 0));
    const cell = wordVoltage.map((v, k) => (v - bitVoltage[k]) * this.c.conductance[k]);
    return { wordVoltage, bitVoltage, cell, ...lineCurrents(cell, rows, columns) };
  }

  /** Right-hand side: current that the sources push into the first unknown on their way. */
  private driven(rowVoltages: ArrayLike<number>): Float64Array {
    const { rows, columns, conductance, wordResistance } = this.c;
    const b = new Float64Array(this.unknowns);
    for (let i = 0; i < rows; i++) {
      if (wordResistance > 0) b[this.word(i, 0)] += rowVoltages[i] / wordResistance;
      else if (this.unknowns > 0)
        for (let j = 0; j < columns; j++) b[this.bit(i, j)] += conductance[i * columns + j] * rowVoltages[i];
    }
    return b;
  }

  private assemble(band: Float64Array, width: number): void {
    const { rows, columns, conductance, wordResistance, bitResistance } = this.c;
    const stamp = (a: number, b: number, g: number): void => {
      if (a >= 0) band[a * (width + 1)] += g;
      if (b >= 0) band[b * (width + 1)] += g;
      if (a >= 0 && b >= 0) band[Math.max(a, b) * (width + 1) + Math.abs(a - b)] -= g;
    };
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const [word, bit] = [this.word(i, j), this.bit(i, j)];
        stamp(word, bit, conductance[i * columns + j]);
        if (word >= 0) stamp(word, j > 0 ? this.word(i, j - 1) : -1, 1 / wordResistance);
        if (bit >= 0) stamp(bit, i + 1 < rows ? this.bit(i + 1, j) : -1, 1 / bitResistance);
      }
    }
  }
}

function checkWires(c: WiredCrossbar): void {
  const cells = c.rows * c.columns;
  if (c.conductance.length !== cells || !c.conductance.every((g) => g >= 0 && g < Infinity)) {
    throw new SettleError(
      "OUT_OF_RANGE",
      `crossbar of ${c.rows} x ${c.columns}: needs ${cells} finite conductances of 0 S or more (0 for an open cell)`,
    );
  }
  if (!(c.wordResistance >= 0 && c.bitResistance >= 0)) {
    throw new SettleError(
      "OUT_OF_RANGE",
      `line resistances ${c.wordResistance} and ${c.bitResistance} ohm: both must be 0 or more`,
    );
  }
}

/** Kirchhoff along the lines: a word segment carries all cells to its right, a bit segment all cells above. */
function lineCurrents(
  cell: Float64Array,
  rows: number,
  columns: number,
): Pick<WireSolution, "word" | "bit" | "output"> {
  const word = cell.slice();
  const bit = cell.slice();
  for (let i = 0; i < rows; i++)
    for (let j = columns - 2; j >= 0; j--) word[i * columns + j] += word[i * columns + j + 1];
  for (let k = columns; k < cell.length; k++) bit[k] += bit[k - columns];
  return { word, bit, output: bit.slice(cell.length - columns) };
}

/**
 * The linear map that replaces the ideal G: column currents = G_eff' * row voltages, columns at virtual ground. shape
 * (rows, columns), row-major, [S]. By reciprocity the same matrix maps column voltages to row currents when the columns
 * are driven at their lower ends and the rows end in virtual grounds at their left.
 */
export function effectiveConductance(c: WiredCrossbar): Float64Array {
  const solver = new WireSolver(c);
  const effective = new Float64Array(c.rows * c.columns);
  for (let i = 0; i < c.rows; i++) {
    const unit = Float64Array.from({ length: c.rows }, (_, k) => (k === i ? 1 : 0));
    effective.set(solver.solve(unit).output, i * c.columns);
  }
  return effective;
}
