import { outOfRange } from "./errors.ts";

/**
 * Counter-based random numbers: a draw is a pure function of (seed, device, purpose, index). Order of calls, tracing and
 * the number of workers cannot change it.
 *
 * Philox4x32-10: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11.
 */
export interface RandomStream {
  /** Evenly spread over [0, 1), 53 bits. `i` is a whole number from 0 to 2^53 - 1. */
  uniform(i: number): number;
  /** Standard normal, independent of `uniform` at the same index. */
  normal(i: number): number;
}

/** `device` and `purpose` name what is random: ("crossbar.row[3]", "programming error"). */
export type RandomSource = (device: string, purpose: string) => RandomStream;

const ROUNDS = 10;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const KEY_STEP_0 = 0x9e3779b9; // golden ratio
const KEY_STEP_1 = 0xbb67ae85; // sqrt(3) - 1

/** High word of the 64-bit product of two unsigned 32-bit words. */
function highProduct(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >>> 16);
  const other = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + (other >>> 16)) >>> 0;
}

/** One block of four random words, in place. counter: shape (4,); the key is two words. */
export function philox4x32(counter: Uint32Array, key0: number, key1: number): void {
  for (let round = 0; round < ROUNDS; round++) {
    const c0 = counter[0];
    const c2 = counter[2];
    counter[0] = highProduct(MULTIPLIER_1, c2) ^ counter[1] ^ key0;
    counter[1] = Math.imul(MULTIPLIER_1, c2);
    counter[2] = highProduct(MULTIPLIER_0, c0) ^ counter[3] ^ key1;
    counter[3] = Math.imul(MULTIPLIER_0, c0);
    key0 = (key0 + KEY_STEP_0) >>> 0;
    key1 = (key1 + KEY_STEP_1) >>> 0;
  }
}

/** Marks the counter of a normal draw, which must not share its bits with the uniform one of the same index. */
const NORMAL = 0x80000000;
/** Marks the key under which names are hashed; seeds have at most 53 bits, so none has it. */
const NAMES = 0x80000000;
const TWO_32 = 2 ** 32;

/** Two words that stand for a pair of names: 64 bits, so two pairs in a circuit share them practically never. */
function hashNames(device: string, purpose: string): readonly [number, number] {
  const text = `${device.length}:${device}${purpose}`;
  const state = new Uint32Array(4);
  const block = new Uint32Array(4);
  for (let at = 0; at < text.length; at += 8) {
    for (let w = 0; w < 4; w++) {
      const unit = (k: number) => (at + 2 * w + k < text.length ? text.charCodeAt(at + 2 * w + k) : 0);
      block[w] = state[w] ^ (unit(0) | (unit(1) << 16));
    }
    philox4x32(block, text.length, NAMES);
    // Feeding the block forward makes the chain one-way: no two texts meet by running it backwards.
    for (let w = 0; w < 4; w++) state[w] ^= block[w];
  }
  return [state[0], state[1]];
}

/** 53 bits of two words, in [0, 1). */
const fraction = (high: number, low: number): number => ((high >>> 5) * 2 ** 26 + (low >>> 6)) * 2 ** -53;

class PhiloxStream implements RandomStream {
  private readonly block = new Uint32Array(4);

  constructor(
    private readonly seed: number,
    private readonly names: readonly [number, number],
  ) {}

  uniform(i: number): number {
    this.draw(i, 0);
    return fraction(this.block[0], this.block[1]);
  }

  /** Box and Muller, one of the pair: a draw must not depend on its neighbour. */
  normal(i: number): number {
    this.draw(i, NORMAL);
    const radius = Math.sqrt(-2 * Math.log(1 - fraction(this.block[0], this.block[1])));
    return radius * Math.cos(2 * Math.PI * fraction(this.block[2], this.block[3]));
  }

  private draw(i: number, mark: number): void {
    checkWhole("index of a random draw", i);
    this.block[0] = i % TWO_32;
    this.block[1] = (Math.floor(i / TWO_32) | mark) >>> 0;
    this.block[2] = this.names[0];
    this.block[3] = this.names[1];
    philox4x32(this.block, this.seed % TWO_32, Math.floor(this.seed / TWO_32));
  }
}

function checkWhole(what: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw outOfRange(what, value, 0, Number.MAX_SAFE_INTEGER);
}

/** `seed` is a whole number from 0 to 2^53 - 1, else OUT_OF_RANGE. */
export function randomStream(seed: number, device: string, purpose: string): RandomStream {
  checkWhole("random seed", seed);
  return new PhiloxStream(seed, hashNames(device, purpose));
}

export const seededRandom =
  (seed: number): RandomSource =>
  (device, purpose) =>
    randomStream(seed, device, purpose);

const CERTAIN: RandomStream = Object.freeze({ uniform: () => 0.5, normal: () => 0 });

/** The one switch that turns all randomness off: every draw is its own mean. */
export const noRandomness: RandomSource = () => CERTAIN;
