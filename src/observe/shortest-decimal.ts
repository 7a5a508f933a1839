/** Decimal exponents of the magnitudes that are worked out here: those of voltages, currents, charges and powers. */
const LEAST_EXPONENT = -40;
const MOST_EXPONENT = 15;
/** A significand has at most this many digits, the lower eight of which are kept apart. */
const DIGITS = 17;
const LOWER = 1e8;
/** Far above the rounding of what is compared (1e-8), far below what lies between a significand and its neighbours (1). */
const DOUBT = 1e-6;
/** 2^27 + 1: Dekker's split of a double into two halves of 26 bits. */
const SPLIT = 134_217_729;
const LOG10_OF_2 = 0.30103;
const EXPONENT_BIAS = 1023;

/** The powers of ten below LOWER and LOWER itself, and one divided by them. */
const UNITS = Float64Array.from({ length: 9 }, (_, place) => 10 ** place);
const INVERSES = UNITS.map((unit) => 1 / unit);

/** What brings magnitudes, from those of the least exponent on, to `DIGITS` digits before the point: head + tail. */
const EXACT = Array.from(
  { length: MOST_EXPONENT - LEAST_EXPONENT + 1 },
  (_, n) => BigInt(10) ** BigInt(DIGITS - 1 - LEAST_EXPONENT - n),
);
const HEADS = Float64Array.from(EXACT, Number);
const TAILS = Float64Array.from(EXACT, (exact, n) => Number(exact - BigInt(HEADS[n])));
/** A head in two halves. */
const UPPER_HALVES = HEADS.map((head) => SPLIT * head - (SPLIT * head - head));
const LOWER_HALVES = HEADS.map((head, n) => head - UPPER_HALVES[n]);
/** The magnitudes where exponents begin, and the end of the last. */
const BOUNDS = Float64Array.from({ length: EXACT.length + 1 }, (_, n) => Number(`1e${LEAST_EXPONENT + n}`));
/** Half of what doubles are apart, by their biased binary exponent. */
const HALF_GAPS = Float64Array.from({ length: 2047 }, (_, biased) => 2 ** (biased - EXPONENT_BIAS - 53));
const bits = new DataView(new ArrayBuffer(8));

/**
 * The shortest decimal that reads back as a double, of several the one nearest to it: the digits of Number.prototype.toString.
 *
 * With p = |value| 10^(16 - e), a decimal reads back as the value where it lies within h, half the gap between doubles in the same
 * scale, of p: so the answer is p rounded to the largest power of ten that stays within h. p is a product in twice a double's
 * precision (Dekker, "A floating-point technique for extending the available precision", Numer. Math. 18, 1971), off by less than
 * 1e-13. Where a comparison is closer than `DOUBT`, and outside of 1e-40 .. 1e16, the question is left to the engine: to be exact in
 * nearly all cases, and to know the others, is the idea of Grisu3 (Loitsch, PLDI 2010).
 */
export class ShortestDecimal {
  /** value = +- d.ddd... 10^exponent, with `upper` the first nine digits and `lower` the other eight. */
  exponent = 0;
  upper = 0;
  lower = 0;

  /** Whether the digits of this value are there now. */
  of(value: number): boolean {
    const magnitude = Math.abs(value);
    if (!(magnitude >= BOUNDS[0] && magnitude < BOUNDS[EXACT.length])) return false;
    bits.setFloat64(0, magnitude);
    const highWord = bits.getInt32(0);
    if ((highWord & 0xfffff) === 0 && bits.getInt32(4) === 0) return false; // below a power of two doubles lie closer
    const biased = highWord >>> 20;
    const place = exponentPlace(magnitude, biased);
    this.exponent = LEAST_EXPONENT + place;
    const product = magnitude * HEADS[place];
    const upper = Math.floor(product * INVERSES[8]);
    const lower = product - upper * LOWER + roundingOf(magnitude, place, product);
    return this.shorten(upper, lower, HALF_GAPS[biased] * HEADS[place]);
  }

  /** Rounds p = upper 1e8 + lower to the largest power of ten that stays within `half`, which is between 0.5 and 12; false in doubt. */
  private shorten(upper: number, lower: number, half: number): boolean {
    let shortest = Math.floor(lower + 0.5);
    if (Math.abs(Math.abs(lower - shortest) - 0.5) < DOUBT) return false;
    for (let place = 1; place < UNITS.length; place++) {
      const rounded = Math.floor(lower * INVERSES[place] + 0.5) * UNITS[place];
      const off = Math.abs(lower - rounded);
      if (off > half + DOUBT) break;
      // Of two that are as near, the engine knows which to take. Those of larger powers are not within `half`.
      if (off > half - DOUBT || (place === 1 && off > 5 - DOUBT)) return false;
      shortest = rounded;
    }
    const carried = shortest >= LOWER ? 1 : shortest < 0 ? -1 : 0;
    this.upper = (upper + carried) | 0;
    this.lower = (shortest - carried * LOWER) | 0;
    return this.upper >= LOWER && this.upper < 10 * LOWER;
  }
}

/** What the product of a magnitude and the scale of its place is short of. */
function roundingOf(magnitude: number, place: number, product: number): number {
  const first = SPLIT * magnitude - (SPLIT * magnitude - magnitude);
  const second = magnitude - first;
  const [a, b] = [UPPER_HALVES[place], LOWER_HALVES[place]];
  return second * b - (product - first * a - second * a - first * b) + magnitude * TAILS[place];
}

/** Where the decimal exponent stands in the tables; the binary one tells it but for one. */
function exponentPlace(magnitude: number, biased: number): number {
  const place = Math.floor((biased - EXPONENT_BIAS) * LOG10_OF_2) - LEAST_EXPONENT;
  return magnitude >= BOUNDS[place + 1] ? place + 1 : place;
}
