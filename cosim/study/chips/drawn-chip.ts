import { ChipReader } from "../../../analog-models/networks/chip-reader.ts";
import { decodedToken, type FixedPointDecoder } from "../../../analog-models/networks/fixed-point-decoder.ts";
import { refittedDecoder } from "../../../analog-models/training/calibration.ts";
import type { RandomSource } from "../../../src/random.ts";
import type { LanguageChip } from "../../benches/language/chip.ts";
import { decoderFor, inModelUnits, nodeAdcOf, programOf, readoutVariance } from "../../benches/language/without-rtl.ts";
import type { Question, StudiedLanguage } from "./language.ts";

/** One drawn chip with weights on it, read at rest, decoded as the controller does, and calibrated as firmware would. */
export class DrawnChip {
  private readonly reader: ChipReader;

  constructor(
    private readonly language: StudiedLanguage,
    private readonly made: LanguageChip,
    random: RandomSource,
  ) {
    this.reader = new ChipReader(programOf(made), nodeAdcOf(made), random);
  }

  /** How many rests had to be integrated so far, because an amplifier clips or Newton's method gave up. */
  get integrated(): number {
    return this.reader.integrated;
  }

  /** ADC codes of the visible nodes at rest, in their order. */
  read(question: Question): readonly number[] {
    const near = question.rest.map((v) => v * this.made.mapping.scale.visible);
    return this.reader.convert(this.reader.voltages(question, near));
  }

  token(codes: readonly number[], decoder: FixedPointDecoder): number {
    return decodedToken(decoder, codes, this.made.chip.adc.bits);
  }

  /** Decoders fitted to one reading of each of the first questions, one for each of `counts`. */
  calibrations(questions: readonly Question[], counts: readonly number[]): readonly FixedPointDecoder[] {
    const { model } = this.language.order;
    const readings = questions.map((question) => ({
      context: question.context,
      v: inModelUnits(this.made, this.read(question)),
    }));
    return counts.map((count) =>
      decoderFor(this.made, model, refittedDecoder(model, readings.slice(0, count), readoutVariance(this.made))),
    );
  }
}
