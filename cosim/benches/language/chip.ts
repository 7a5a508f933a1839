import { attentionChip, type AttentionChip, type Swing } from "../../../analog-models/networks/attention.ts";
import { type FixedPointDecoder, fixedPointDecoder } from "../../../analog-models/networks/fixed-point-decoder.ts";
import type { NeuronNode } from "../../../analog-models/networks/dense-am-parameters.ts";
import { operatingRange, rangeOver } from "../../../analog-models/networks/operating-range.ts";
import { REFERENCE_TECHNOLOGY } from "../../../analog-models/reference-technology.ts";
import { settledVoltages } from "../../../analog-models/stability/settled-voltages.ts";
import type { EnergyTransformer } from "../../../analog-models/training/model.ts";
import type { Picoseconds } from "../../../src/time.ts";
import { us } from "../../../src/time.ts";
import { type Chip, symmetricAdc } from "../dense-am/chip.ts";
import { chipAround, FULL_SCALE_V, prechargeCyclesOf } from "../dense-am/parameters.ts";
import type { Order } from "./order.ts";
import type { LanguageParameters } from "./parameters.ts";

/** The model as silicon: the chip, and what its memories are loaded with. */
export interface LanguageChip {
  readonly chip: Chip;
  readonly mapping: AttentionChip;
  readonly decoder: FixedPointDecoder;
}

/** Largest voltage [V] that the model's largest values become: leaves room below the rails for errors of devices. */
const SWING_V = { visible: 0.7, attention: 0.7, memory: 0.7 };
/** Part of the levels above the largest weight: ten standard deviations of the default mismatch. */
const HEADROOM = 0.1;
/** More than two rails can ever be apart: a comparator that always says quiet. */
const ALWAYS_QUIET_V = 100;

export function languageChip({ model, decoder }: Order, p: LanguageParameters): LanguageChip {
  const mapping = attentionChip(model, rangeOf(model, p), SWING_V, p.levelBits, HEADROOM);
  const around = chipAround(p, mapping.core);
  const exact = p.pulseReach === 1 && p.pulseSpread === 0;
  const chip: Chip = {
    ...around,
    core: {
      ...around.core,
      visibleNode: nodeOf(around.core.visibleNode, p.visibleTau),
      hiddenNode: nodeOf(around.core.hiddenNode, p.hiddenTau),
      crossbar: { ...around.core.crossbar, levels: exact ? p.levelBits : "continuous" },
      // The controller expects level w at middle + w 2^(AdcBits - LevelBits).
      cellReadFullScale: FULL_SCALE_V * (1 - 2 ** (1 - p.levelBits)),
    },
    levelBits: p.levelBits,
    ...(exact ? {} : { pulse: { reach: p.pulseReach, spread: p.pulseSpread } }),
    vocabulary: model.shape.vocabulary,
    ...(p.settleDetect ? {} : { quietBelow: ALWAYS_QUIET_V, quietHysteresis: 0 }),
  };
  const loaded = { ...model, decoderWeights: decoder.weights, decoderBias: decoder.bias };
  return { chip, mapping, decoder: fixedPointDecoder(loaded, mapping.scale.visible, symmetricAdc(chip.adc)) };
}

const nodeOf = (node: NeuronNode, tau_ns: number): NeuronNode => ({
  ...node,
  resistance: (tau_ns * 1e-9) / node.capacitance,
});

/** Contexts that say how far a model swings whose energy has no floor: a fraction of a second of them. */
const MOST_FOLLOWED = 256;

/** A model that may run away has no bounds: what settles must fit, and what does not may hit the rails. */
function rangeOf(model: EnergyTransformer, { hiddenTau, visibleTau }: LanguageParameters): Swing {
  const settled = () => settledVoltages(model, { hiddenTau: hiddenTau / visibleTau, most: MOST_FOLLOWED, seed: 0 });
  return operatingRange(model) ?? rangeOver(model, settled());
}

/** Settings of the controller's own timers [clock cycles]. */
export interface Timing {
  readonly relaxMin: number;
  readonly acquire: number;
  readonly pulse: number;
  readonly adcTimeout: number;
}

/** e^-10: what is left of a step of the multiplexer is less than an LSB of 10 bits. */
const SETTLING_TIME_CONSTANTS = 10;
/** Of the synchroniser, the start pulse and the answer. */
const ADC_OVERHEAD_CYCLES = 8;

export function timingOf({ core, adc }: Chip, p: LanguageParameters): Timing {
  const cycles = (seconds: number) => Math.max(1, Math.ceil(seconds / (p.clockPeriod * 1e-9) - 1e-9));
  const tau = core.visibleNode.resistance * core.visibleNode.capacitance;
  return {
    relaxMin: cycles(p.readout * tau),
    acquire: cycles(SETTLING_TIME_CONSTANTS * core.multiplexer.onResistance * core.multiplexer.capacitance),
    pulse: cycles(REFERENCE_TECHNOLOGY.cell.pulse),
    adcTimeout: cycles(2 * (adc.latency + adc.aperture) * 1e-12) + ADC_OVERHEAD_CYCLES,
  };
}

/** Longest simulated time that may pass until the next token comes, a whole prompt included. */
export function longestToken({ chip, mapping }: LanguageChip, p: LanguageParameters): Picoseconds {
  const { relaxMin, acquire, pulse, adcTimeout } = timingOf(chip, p);
  const { visible, softmaxRows } = chip.core;
  const read = acquire + adcTimeout;
  const programming = (softmaxRows + 1) * visible * Math.max(1, p.verifyTries) * (pulse + read + 2);
  const inference =
    prechargeCyclesOf(p, chip) + Math.max(relaxMin, p.timeoutCycles) + p.debounceCycles + visible * read;
  const decoding = mapping.embedding.length + (chip.vocabulary ?? 0) * 128;
  return us(Math.ceil((2 * (programming + inference + decoding) * p.clockPeriod) / 1000));
}
