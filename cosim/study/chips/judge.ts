import type { FixedPointDecoder } from "../../../analog-models/networks/fixed-point-decoder.ts";
import type { Context } from "../../../analog-models/training/model.ts";
import type { RandomSource } from "../../../src/random.ts";
import type { LanguageChip } from "../../benches/language/chip.ts";
import { DrawnChip } from "./drawn-chip.ts";
import type { Question, StudiedLanguage } from "./language.ts";

export interface Exam {
  readonly judged: readonly Question[];
  /** What a calibration reads, in this order, and how many of them each calibration takes. */
  readonly calibration: readonly Question[];
  readonly counts: readonly number[];
}

/** What one drawn chip says to each question, with the decoder as shipped and with those fitted to its own readings. */
export interface Answers {
  readonly shipped: readonly number[];
  /** One list for each of `counts`. */
  readonly calibrated: readonly (readonly number[])[];
  /** How many rests had to be integrated, because an amplifier clips or Newton's method gave up. */
  readonly integrated: number;
}

export function answersOf(
  language: StudiedLanguage,
  made: LanguageChip,
  { judged, calibration, counts }: Exam,
  random: RandomSource,
): Answers {
  const chip = new DrawnChip(language, made, random);
  const fits = chip.calibrations(calibration, counts);
  const codes = judged.map((question) => chip.read(question));
  const said = (decoder: FixedPointDecoder) => codes.map((c) => chip.token(c, decoder));
  return { shipped: said(made.decoder), calibrated: fits.map(said), integrated: chip.integrated };
}

/** Part of the questions that were answered right, 0..1. */
export const accuracyOf = (said: readonly number[], questions: readonly Question[]): number =>
  questions.filter(({ answer }, k) => said[k] === answer).length / questions.length;

/**
 * How many prompts are answered right for `tokens` tokens, each appended to the ring before the next, as the chip does by itself.
 * `questions` hold every context at every head.
 */
export function rightPrompts(said: readonly number[], questions: readonly Question[], tokens: number): number {
  const right = new Map(
    questions.flatMap(({ context, head, answer }, k) =>
      said[k] === answer ? [[nameOf(context, head), answer] as const] : [],
    ),
  );
  const answersAll = (prompt: Context): boolean => {
    let context = prompt;
    for (let n = 0; n < tokens; n++) {
      const token = right.get(nameOf(context, n % prompt.length));
      if (token === undefined) return false;
      context = [...context.slice(1), token];
    }
    return true;
  };
  return questions.filter(({ context, head }) => head === 0 && answersAll(context)).length;
}

const nameOf = (context: Context, head: number): string => `${context.join()} ${head}`;
