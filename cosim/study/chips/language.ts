import { z } from "zod";
import { fixedPointOf } from "../../../analog-models/training/fixed-point.ts";
import { generate } from "../../../analog-models/training/generate.ts";
import { calibrationContexts } from "../../../analog-models/training/calibration.ts";
import type { Context } from "../../../analog-models/training/model.ts";
import type { Ring } from "../../../analog-models/networks/token-program.ts";
import type { RandomSource } from "../../../src/random.ts";
import { type LanguageChip, languageChip } from "../../benches/language/chip.ts";
import { type Order, orderOf } from "../../benches/language/order.ts";
import { LANGUAGE_PARAMETERS, type LanguageParameters } from "../../benches/language/parameters.ts";

/** Trained weights, and the language they are for. */
export interface StudiedLanguage {
  readonly name: string;
  readonly order: Order;
}

/** What a chip may be asked: what its ring holds, and where the ring stands. */
export interface Question extends Ring {
  /** The token that is right. */
  readonly answer: number;
  /** Where the model rests, in model units. shape (D,) */
  readonly rest: Float64Array;
}

/** `name` is that of a bench whose weights ship, or the path of a weight file. */
export function studiedLanguage(name: string): StudiedLanguage {
  const weights = name.endsWith(".json") ? name : "";
  return { name, order: orderOf(LANGUAGE_PARAMETERS.parse({ weights }), name, 1) };
}

/** A parameter that counts, from 1 to `most`. */
export const countTo = (most: number) => z.int().min(1).max(most);

export const LANGUAGES = z
  .array(z.string())
  .min(1)
  .default(["parity", "m-sequence"])
  .describe("benches whose weights ship, or paths of weight files that end in .json");

/** Bits of a level that the benches take. */
export const LEVEL_BITS = LANGUAGE_PARAMETERS.shape.levelBits.unwrap();

/** Parameters of a language's bench without any deviation but those that they name; cells take their level at once. */
export const deviceWith = (set: Partial<LanguageParameters>): LanguageParameters =>
  LANGUAGE_PARAMETERS.parse({
    mismatch: 0,
    offset: 0,
    biasError: 0,
    adcNoise: 0,
    pulseReach: 1,
    pulseSpread: 0,
    ...set,
  });

export const chipWith = ({ order }: StudiedLanguage, set: Partial<LanguageParameters>): LanguageChip =>
  languageChip(order, deviceWith(set));

/** `count` contexts, or all there are; each at every head of the ring, or at a drawn one. */
export function questionsOf(
  language: StudiedLanguage,
  count: number,
  heads: "all" | "drawn",
  random: RandomSource,
): readonly Question[] {
  const { shape } = language.order.model;
  const draws = random("ring", "head");
  return calibrationContexts(shape, count, random).flatMap((context, k) => {
    const question = { context, ...truthOf(language, context) };
    if (heads === "drawn") return [{ ...question, head: Math.floor(shape.context * draws.uniform(k)) }];
    return Array.from({ length: shape.context }, (_, head) => ({ ...question, head }));
  });
}

/** The contexts that a calibration reads, with the ring as it stands after a prompt. */
export const calibrationQuestions = (
  language: StudiedLanguage,
  count: number,
  random: RandomSource,
): readonly Question[] =>
  calibrationContexts(language.order.model.shape, count, random).map((context) => ({
    context,
    head: 0,
    ...truthOf(language, context),
  }));

/** What the rule of the language says or, where none is known, the model. */
function truthOf({ order: { task, model } }: StudiedLanguage, context: Context) {
  const [said] = generate(model, context, 1);
  return { answer: task === undefined ? said : task.next(context), rest: fixedPointOf(model, context) };
}
