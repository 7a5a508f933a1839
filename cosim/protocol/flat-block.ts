import { SettleError } from "../../src/errors.ts";

const WORD_BYTES = 8;
const WORD_BITS = 64n;

/** Memory that both halves of one process see, in 64-bit words. A message is written or read from its first word on. */
export class FlatBlock {
  readonly doubles: Float64Array;
  private readonly bytes: Uint8Array;
  private readonly bigs: BigUint64Array;
  /** The word that is read or written next. */
  at = 0;

  constructor(words: number) {
    const buffer = new ArrayBuffer(words * WORD_BYTES);
    this.doubles = new Float64Array(buffer);
    this.bytes = new Uint8Array(buffer);
    this.bigs = new BigUint64Array(buffer);
  }

  get words(): number {
    return this.doubles.length;
  }

  /** Words behind the end are counted, so that it is known how long the block should have been. */
  put(word: number): void {
    this.doubles[this.at++] = word;
  }

  putBytes(value: Uint8Array): void {
    const from = this.at * WORD_BYTES;
    this.at += Math.ceil(value.length / WORD_BYTES);
    if (this.at <= this.words) this.bytes.set(value, from);
  }

  /** As many whole words as `size` bytes need, the least significant first. */
  putBig(value: bigint, size: number): void {
    for (let left = value, written = 0; written < size; written += WORD_BYTES, left >>= WORD_BITS)
      this.bigs[this.at++] = BigInt.asUintN(64, left);
  }

  /** Undefined behind the end, which whoever asks for a number must refuse. */
  take(): number {
    return this.doubles[this.at++];
  }

  /** A copy: the block is written anew by the next message. */
  takeBytes(size: number): Uint8Array {
    const from = this.at * WORD_BYTES;
    this.skip(size);
    return this.bytes.slice(from, from + size);
  }

  takeBig(size: number): bigint {
    const from = this.at;
    this.skip(size);
    let value = 0n;
    for (let at = this.at - 1; at >= from; at--) value = (value << WORD_BITS) | this.bigs[at];
    return value;
  }

  private skip(size: number): void {
    this.at += Math.ceil(size / WORD_BYTES);
    if (this.at > this.words) throw new SettleError("PROTOCOL", `malformed message: it ends early, at word ${this.at}`);
  }
}
