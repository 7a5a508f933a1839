import { cyclesSinceReset } from "../../../analog-models/sources/sine.ts";
import type { Volts } from "../../../src/units.ts";
import { CLOCK_NS, RESET_EDGES, type Tracking } from "./parameters.ts";

export interface ExactTotals {
  readonly sum: number;
  readonly toggles: number;
  /** Least distance between input and capacitor at an edge: what an error must stay below to decide nothing. */
  readonly closest_V: Volts;
}

const CLOCK_PS = CLOCK_NS * 1000;

/**
 * The counter's totals without a simulator: between two edges the DAC stands still, and the capacitor goes
 *   v(t + T) = u + (v(t) - u) exp(-T / RC)
 * Rising edges at T/2 + n T; one at t sees input and capacitor as they are at t, and moves the DAC from t on.
 */
export function trackedExactly({ reference, input, resistance, capacitance }: Tracking, bits: number, edges: number) {
  const top = 2 ** bits - 1;
  const decay = Math.exp((-CLOCK_NS * 1e-9) / (resistance * capacitance));
  const totals = { sum: 0, toggles: 0, closest_V: Number.POSITIVE_INFINITY };
  let [code, v, last] = [0, 0, false];
  for (let n = 0; n < edges; n++) {
    const cycles = cyclesSinceReset(input.frequency, CLOCK_PS / 2 + n * CLOCK_PS) + (input.phase ?? 0);
    const difference = input.offset + input.amplitude * Math.sin(2 * Math.PI * cycles) - v;
    const isAbove = difference > 0;
    if (n >= RESET_EDGES) {
      totals.closest_V = Math.min(totals.closest_V, Math.abs(difference));
      totals.sum += code;
      if (isAbove !== last) totals.toggles++;
      last = isAbove;
      code = Math.max(0, Math.min(top, code + (isAbove ? 1 : -1)));
    }
    const goal = (reference * code) / 2 ** bits;
    v = goal + (v - goal) * decay;
  }
  return totals satisfies ExactTotals;
}
