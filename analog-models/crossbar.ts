import { outOfRange, SettleError } from "../src/errors.ts";
import type { RandomSource, RandomStream } from "../src/random.ts";
import type { Siemens } from "../src/units.ts";

/**
 * Crossbar of differential conductance pairs. A signed level w at (row, column) is held by two devices,
 *
 *   G+ = Gmin + max(w, 0)/W (Gmax - Gmin),   G- = Gmin + max(-w, 0)/W (Gmax - Gmin),   dG = G+ - G-
 *
 * each then erring by  G -> clip(G (1 + mismatch n1) + programmingError (Gmax - Gmin) n2, 0, ...)  with n1 a normal draw per
 * device and n2 one per device *and level*, so that the error of a level is a property of the chip and programming is a
 * pure function of (device, level): a restored snapshot has the same conductances.
 * Levels: `bits` gives the integers -W..W, W = 2^(bits-1) - 1; "continuous" any real in -1..1, W = 1 (n2 then per device).
 * Products: crossbar-product.ts (ideal wires) and crossbar-wires.ts. Stuck devices ignore programming.
 * NOT modelled: drift, read noise, voltage dependence of G, disturb of neighbours, pulses of programming.
 */
export interface Crossbar {
  /** 1.. each */
  readonly rows: number;
  readonly columns: number;
  /** Device range, 0 <= min < max. */
  readonly conductanceMin: Siemens;
  readonly conductanceMax: Siemens;
  /** Bits of a signed level, 2..16, or no quantisation. */
  readonly levels: number | "continuous";
  /** Relative standard deviation of each device. Draws normal(2 cell + side) of (device, "mismatch"). */
  readonly mismatch: number;
  /** Standard deviation as a fraction of Gmax - Gmin. Draws of (device, "programming"). */
  readonly programmingError: number;
  readonly stuck?: readonly StuckDevice[];
}

export interface StuckDevice {
  readonly row: number;
  readonly column: number;
  readonly side: "plus" | "minus";
  readonly conductance: Siemens;
}

/** A row's devices hang between its virtual ground and the columns, a column's between its own and the rows. */
export type CrossbarLine = "row" | "column";

/** The largest level W; levels run from -W to W. */
export const fullLevel = (levels: Crossbar["levels"]): number => (levels === "continuous" ? 1 : 2 ** (levels - 1) - 1);

export function checkedCrossbar(p: Crossbar): Crossbar {
  if (!(Number.isInteger(p.rows) && Number.isInteger(p.columns) && p.rows > 0 && p.columns > 0)) {
    throw new SettleError(
      "OUT_OF_RANGE",
      `crossbar of ${p.rows} rows and ${p.columns} columns: both must be 1 or more`,
    );
  }
  if (!(p.conductanceMin >= 0 && p.conductanceMax > p.conductanceMin)) {
    throw new SettleError(
      "OUT_OF_RANGE",
      `crossbar: device range ${p.conductanceMin} S..${p.conductanceMax} S must be positive and not empty`,
    );
  }
  if (p.levels !== "continuous" && !(Number.isInteger(p.levels) && p.levels >= 2 && p.levels <= 16)) {
    throw outOfRange("bits of a crossbar level", p.levels, 2, 16);
  }
  return p;
}

/** The devices of one crossbar: conductances [S], row-major, shape (rows, columns). Changed through `program` only. */
export class CrossbarDevices {
  readonly plus: Float64Array;
  readonly minus: Float64Array;
  private differences: Float64Array;
  private programmed = 0;
  /** How often a cell of each row and of each column was programmed. */
  private readonly lines: Readonly<Record<CrossbarLine, Float64Array>>;
  private readonly full: number;
  private readonly stuckAt = new Map<number, Siemens>();
  /** Relative error of each device, drawn once: a device keeps it, whatever it is programmed to. */
  private readonly mismatches: Float64Array;
  private readonly programmingDraws: RandomStream;

  constructor(
    readonly parameters: Crossbar,
    readonly name: string,
    random: RandomSource,
  ) {
    const { mismatch } = parameters;
    const mismatchDraws = random(name, "mismatch");
    this.programmingDraws = random(name, "programming");
    const cells = parameters.rows * parameters.columns;
    this.plus = new Float64Array(cells);
    this.minus = new Float64Array(cells);
    this.differences = new Float64Array(cells);
    this.lines = { row: new Float64Array(parameters.rows), column: new Float64Array(parameters.columns) };
    this.mismatches = new Float64Array(2 * cells);
    if (mismatch !== 0)
      for (let device = 0; device < 2 * cells; device++)
        this.mismatches[device] = mismatch * mismatchDraws.normal(device);
    this.full = fullLevel(checkedCrossbar(parameters).levels);
    for (const s of parameters.stuck ?? []) this.stuckAt.set(this.deviceOf(s), s.conductance);
    for (let cell = 0; cell < cells; cell++) this.program(cell, 0);
  }

  /** Sets one cell to a signed level; refuses what is no level. Costs one cell. */
  program(cell: number, level: number): void {
    const { levels, columns } = this.parameters;
    if (!(Math.abs(level) <= this.full) || (levels !== "continuous" && !Number.isInteger(level))) {
      const what = `level of ${this.name}[${Math.floor(cell / columns)},${cell % columns}]`;
      throw outOfRange(levels === "continuous" ? what : `${what} (a whole number)`, level, -this.full, this.full);
    }
    this.plus[cell] = this.conductance(2 * cell, level);
    this.minus[cell] = this.conductance(2 * cell + 1, -level);
    this.differences[cell] = this.plus[cell] - this.minus[cell];
    this.programmed++;
    this.lines.row[Math.floor(cell / columns)]++;
    this.lines.column[cell % columns]++;
  }

  /** plus - minus, what the products use. Read it anew after the circuit is built. */
  get difference(): Float64Array {
    return this.differences;
  }

  /** From now on they live in `place`, of the same length. */
  keepDifferenceIn(place: Float64Array): void {
    place.set(this.differences);
    this.differences = place;
  }

  /** Another number after every `program`. */
  get version(): number {
    return this.programmed;
  }

  /** Another number after every `program` of a cell on the line. */
  versionOf(line: CrossbarLine, index: number): number {
    return this.lines[line][index];
  }

  /** sum of G+ + G- [S] along a line: what its virtual ground sees. */
  conductanceOf(line: CrossbarLine, index: number): Siemens {
    const { rows, columns } = this.parameters;
    const [first, stride, count] = line === "row" ? [index * columns, 1, columns] : [index, columns, rows];
    let sum = 0;
    for (let k = 0, cell = first; k < count; k++, cell += stride) sum += this.plus[cell] + this.minus[cell];
    return sum;
  }

  private conductance(device: number, level: number): Siemens {
    const stuck = this.stuckAt.get(device);
    if (stuck !== undefined) return stuck;
    const { conductanceMin, conductanceMax, programmingError } = this.parameters;
    const range = conductanceMax - conductanceMin;
    const ideal = conductanceMin + (Math.max(level, 0) / this.full) * range;
    const absolute = programmingError === 0 ? 0 : programmingError * range * this.programmingDraw(device, level);
    return Math.max(0, ideal * (1 + this.mismatches[device]) + absolute);
  }

  private programmingDraw(device: number, level: number): number {
    const counted = this.parameters.levels === "continuous" ? 1 : this.full + 1;
    const index = device * counted + (counted === 1 ? 0 : Math.max(level, 0));
    return this.programmingDraws.normal(index);
  }

  private deviceOf({ row, column, side }: StuckDevice): number {
    const { rows, columns } = this.parameters;
    if (!(row >= 0 && row < rows)) throw outOfRange(`row of a stuck device of ${this.name}`, row, 0, rows - 1);
    if (!(column >= 0 && column < columns))
      throw outOfRange(`column of a stuck device of ${this.name}`, column, 0, columns - 1);
    return 2 * (row * columns + column) + (side === "plus" ? 0 : 1);
  }
}
