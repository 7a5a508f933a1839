import type { Seconds } from "../units.ts";
import { BufferArena, MeasuringArena, type Arena } from "../kernel/arena.ts";
import { SLOPES_KERNEL, type SlopesKernel, vectorIn } from "./slopes-kernel.ts";

function placesIn(arena: Arena, stages: number, dimension: number, rows: readonly ArrayLike<number>[]) {
  const vector = () => vectorIn(arena, dimension);
  const placed = (row: ArrayLike<number>): Float64Array => {
    const weights = arena.floats(row.length);
    weights.set(row);
    return weights;
  };
  return {
    slopes: Array.from({ length: stages }, vector),
    base: vector(),
    result: vector(),
    scale: arena.floats(1),
    weights: rows.map(placed),
  };
}

/**
 * The slopes at the stages of a step and their sums with constant weights, `rows`, in the memory of a kernel that has the bits of
 * `weightedSum`.
 */
export class SlopeSums {
  /** shape (stages, dimension) */
  readonly slopes: readonly Float64Array[];
  private readonly base: Float64Array;
  private readonly scale: Float64Array;
  private readonly result: Float64Array;
  private readonly kernel: SlopesKernel;
  /** Of base, scale, result and slopes, of the rows, and the distance of one slope from the next [bytes]. */
  private readonly at: {
    readonly base: number;
    readonly scale: number;
    readonly result: number;
    readonly slopes: number;
  };
  private readonly rowAt: Int32Array;
  private readonly rowLength: Int32Array;
  private readonly stride: number;
  private readonly bytes: number;

  constructor(stages: number, dimension: number, rows: readonly ArrayLike<number>[]) {
    const measuring = new MeasuringArena();
    placesIn(measuring, stages, dimension, rows);
    const { memory, functions } = SLOPES_KERNEL.open(measuring.size);
    const { slopes, base, scale, result, weights } = placesIn(new BufferArena(memory), stages, dimension, rows);
    this.kernel = functions;
    [this.slopes, this.base, this.scale, this.result] = [slopes, base, scale, result];
    const [b, s, r, k] = [base, scale, result, slopes[0]].map(({ byteOffset }) => byteOffset);
    this.at = { base: b, scale: s, result: r, slopes: k };
    this.rowAt = Int32Array.from(weights, ({ byteOffset }) => byteOffset);
    this.rowLength = Int32Array.from(weights, ({ length }) => length);
    this.stride = stages < 2 ? 0 : slopes[1].byteOffset - k;
    this.bytes = base.byteLength;
  }

  /** A step of length h begins at `x`. */
  begin(x: Float64Array, h: Seconds): void {
    this.base.set(x);
    this.scaleBy(h);
  }

  scaleBy(h: Seconds): void {
    this.scale[0] = h;
  }

  /** x + h sum, valid until the next sum. */
  stage(row: number): Float64Array {
    const { at, bytes, stride } = this;
    const weights = this.rowAt[row];
    this.kernel.stage(at.result, at.base, at.scale, bytes, at.slopes, stride, weights, this.rowLength[row]);
    return this.result;
  }

  /** h sum, valid until the next sum. */
  scaled(row: number): Float64Array {
    const { at, bytes, stride } = this;
    this.kernel.scaled(at.result, at.scale, bytes, at.slopes, stride, this.rowAt[row], this.rowLength[row]);
    return this.result;
  }
}
