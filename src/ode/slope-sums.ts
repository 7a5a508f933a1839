import type { Seconds } from "../units.ts";
import { BufferArena, MeasuringArena, type Arena } from "../kernel/arena.ts";
import { KernelBinary } from "../kernel/kernel.ts";
import { KERNEL_BASE64 } from "./kernel/generated/kernel-binary.ts";

interface SumsKernel {
  stage(...operands: readonly [out: number, base: number, scale: number, size: number, ...Terms]): void;
  scaled(...operands: readonly [out: number, scale: number, size: number, ...Terms]): void;
}

/** Where slopes lie, how far apart, where their weights are and how many there are. */
type Terms = readonly [slopes: number, stride: number, weights: number, count: number];

const BINARY = new KernelBinary<SumsKernel>(KERNEL_BASE64);

function placesIn(arena: Arena, stages: number, dimension: number, rows: readonly ArrayLike<number>[]) {
  // An odd number of states gets room for one more: the kernel takes two at a time.
  const vector = () => arena.floats(dimension + (dimension % 2)).subarray(0, dimension);
  const weights = (row: ArrayLike<number>): Float64Array => {
    const place = arena.floats(row.length);
    place.set(row);
    return place;
  };
  return {
    slopes: Array.from({ length: stages }, vector),
    base: vector(),
    out: vector(),
    scale: arena.floats(1),
    rows: rows.map(weights),
  };
}

/**
 * The slopes at the stages of a step and their sums with constant weights, `rows`, in the memory of a kernel that has the bits of
 * `weightedSum`. Vectors of the caller are copied in and out, which costs little beside the sums.
 */
export class SlopeSums {
  /** shape (stages, dimension) */
  readonly slopes: readonly Float64Array[];
  private readonly places: ReturnType<typeof placesIn>;
  private readonly kernel: SumsKernel;
  private readonly stride: number;

  constructor(stages: number, dimension: number, rows: readonly ArrayLike<number>[]) {
    const measuring = new MeasuringArena();
    placesIn(measuring, stages, dimension, rows);
    const { memory, functions } = BINARY.open(measuring.size);
    this.kernel = functions;
    this.places = placesIn(new BufferArena(memory), stages, dimension, rows);
    this.slopes = this.places.slopes;
    this.stride = stages < 2 ? 0 : this.slopes[1].byteOffset - this.slopes[0].byteOffset;
  }

  /** A step of length h begins at `x`. */
  begin(x: Float64Array, h: Seconds): void {
    this.places.base.set(x);
    this.scaleBy(h);
  }

  scaleBy(h: Seconds): void {
    this.places.scale[0] = h;
  }

  /** out = x + h sum */
  stage(row: number, out: Float64Array): void {
    const { base, out: sum, scale, rows } = this.places;
    const [slopes, weights] = [this.slopes[0], rows[row]];
    this.kernel.stage(
      sum.byteOffset,
      base.byteOffset,
      scale.byteOffset,
      base.byteLength,
      slopes.byteOffset,
      this.stride,
      weights.byteOffset,
      weights.length,
    );
    out.set(sum);
  }

  /** out = h sum */
  scaled(row: number, out: Float64Array): void {
    const { out: sum, scale, rows } = this.places;
    const [slopes, weights] = [this.slopes[0], rows[row]];
    this.kernel.scaled(
      sum.byteOffset,
      scale.byteOffset,
      sum.byteLength,
      slopes.byteOffset,
      this.stride,
      weights.byteOffset,
      weights.length,
    );
    out.set(sum);
  }
}
