import { adcStep, adcVoltage } from "../../../analog-models/adc-levels.ts";
import { fullLevel } from "../../../analog-models/crossbar.ts";
import { dacVoltage } from "../../../analog-models/dac.ts";
import type { NodeAdc } from "../../../analog-models/networks/chip-reader.ts";
import { type FixedPointDecoder, fixedPointDecoder } from "../../../analog-models/networks/fixed-point-decoder.ts";
import type { TokenProgram } from "../../../analog-models/networks/token-program.ts";
import type { EnergyTransformer } from "../../../analog-models/training/model.ts";
import type { Decoder } from "../../../analog-models/training/ridge.ts";
import { levelBitsOf, symmetricAdc, symmetricDac } from "../dense-am/chip.ts";
import { codeOf } from "../dense-am/firmware.ts";
import type { LanguageChip } from "./chip.ts";

/**
 * What `loadLanguage` leaves in the chip, as levels and volts: for engines that follow the circuit without the RTL. Where pulses
 * miss their levels (a `pulse` of the chip), the levels are those that were wanted.
 */
export function programOf({ chip, mapping }: LanguageChip): TokenProgram {
  const { levels: kind } = chip.core.crossbar;
  const full = kind === "continuous" ? fullLevel(levelBitsOf(chip)) : 1;
  const parts = (levels: readonly number[]) => levels.map((level) => level / full);
  const dac = symmetricDac(chip.dac);
  const delivered = (volts: readonly number[]) => volts.map((v) => dacVoltage(dac, codeOf(chip, v)));
  return {
    core: chip.core,
    embedding: parts(mapping.embedding),
    memory: parts(mapping.memory),
    visibleBias: delivered(mapping.visibleBias),
    positionBias: delivered(mapping.positionBias),
    memoryBias: delivered(mapping.memoryBias),
    init: mapping.visibleBias.map(() => 0),
  };
}

export const nodeAdcOf = ({ chip }: LanguageChip): NodeAdc => ({
  levels: symmetricAdc(chip.adc),
  noise: chip.adc.noise,
});

/** ADC codes of the visible nodes as the model's v. */
export const inModelUnits = ({ chip, mapping }: LanguageChip, codes: readonly number[]): Float64Array =>
  Float64Array.from(codes, (code) => adcVoltage(symmetricAdc(chip.adc), code) / mapping.scale.visible);

/** Variance of one reading in model units^2: that of rounding, LSB^2 / 12 (Bennett 1948), and that of the ADC's noise. */
export function readoutVariance({ chip, mapping }: LanguageChip): number {
  const step = adcStep(symmetricAdc(chip.adc));
  return (step ** 2 / 12 + chip.adc.noise ** 2) / mapping.scale.visible ** 2;
}

/** The registers' version of another decoder for the same chip. */
export const decoderFor = (
  { chip, mapping }: LanguageChip,
  model: EnergyTransformer,
  { weights, bias }: Decoder,
): FixedPointDecoder =>
  fixedPointDecoder(
    { ...model, decoderWeights: weights, decoderBias: bias },
    mapping.scale.visible,
    symmetricAdc(chip.adc),
  );
