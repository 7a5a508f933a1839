/** Where the arrays of a circuit live. Every array is zero at first and stays where it is. */
export interface Arena {
  floats(length: number): Float64Array;
  bytes(length: number): Int8Array;
  words(content: readonly number[]): Int32Array;
}

/** Two doubles: no pair of neighbours lies across a boundary of registers. */
const ALIGNMENT = 16;

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Hands out stretches of one buffer; 0 is no address. */
export class BufferArena implements Arena {
  private next = ALIGNMENT;

  constructor(private readonly buffer: ArrayBuffer) {}

  floats(length: number): Float64Array {
    return new Float64Array(this.buffer, this.take(8 * length), length);
  }

  bytes(length: number): Int8Array {
    return new Int8Array(this.buffer, this.take(length), length);
  }

  words(content: readonly number[]): Int32Array {
    const words = new Int32Array(this.buffer, this.take(4 * content.length), content.length);
    words.set(content);
    return words;
  }

  private take(bytes: number): number {
    const at = this.next;
    this.next += aligned(bytes);
    return at;
  }
}

/** Hands out arrays of their own and adds up what a BufferArena for the same would need. */
export class MeasuringArena implements Arena {
  size = ALIGNMENT;

  floats(length: number): Float64Array {
    this.size += aligned(8 * length);
    return new Float64Array(length);
  }

  bytes(length: number): Int8Array {
    this.size += aligned(length);
    return new Int8Array(length);
  }

  words(content: readonly number[]): Int32Array {
    this.size += aligned(4 * content.length);
    return Int32Array.from(content);
  }
}
