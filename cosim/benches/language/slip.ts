import { adcStep } from "../../../analog-models/adc-levels.ts";
import { textOf } from "../../../analog-models/training/generate.ts";
import { argMax, type Context, type EnergyTransformer } from "../../../analog-models/training/model.ts";
import { stabilityOf } from "../../../analog-models/training/stability.ts";
import type { Volts } from "../../../src/units.ts";
import { symmetricAdc } from "../dense-am/chip.ts";
import type { LanguageChip } from "./chip.ts";
import { contextsOf, type Logits, type Reference } from "./reference.ts";

/** A token that the chip said where the model says another in the same context. */
export interface Slip {
  readonly context: Context;
  readonly logits: Logits;
  readonly said: number;
  /** of the model's v* from where both tokens' logits are equal */
  readonly distance: Volts;
}

/** Slips by the place of their token; undefined where the chip agrees, or the context does not settle. */
export function slipsOf(
  reference: Reference,
  boundary: Boundary,
  prompt: Context,
  said: readonly number[],
): readonly (Slip | undefined)[] {
  return contextsOf(prompt, said).map((context, n) => {
    const logits = reference.logits(context);
    if (logits === undefined || argMax(logits) === said[n]) return undefined;
    return { context, logits, said: said[n], distance: boundary.distance(logits, said[n]) };
  });
}

/** The planes in the space of v where two tokens' logits are equal. */
export class Boundary {
  constructor(
    private readonly model: EnergyTransformer,
    private readonly visibleScale: Volts,
  ) {}

  /** Of v* from where `token` would tie with the largest: the difference of logits over the length of that of their weights. */
  distance(logits: Logits, token: number): Volts {
    const { shape, decoderWeights } = this.model;
    const largest = argMax(logits);
    const weight = (t: number, i: number) => decoderWeights[t * shape.visible + i];
    const apart = Math.hypot(...Array.from({ length: shape.visible }, (_, i) => weight(largest, i) - weight(token, i)));
    return apart === 0 ? Infinity : ((logits[largest] - logits[token]) / apart) * this.visibleScale;
  }

  /** Of v* from the nearest boundary. */
  least(logits: Logits): Volts {
    const largest = argMax(logits);
    return Math.min(...Array.from(logits, (_, token) => (token === largest ? Infinity : this.distance(logits, token))));
  }
}

/** Errors of three standard deviations. */
const SIGMAS = 3;
/** 1 / (1 - bound) is what a constant error grows by at most; from here on it says little about the typical case. */
const MOST_GROWTH = 4;

/**
 * How near a boundary [V] this chip cannot be expected to tell the sides: what its ADC rounds off, its noise, and offsets and bias
 * errors as the network amplifies them. An estimate; errors of cells come on top.
 */
export function resolutionOf({ chip }: LanguageChip, model: EnergyTransformer): Volts {
  const { slowestTime } = stabilityOf(model);
  const drive = Math.hypot(chip.core.offsetSigma, chip.core.biasSigma) * Math.min(MOST_GROWTH, slowestTime);
  return SIGMAS * Math.hypot(adcStep(symmetricAdc(chip.adc)) / Math.sqrt(12), chip.adc.noise, drive);
}

export function describeSlip(names: readonly string[], { context, logits, said, distance }: Slip): string {
  const [model, chip] = [argMax(logits), said].map((token) => `"${names[token]}"`);
  const lead = (logits[argMax(logits)] - logits[said]).toFixed(2);
  const distance_mV = (distance * 1e3).toFixed(2);
  return `after ${textOf(names, context)} the chip says ${chip}; the model says ${model} by ${lead}, ${distance_mV} mV from the boundary`;
}
