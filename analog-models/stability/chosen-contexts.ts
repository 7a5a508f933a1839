import { seededRandom } from "../../src/random.ts";
import type { Context } from "../training/model.ts";
import type { ContextClasses } from "./context-classes.ts";

export interface Choice {
  /** All contexts are taken where they fall into no more classes than this; else as many are drawn, MOST_DRAWN at most. */
  readonly most: number;
  /** Of the draws. */
  readonly seed: number;
}

export interface ChosenContexts {
  /** Whether all are taken, one for each class. */
  readonly exhaustive: boolean;
  readonly total: number;
  /** `weight` is how many contexts one stands for; 0 for those that are taken on purpose, and are no draws. */
  readonly contexts: Iterable<{ readonly context: Context; readonly weight: number }>;
}

/** All is worth minutes; draws are no proof, and a quarter of them tells the shares that run away to half a percent. */
const MOST_DRAWN = 16_384;

export function chosenContexts(classes: ContextClasses, { most, seed }: Choice): ChosenContexts {
  if (classes.count <= most) return { exhaustive: true, total: classes.count, contexts: oneOfEach(classes) };
  const drawn = Math.min(most, MOST_DRAWN);
  const total = drawn + mixtureCount(classes);
  return { exhaustive: false, total, contexts: drawnAndMixed(classes, drawn, seed) };
}

function* oneOfEach(classes: ContextClasses) {
  for (const context of classes) yield { context, weight: classes.members(context) };
}

function* drawnAndMixed({ length, vocabulary }: ContextClasses, count: number, seed: number) {
  const draws = seededRandom(seed)("contexts", "tokens");
  for (let n = 0; n < count; n++) {
    const token = (place: number) => Math.floor(vocabulary * draws.uniform(n * length + place));
    yield { context: Array.from({ length }, (_, place) => token(place)), weight: 1 };
  }
  for (const context of mixtures(length, vocabulary)) yield { context, weight: 0 };
}

const mixtureCount = ({ length, vocabulary }: ContextClasses): number =>
  vocabulary + ((vocabulary * (vocabulary - 1)) / 2) * (length - 1);

/**
 * All shares of any two tokens, the one with the lower number oldest, which draws among many hardly ever meet. What drives a core most
 * is one token alone, as attention is a mean of rows; units that run away only together may want two.
 */
function* mixtures(length: number, vocabulary: number): Generator<Context> {
  for (let s = 0; s < vocabulary; s++) {
    yield Array<number>(length).fill(s);
    for (let t = s + 1; t < vocabulary; t++)
      for (let share = 1; share < length; share++) yield Array.from({ length }, (_, place) => (place < share ? s : t));
  }
}
