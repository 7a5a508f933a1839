import { SettleError } from "../../src/errors.ts";

const WORD_BYTES = 8;
const WORD_BITS = 64n;

/** How many whole words so many bytes need. */
export const wordsFor = (size: number): number => Math.ceil(size / WORD_BYTES);

/**
 * Memory that both halves of one process see, in 64-bit words. What is written behind its end is lost, but counted, so that it is
 * known how long the block should have been.
 */
export class FlatBlock {
  readonly doubles: Float64Array;
  private readonly bytes: Uint8Array;
  private readonly bigs: BigUint64Array;

  constructor(words: number) {
    const buffer = new ArrayBuffer(words * WORD_BYTES);
    this.doubles = new Float64Array(buffer);
    this.bytes = new Uint8Array(buffer);
    this.bigs = new BigUint64Array(buffer);
  }

  get words(): number {
    return this.doubles.length;
  }

  /** Answers the word behind what it wrote. */
  putBytes(at: number, value: Uint8Array): number {
    const end = at + wordsFor(value.length);
    if (end <= this.words) this.bytes.set(value, at * WORD_BYTES);
    return end;
  }

  /** As many whole words as `size` bytes need, the least significant first; answers the word behind them. */
  putBig(at: number, value: bigint, size: number): number {
    const end = at + wordsFor(size);
    for (let left = value, word = at; word < end; word++, left >>= WORD_BITS)
      this.bigs[word] = BigInt.asUintN(64, left);
    return end;
  }

  /** A copy: the block is written anew by the next message. */
  bytesAt(at: number, size: number): Uint8Array {
    this.requireWords(at, size);
    const from = at * WORD_BYTES;
    return this.bytes.slice(from, from + size);
  }

  bigAt(at: number, size: number): bigint {
    this.requireWords(at, size);
    let value = 0n;
    for (let word = at + wordsFor(size) - 1; word >= at; word--) value = (value << WORD_BITS) | this.bigs[word];
    return value;
  }

  private requireWords(at: number, size: number): void {
    const end = at + wordsFor(size);
    if (end > this.words) throw new SettleError("PROTOCOL", `malformed message: it ends early, at word ${end}`);
  }
}
