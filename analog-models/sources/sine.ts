import { SettleError } from "../../src/errors.ts";
import { NEVER } from "../../src/time.ts";
import type { Hertz, Volts } from "../../src/units.ts";
import type { Source } from "./source.ts";

/** v(t) = offset + amplitude sin(2 pi (frequency t + phase)). */
export interface Sine {
  readonly offset: Volts;
  readonly amplitude: Volts;
  /** > 0 */
  readonly frequency: Hertz;
  /** in cycles, 0..1 */
  readonly phase?: number;
}

/** Steps per period that leave the error control something to see. */
const LEAST_STEPS_PER_PERIOD = 8;

export function sine({ offset, amplitude, frequency, phase = 0 }: Sine): Source {
  if (!(frequency > 0 && frequency < Infinity)) {
    throw new SettleError("OUT_OF_RANGE", `sine of ${frequency} Hz: the frequency must be above 0`);
  }
  return {
    constant: false,
    longestStep: 1 / (LEAST_STEPS_PER_PERIOD * frequency),
    curvature: Math.abs(amplitude) * (2 * Math.PI * frequency) ** 2,
    breakpointAfter: () => NEVER,
    begin(origin, piece) {
      piece[0] = cyclesSinceReset(frequency, origin) + phase;
    },
    value: (tau, piece) => offset + amplitude * Math.sin(2 * Math.PI * (piece[0] + frequency * tau)),
  };
}

const PS_PER_SECOND = 1e12;
const SPLITTER = 2 ** 27 + 1;

/**
 * Fraction of a cycle that frequency * origin has reached. The product has up to 106 bits: it is kept whole as a sum of two
 * doubles (Dekker, "A floating-point technique for extending the available precision", Numer. Math. 18, 1971), and the
 * remainder by 10^12 ps is exact, so the phase is as good after hours as at reset.
 */
export function cyclesSinceReset(frequency: Hertz, origin: number): number {
  const product = frequency * origin;
  const [f, fLow] = halves(frequency);
  const [t, tLow] = halves(origin);
  const lost = f * t - product + f * tLow + fLow * t + fLow * tLow;
  const cycles = (remainder(product) + lost) / PS_PER_SECOND;
  return cycles - Math.floor(cycles);
}

/** Of a product below this a whole number of seconds is exact, and so is what is left when it is taken away. */
const EXACT_PRODUCT = 2 ** 53;

/** product % PS_PER_SECOND for a product of 0 or more, in a fraction of its time. */
function remainder(product: number): number {
  if (!(product < EXACT_PRODUCT)) return product % PS_PER_SECOND;
  const left = product - Math.floor(product / PS_PER_SECOND) * PS_PER_SECOND;
  // The quotient may have been rounded up to a whole number.
  return left < 0 ? left + PS_PER_SECOND : left;
}

function halves(x: number): [number, number] {
  const scaled = SPLITTER * x;
  const high = scaled - (scaled - x);
  return [high, x - high];
}
