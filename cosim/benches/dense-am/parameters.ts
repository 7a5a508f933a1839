import { z } from "zod";
import { denseAmDefaults, type DenseAmParameters } from "../../../analog-models/networks/dense-am-parameters.ts";
import { REFERENCE_TECHNOLOGY } from "../../../analog-models/reference-technology.ts";
import { ns, type Picoseconds, picoseconds, us } from "../../../src/time.ts";
import type { Chip } from "./chip.ts";

const { adc, amplifier, cell, dac, rail } = REFERENCE_TECHNOLOGY;

/** What the benches of the reference chip let a user set, in the units of a data sheet. */
export const CHIP_PARAMETERS = z.object({
  clockPeriod: z.number().min(0.1).max(1e6).default(10).describe("clock period [ns], a whole number of picoseconds"),
  amplifier: z.enum(["tanh", "clamp", "ideal"]).default("tanh").describe("form of the slew limit; ideal: no dynamics"),
  slewRate: z
    .number()
    .positive()
    .max(1e6)
    .default(amplifier.slewRate / 1e6)
    .describe("slew rate of every amplifier [V/us]"),
  gainBandwidth: z
    .number()
    .positive()
    .max(1e6)
    .default(amplifier.gainBandwidth / 1e6)
    .describe("gain-bandwidth product of every amplifier [MHz]"),
  gain: z
    .number()
    .min(1)
    .max(1e6)
    .default(amplifier.gain)
    .describe("noise gain of every amplifier; closed loop = gainBandwidth / gain"),
  mismatch: z
    .number()
    .min(0)
    .max(0.5)
    .default(cell.mismatch)
    .describe("relative standard deviation of a cell's conductance"),
  offset: z
    .number()
    .min(0)
    .max(500)
    .default(amplifier.offset * 1e3)
    .describe("standard deviation of an amplifier's offset [mV]"),
  biasError: z.number().min(0).max(500).default(0).describe("standard deviation of a neuron's bias from its code [mV]"),
  levelBits: z.int().min(2).max(16).default(cell.levelBits).describe("bits of a signed conductance level"),
  adcBits: z.int().min(2).max(16).default(adc.bits).describe("bits of the shared ADC"),
  adcNoise: z.number().min(0).max(500).default(0).describe("standard deviation of the noise of a reading [mV]"),
  adcLatency: z
    .number()
    .min(0)
    .max(1e5)
    .default(adc.latency * 1e9)
    .describe("conversion time of the ADC [ns]"),
  adcAperture: z
    .number()
    .min(0)
    .max(1e3)
    .default(adc.aperture * 1e9)
    .describe("from start to the held sample [ns]"),
  quietBelow: z.number().min(0.01).max(500).default(4).describe("a neuron counts as quiet below this unrest [mV]"),
  prechargeCycles: z
    .int()
    .min(0)
    .max(1e6)
    .default(0)
    .describe("length of the precharge [clock cycles]; 0: as long as the amplifiers need to follow the new start"),
  debounceCycles: z.int().min(1).max(1e6).default(8).describe("cycles of quiet that count as settled [clock cycles]"),
  timeoutCycles: z.int().min(1).max(1e6).default(1024).describe("settle time-out [clock cycles]"),
});
export type ChipParameters = z.output<typeof CHIP_PARAMETERS>;

/** Full scale of the DACs and the ADC [V]: the rails of the core. */
export const FULL_SCALE_V = rail;
/** What the precharge register of the bench takes at most. */
const MOST_CYCLES = 1e6;
/** More than the readout of any core takes whose ADC answers. */
const READOUT_CYCLES = 4096;

/** The chip with D visible neurons and L softmax rows; everything not set stays at the defaults of the network. */
export const chipOf = (p: ChipParameters, visible: number, softmaxRows: number): Chip =>
  chipAround(p, denseAmDefaults(visible, softmaxRows));

/** The chip around a core; what `p` says replaces what the core has. */
export function chipAround(p: ChipParameters, core: DenseAmParameters): Chip {
  const rails = { low: -FULL_SCALE_V, high: FULL_SCALE_V };
  const lineAmplifier =
    p.amplifier === "ideal"
      ? ({ form: "ideal", rails } as const)
      : { form: p.amplifier, gainBandwidth: p.gainBandwidth * 1e6, gain: p.gain, slewRate: p.slewRate * 1e6, rails };
  return {
    core: {
      ...core,
      visibleAmplifier: lineAmplifier,
      hiddenAmplifier: lineAmplifier,
      offsetSigma: p.offset * 1e-3,
      biasSigma: p.biasError * 1e-3,
      crossbar: { ...core.crossbar, levels: p.levelBits, mismatch: p.mismatch },
    },
    period: ns(p.clockPeriod),
    dac: { bits: dac.bits, fullScale: FULL_SCALE_V },
    adc: {
      bits: p.adcBits,
      fullScale: FULL_SCALE_V,
      aperture: picoseconds(p.adcAperture, "ns"),
      latency: picoseconds(p.adcLatency, "ns"),
      noise: p.adcNoise * 1e-3,
    },
    quietBelow: p.quietBelow * 1e-3,
    quietHysteresis: p.quietBelow * 0.25e-3,
    energyTolerance_V2: ENERGY_TOLERANCE_V2,
  };
}

/** A millionth of the energy of one fully charged node, 1/2 (0.5 V)^2: what rtol 1e-6 may leave, with room for sampling. */
const ENERGY_TOLERANCE_V2 = 1e-6;

/** Largest change of an amplifier's target from one inference to the next [V]: from one full activity to the other. */
const LARGEST_SWING_V = 1;
/** e^-10: a time constant that many times over leaves less than an LSB of 10 bits. */
const SETTLING_TIME_CONSTANTS = 10;

/**
 * Precharge also lets the amplifiers of the hidden layer follow the new start, while their nodes are still held: released
 * too early, slow ones would let the visible nodes forget their word before they pull.
 */
export function prechargeCyclesOf(p: ChipParameters, { core }: Chip): number {
  if (p.prechargeCycles > 0) return p.prechargeCycles;
  const nodes_s = core.prechargeResistance * Math.max(core.visibleNode.capacitance, core.hiddenNode.capacitance);
  const amplifier_s = p.amplifier === "ideal" ? 0 : p.gain / (2 * Math.PI * p.gainBandwidth * 1e6);
  const slewing_s = p.amplifier === "ideal" ? 0 : LARGEST_SWING_V / (p.slewRate * 1e6);
  const settling_s = slewing_s + SETTLING_TIME_CONSTANTS * (nodes_s + amplifier_s);
  return Math.min(MOST_CYCLES, Math.max(1, Math.ceil(settling_s / (p.clockPeriod * 1e-9))));
}

/** Longest that one inference can take at these settings, with a margin for the bus. */
export function longestInference(p: ChipParameters, chip: Chip): Picoseconds {
  const cycles = prechargeCyclesOf(p, chip) + p.timeoutCycles + READOUT_CYCLES;
  return us(Math.ceil((2 * cycles * p.clockPeriod) / 1000));
}
