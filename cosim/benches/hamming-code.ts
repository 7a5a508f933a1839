/**
 * Hamming(7,4): R. W. Hamming, "Error detecting and error correcting codes", Bell System Technical Journal 29(2), 1950.
 * Bits in the order p1 p2 d1 p3 d2 d3 d4, as the binary numbering of the positions asks for. A perfect code: each of the
 * 128 words lies within distance 1 of exactly one codeword.
 */
export const CODEWORDS: readonly (readonly number[])[] = Array.from({ length: 16 }, (_, message) => {
  const [d1, d2, d3, d4] = [0, 1, 2, 3].map((i) => (message >> i) & 1) as [number, number, number, number];
  return [d1 ^ d2 ^ d4, d1 ^ d3 ^ d4, d1, d2 ^ d3 ^ d4, d2, d3, d4];
});

export const WORD_BITS = 7;

export interface Received {
  readonly sent: readonly number[];
  /** Which bit the channel flipped, -1 for none. */
  readonly flipped: number;
  readonly word: readonly number[];
}

/** Every codeword, as it is and with each of its bits flipped: all 128 words. */
export const RECEIVED: readonly Received[] = CODEWORDS.flatMap((sent) =>
  [-1, ...sent.keys()].map((flipped) => ({ sent, flipped, word: sent.map((b, i) => (i === flipped ? 1 - b : b)) })),
);

/** Bits to a number, bit i of the word as bit i. */
export const packed = (word: readonly number[]): number => word.reduce((sum, b, i) => sum + b * 2 ** i, 0);
