import { z } from "zod";
import { denseAmDefaults } from "../../../analog-models/networks/dense-am-parameters.ts";
import { ns, picoseconds, us } from "../../../src/time.ts";
import type { Chip } from "./chip.ts";

/** What the benches of the reference chip let a user set, in the units of a data sheet. */
export const CHIP_PARAMETERS = z.object({
  clockPeriod: z.number().min(0.1).max(1e6).default(10).describe("clock period [ns], a whole number of picoseconds"),
  amplifier: z.enum(["tanh", "clamp", "ideal"]).default("tanh").describe("form of the slew limit; ideal: no dynamics"),
  slewRate: z.number().positive().max(1e6).default(100).describe("slew rate of every amplifier [V/us]"),
  gainBandwidth: z
    .number()
    .positive()
    .max(1e6)
    .default(1000)
    .describe("gain-bandwidth product of every amplifier [MHz]"),
  gain: z
    .number()
    .min(1)
    .max(1e6)
    .default(10)
    .describe("noise gain of every amplifier; closed loop = gainBandwidth / gain"),
  mismatch: z.number().min(0).max(0.5).default(0.01).describe("relative standard deviation of a cell's conductance"),
  offset: z.number().min(0).max(500).default(2).describe("standard deviation of an amplifier's offset [mV]"),
  levelBits: z.int().min(2).max(16).default(8).describe("bits of a signed conductance level"),
  adcBits: z.int().min(2).max(16).default(10).describe("bits of the shared ADC"),
  adcLatency: z.number().min(0).max(1e5).default(40).describe("conversion time of the ADC [ns]"),
  adcAperture: z.number().min(0).max(1e3).default(1).describe("from start to the held sample [ns]"),
  quietBelow: z.number().min(0.01).max(500).default(4).describe("a neuron counts as quiet below this unrest [mV]"),
  prechargeCycles: z.int().min(1).max(1e6).default(12).describe("length of the precharge [clock cycles]"),
  debounceCycles: z.int().min(1).max(1e6).default(8).describe("cycles of quiet that count as settled [clock cycles]"),
  timeoutCycles: z.int().min(1).max(1e6).default(1024).describe("settle time-out [clock cycles]"),
});
export type ChipParameters = z.output<typeof CHIP_PARAMETERS>;

/** Full scale of the DACs and the ADC [V]: the rails of the core. */
export const FULL_SCALE_V = 0.9;
const DAC_BITS = 10;

/** The chip with D visible neurons and L softmax rows; everything not set stays at the defaults of the network. */
export function chipOf(p: ChipParameters, visible: number, softmaxRows: number): Chip {
  const defaults = denseAmDefaults(visible, softmaxRows);
  const rails = { low: -FULL_SCALE_V, high: FULL_SCALE_V };
  const amplifier =
    p.amplifier === "ideal"
      ? ({ form: "ideal", rails } as const)
      : { form: p.amplifier, gainBandwidth: p.gainBandwidth * 1e6, gain: p.gain, slewRate: p.slewRate * 1e6, rails };
  return {
    core: {
      ...defaults,
      visibleAmplifier: amplifier,
      hiddenAmplifier: amplifier,
      offsetSigma: p.offset * 1e-3,
      crossbar: { ...defaults.crossbar, levels: p.levelBits, mismatch: p.mismatch },
    },
    period: ns(p.clockPeriod),
    dac: { bits: DAC_BITS, fullScale: FULL_SCALE_V },
    adc: {
      bits: p.adcBits,
      fullScale: FULL_SCALE_V,
      aperture: picoseconds(p.adcAperture, "ns"),
      latency: picoseconds(p.adcLatency, "ns"),
    },
    quietBelow: p.quietBelow * 1e-3,
    quietHysteresis: p.quietBelow * 0.25e-3,
    energyTolerance_V2: ENERGY_TOLERANCE_V2,
  };
}

/** A millionth of the energy of one fully charged node, 1/2 (0.5 V)^2: what rtol 1e-6 may leave, with room for sampling. */
const ENERGY_TOLERANCE_V2 = 1e-6;

/** Longest that one inference can take at these settings, with a margin for the bus. */
export const longestInference = (p: ChipParameters) =>
  us(Math.ceil(((p.prechargeCycles + p.timeoutCycles + 4096) * p.clockPeriod * 2) / 1000) + 10);
