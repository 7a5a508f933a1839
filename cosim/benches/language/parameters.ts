import { z } from "zod";
import { REFERENCE_TECHNOLOGY } from "../../../analog-models/reference-technology.ts";
import { CHIP_PARAMETERS } from "../dense-am/parameters.ts";

const { adc, amplifier, cell, node } = REFERENCE_TECHNOLOGY;

/** What the benches of the token loop let a user set: the chip's own, and these. */
export const LANGUAGE_PARAMETERS = CHIP_PARAMETERS.extend({
  weights: z.string().default("").describe("path of a weight file; empty: the one that ships for this bench"),
  prompts: z.string().default("").describe('prompts, separated by commas, or "all"; empty: promptCount drawn ones'),
  promptCount: z.int().min(1).max(65536).default(5).describe("how many prompts to draw where none are given"),
  tokens: z.int().min(1).max(100_000).default(17).describe("tokens to generate after each prompt"),
  temperature: z
    .number()
    .min(0)
    .max(1e6)
    .default(0)
    .describe("of the draw of a token, in units of the model's logits; 0: the largest logit wins"),
  readout: z
    .number()
    .min(0)
    .max(1e4)
    .default(10)
    .describe("least time from release to readout [tau of a visible node]"),
  settleDetect: z
    .boolean()
    .default(true)
    .describe("wait until every neuron is quiet as well; false: read out after `readout`, ready or not"),
  visibleTau: z
    .number()
    .min(1)
    .max(1e6)
    .default(node.tokenVisibleTau * 1e9)
    .describe("time constant of a visible node, at its capacitance [ns]"),
  hiddenTau: z
    .number()
    .min(1)
    .max(1e6)
    .default(node.tokenHiddenTau * 1e9)
    .describe("time constant of a hidden node, at its capacitance [ns]"),
  verifyTries: z
    .int()
    .min(0)
    .max(255)
    .default(16)
    .describe("pulses a cell may take until it reads back right; 0: one, unread"),
  verifyTolerance: z
    .number()
    .min(0)
    .max(100)
    .default(0.4)
    .describe("error of a cell that counts as right [% of the full level]"),
  pulseReach: z
    .number()
    .min(0.01)
    .max(1)
    .default(1)
    .describe("part of the way to its level that a pulse moves a cell; 1 without spread: level exact, mismatch stays"),
  pulseSpread: z
    .number()
    .min(0)
    .max(0.5)
    .default(cell.pulseSpread)
    .describe("standard deviation of where a pulse ends, relative to the wanted level"),
  offset: z
    .number()
    .min(0)
    .max(500)
    .default(amplifier.zeroedOffset * 1e3)
    .describe("standard deviation of an amplifier's offset [mV]"),
  adcLatency: z
    .number()
    .min(0)
    .max(1e5)
    .default(adc.fastLatency * 1e9)
    .describe("conversion time of the ADC [ns]"),
  levelBits: z.int().min(4).max(16).default(cell.levelBits).describe("bits of a signed conductance level"),
  clockPeriod: z.number().min(0.1).max(1e6).default(20).describe("clock period [ns], a whole number of picoseconds"),
  timeoutCycles: z.int().min(1).max(1e6).default(8192).describe("settle time-out [clock cycles]"),
  quietBelow: z.number().min(0.01).max(500).default(0.5).describe("a neuron counts as quiet below this unrest [mV]"),
});
export type LanguageParameters = z.output<typeof LANGUAGE_PARAMETERS>;
