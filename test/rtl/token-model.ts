// What the token loop must compute, in exact integers, from the documents of its registers alone.

/** State of the random source after one step: x^32 + x^22 + x^2 + x + 1, Galois form, shifted to the right. */
export const lfsrStep = (state: number): number => ((state >>> 1) ^ (state & 1 ? 0x80200003 : 0)) >>> 0;

/** The number of one draw, which is also the state after it: 32 steps. */
export function lfsrDraw(state: number): number {
  let next = state;
  for (let i = 0; i < 32; i++) next = lfsrStep(next);
  return next;
}

const INTEGER_BITS = 6n;
const FRACTION_BITS = 24n;
const PIECE_BITS = 6n;
const ALONG_BITS = FRACTION_BITS - PIECE_BITS;
const MOST = (1n << (INTEGER_BITS + FRACTION_BITS)) - 1n;

const tableEntry = (piece: bigint): bigint => BigInt(Math.round(2 ** (30 - Number(piece) / 64)));

/** 2^-(x / 2^24) with 48 bits of fraction, as the RTL interpolates it. */
export function exp2Weight(x: bigint): bigint {
  const fraction = x & ((1n << FRACTION_BITS) - 1n);
  const piece = fraction >> ALONG_BITS;
  const along = fraction & ((1n << ALONG_BITS) - 1n);
  const high = tableEntry(piece);
  const mantissa = high - (((high - tableEntry(piece + 1n)) * along) >> ALONG_BITS);
  return (mantissa << 18n) >> (x >> FRACTION_BITS);
}

export interface Temperature {
  readonly scale: number;
  readonly shift: number;
}

/** Relative probability of each token, of the largest logit 2^48. */
export function weightsOf(logits: readonly number[], { scale, shift }: Temperature): bigint[] {
  const largest = BigInt(Math.max(...logits));
  return logits.map((logit) => {
    const x = (((largest - BigInt(logit)) * BigInt(scale)) << FRACTION_BITS) >> BigInt(shift);
    return exp2Weight(x > MOST ? MOST : x);
  });
}

/** The token whose place the number `random` falls into. */
export function drawToken(logits: readonly number[], temperature: Temperature, random: number): number {
  const weights = weightsOf(logits, temperature);
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  let sum = 0n;
  return weights.findIndex((weight) => {
    sum += weight;
    return sum << 32n > BigInt(random) * total;
  });
}

export const largestToken = (logits: readonly number[]): number => logits.indexOf(Math.max(...logits));

export interface Decoder {
  /** shape (V, D) */
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

/** Exact below 2^53. */
export const logitsOf = ({ weights, bias }: Decoder, codes: readonly number[], middle: number): number[] =>
  weights.map((row, k) => row.reduce((sum, weight, d) => sum + weight * ((codes[d] ?? 0) - middle), bias[k] ?? 0));
