import { z } from "zod";
import type { Sine } from "../../../analog-models/sources/sine.ts";
import type { Farads, Ohms, Volts } from "../../../src/units.ts";

export const CLOCK_NS = 100;
/** Of the DAC. */
export const BITS = 4;
export const CODES = 2 ** BITS;
/** Rising edges under reset. */
export const RESET_EDGES = 3;

export const PARAMETERS = z.object({
  edges: z
    .int()
    .min(10)
    .max(100_000_000)
    .default(10_000)
    .describe("rising edges of the clock, the first three in reset"),
  resistance: z.number().min(1).max(1e6).default(1000).describe("from the DAC to the capacitor [ohm]"),
  capacitance: z.number().min(1).max(1e6).default(100).describe("at the comparator [pF]"),
  frequency: z.number().min(0.01).max(100).default(5).describe("of the input [kHz]"),
  amplitude: z.number().min(0).max(0.9).default(0.6).describe("of the input, around 0.9 V [V]"),
});
export type Parameters = z.output<typeof PARAMETERS>;

/** What the loop around the counter is made of. */
export interface Tracking {
  readonly reference: Volts;
  readonly input: Sine;
  readonly resistance: Ohms;
  readonly capacitance: Farads;
}

export const trackingOf = ({ resistance, capacitance, frequency, amplitude }: Parameters): Tracking => ({
  reference: 1.8,
  input: { offset: 0.9, amplitude, frequency: frequency * 1e3 },
  resistance,
  capacitance: capacitance * 1e-12,
});
