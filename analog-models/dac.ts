import { outOfRange } from "../src/errors.ts";
import type { Volts } from "../src/units.ts";
import { requireLength } from "./nonlinearity.ts";

/**
 * Static levels of a digital-to-analog converter:
 *
 *   v(code) = low + (code + inl[code]) LSB,   LSB = (high - low) / (2^bits - 1),   code = 0..2^bits-1
 *
 * `low` is the voltage of code 0 and `high` that of the last code. Instantaneous: settling is an RC node behind it. NOT
 * modelled: glitches between codes, output resistance, reference droop.
 */
export interface Dac {
  /** 1..24 */
  readonly bits: number;
  readonly low: Volts;
  readonly high: Volts;
  /** Integral nonlinearity [LSB], shape (2^bits,); ideal when absent. */
  readonly inl?: Float64Array;
}

export function checkedDac(dac: Dac): Dac {
  if (!Number.isInteger(dac.bits) || dac.bits < 1 || dac.bits > 24) throw outOfRange("bits of a DAC", dac.bits, 1, 24);
  requireLength(dac.inl, 2 ** dac.bits, "DAC");
  return dac;
}

export const dacStep = (dac: Dac): Volts => (dac.high - dac.low) / (2 ** dac.bits - 1);

/** Refuses a code outside 0..2^bits-1. */
export function dacVoltage(dac: Dac, code: number): Volts {
  const last = 2 ** dac.bits - 1;
  if (!Number.isInteger(code) || code < 0 || code > last) throw outOfRange("code of a DAC", code, 0, last);
  return dac.low + (code + (dac.inl?.[code] ?? 0)) * dacStep(dac);
}
