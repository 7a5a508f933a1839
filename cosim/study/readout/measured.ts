import { seededRandom } from "../../../src/random.ts";
import {
  calibrationQuestions,
  deviceWith,
  type Question,
  questionsOf,
  type StudiedLanguage,
} from "../chips/language.ts";
import type { StudyRun } from "../study.ts";
import type { Parameters } from "./parameters.ts";
import { type Schedule, TimedChip, type TimedAnswers } from "./timed-chip.ts";

export interface ReadChip {
  readonly language: string;
  /** designed: levels, but no mismatch */
  readonly kind: "designed" | "drawn";
  /** One for each context. */
  readonly answers: readonly TimedAnswers[];
}

export const schedulesOf = (p: Parameters): readonly Schedule[] =>
  p.skews.flatMap((skew) => p.times.map((start) => ({ skew, start })));

/** One chip, and what it is to be asked. */
interface Exam {
  readonly language: StudiedLanguage;
  readonly kind: ReadChip["kind"];
  /** draws a chip, here and in a run of the bench */
  readonly seed: number;
  readonly questions: readonly Question[];
}

/** Every chip of every language on every schedule. */
export async function measured(
  languages: readonly StudiedLanguage[],
  p: Parameters,
  run: StudyRun,
): Promise<readonly ReadChip[]> {
  const exams = languages.flatMap((language) => examsOf(language, p, run.seed));
  const total = exams.reduce((sum, { questions }) => sum + questions.length, 0);
  const found: ReadChip[] = [];
  let done = 0;
  for (const exam of exams) {
    const what = `contexts followed: ${exam.language.name}, ${exam.kind} chip`;
    found.push(await readChip(exam, p, () => run.progress(++done, total, what)));
  }
  return found;
}

function examsOf(language: StudiedLanguage, p: Parameters, seed: number): readonly Exam[] {
  const drawn = Array.from({ length: p.chips }, (_, n): Exam => {
    const questions = questionsOf(language, p.contexts, "drawn", seededRandom(seed + n));
    return { language, kind: "drawn", seed: seed + n, questions };
  });
  return [{ language, kind: "designed", seed, questions: designedQuestions(language, p, seed) }, ...drawn];
}

/** Without mismatch and without biases by age the order of tokens makes no difference: one context of each class stands for all. */
function designedQuestions(language: StudiedLanguage, p: Parameters, seed: number): readonly Question[] {
  const all = calibrationQuestions(language, p.designedContexts, seededRandom(seed));
  const { positionBias } = language.order.model;
  if (positionBias.some((bias) => bias !== positionBias[0])) return all;
  const byClass = new Map(all.map((question) => [question.context.toSorted((a, b) => a - b).join(), question]));
  return [...byClass.values()];
}

async function readChip(
  { language, kind, seed, questions }: Exam,
  p: Parameters,
  asked: () => Promise<void>,
): Promise<ReadChip> {
  const device = deviceWith({ levelBits: p.levelBits, mismatch: kind === "designed" ? 0 : p.mismatch / 100 });
  const calibration = calibrationQuestions(language, p.calibration, seededRandom(seed));
  const chip = new TimedChip(language, device, schedulesOf(p), calibration, seed);
  const answers: TimedAnswers[] = [];
  for (const question of questions) {
    answers.push(chip.ask(question));
    await asked();
  }
  return { language: language.name, kind, answers };
}
