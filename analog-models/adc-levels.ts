import { outOfRange, SettleError } from "../src/errors.ts";
import type { Volts } from "../src/units.ts";
import { requireLength } from "./nonlinearity.ts";

/**
 * Static levels of an analog-to-digital converter. Code k >= 1 begins at the transition
 *
 *   T_k = low + (k + inl[k-1]) LSB,   LSB = (high - low) / 2^bits,   k = 1..2^bits-1
 *
 * so code(v) is the number of transitions at or below v; outside low..high it saturates. NOT modelled: aperture, latency,
 * noise, sparkle codes, missing codes (transitions must not cross).
 */
export interface AdcLevels {
  /** 1..24 */
  readonly bits: number;
  readonly low: Volts;
  /** > low */
  readonly high: Volts;
  /** Integral nonlinearity [LSB] of the transitions, shape (2^bits - 1,); ideal when absent. */
  readonly inl?: Float64Array;
}

export function checkedAdcLevels(adc: AdcLevels): AdcLevels {
  if (!Number.isInteger(adc.bits) || adc.bits < 1 || adc.bits > 24) throw outOfRange("bits of an ADC", adc.bits, 1, 24);
  if (!(adc.high > adc.low)) throw new SettleError("BAD_BENCH", `ADC: range ${adc.low} V..${adc.high} V is empty`);
  requireLength(adc.inl, 2 ** adc.bits - 1, "ADC");
  const crossed = adc.inl?.findIndex((inl, k, all) => k > 0 && 1 + inl - all[k - 1] < 0) ?? -1;
  if (crossed > 0) throw new SettleError("BAD_BENCH", `ADC: transition ${crossed + 1} lies below the one before it`);
  return adc;
}

export const adcStep = (adc: AdcLevels): Volts => (adc.high - adc.low) / 2 ** adc.bits;

/** T_k; k = 1..2^bits-1. */
export const adcTransition = (adc: AdcLevels, k: number): Volts =>
  adc.low + (k + (adc.inl?.[k - 1] ?? 0)) * adcStep(adc);

/** Bisection over the transitions, so that code and transitions can never disagree. */
export function adcCode(adc: AdcLevels, v: Volts): number {
  let below = 0;
  let above = 2 ** adc.bits;
  while (above - below > 1) {
    const k = (below + above) >>> 1;
    if (v >= adcTransition(adc, k)) below = k;
    else above = k;
  }
  return below;
}

/** The middle of an ideal code's interval. */
export const adcVoltage = (adc: AdcLevels, code: number): Volts => adc.low + (code + 0.5) * adcStep(adc);
