import { adcStep } from "../../../analog-models/adc-levels.ts";
import { RelaxingChip } from "../../../analog-models/networks/relaxing-chip.ts";
import { RestingChip } from "../../../analog-models/networks/resting-chip.ts";
import { seededRandom } from "../../../src/random.ts";
import type { LanguageChip } from "../../benches/language/chip.ts";
import { nodeAdcOf, programOf } from "../../benches/language/without-rtl.ts";
import { type Answers, answersOf, type Exam } from "../chips/judge.ts";
import { calibrationQuestions, chipWith, questionsOf, type StudiedLanguage } from "../chips/language.ts";
import type { StudyRun } from "../study.ts";
import type { Parameters } from "./parameters.ts";
import { type Sweep, SWEEPS, sweptChip } from "./sweeps.ts";

/** Some drawn chips of one kind, and what each said to what. */
export interface ChipGroup {
  readonly exam: Exam;
  readonly answers: readonly Answers[];
}

export interface Measured {
  readonly language: StudiedLanguage;
  /** Levels and mismatch alone, every context at every head. */
  readonly headline: ChipGroup;
  readonly sweeps: readonly (ChipGroup & { readonly sweep: Sweep; readonly value: number })[];
  /** Chips that need their calibration. */
  readonly poor: ChipGroup;
  /** Largest difference of rest solved and circuit integrated, in LSB of the ADC. */
  readonly difference: number;
}

/** Every deviation at once: what `poor` chips have. */
export const POOR = { levelBits: 8, mismatch: 0.02, offset: 2, biasError: 5, adcNoise: 0.5 } as const;

export const POOR_TEXT = `Poor chips have ${100 * POOR.mismatch} % mismatch, offsets of ${POOR.offset} mV, bias errors of ${POOR.biasError} mV and readout noise of ${POOR.adcNoise} mV.`;

export const pointsOf = (p: Parameters): readonly { readonly sweep: Sweep; readonly value: number }[] =>
  (Object.keys(SWEEPS.shape) as Sweep[]).flatMap((sweep) => p[sweep].map((value) => ({ sweep, value })));

/** Draws chips and counts them: chip n of a group is the one that a bench has under seed + n. */
class Drawer {
  private done = 0;
  private readonly total: number;

  constructor(
    p: Parameters,
    private readonly run: StudyRun,
  ) {
    this.total = p.languages.length * (p.chips + p.sweepChips * (pointsOf(p).length + 1));
  }

  async group(
    language: StudiedLanguage,
    chip: LanguageChip,
    exam: Exam,
    count: number,
    what: string,
  ): Promise<ChipGroup> {
    const answers: Answers[] = [];
    for (let n = 0; n < count; n++) {
      answers.push(answersOf(language, chip, exam, seededRandom(this.run.seed + n)));
      await this.run.progress(++this.done, this.total, `${language.name}, ${what}`);
    }
    return { exam, answers };
  }
}

/** Everything the study knows about each language. */
export async function measured(
  languages: readonly StudiedLanguage[],
  p: Parameters,
  run: StudyRun,
): Promise<readonly Measured[]> {
  const drawer = new Drawer(p, run);
  const found: Measured[] = [];
  for (const language of languages) found.push(await measuredLanguage(language, drawer, p, run));
  return found;
}

async function measuredLanguage(
  language: StudiedLanguage,
  drawer: Drawer,
  p: Parameters,
  run: StudyRun,
): Promise<Measured> {
  const exam = {
    judged: questionsOf(language, p.contexts, "drawn", run.random),
    calibration: calibrationQuestions(language, p.calibration, run.random),
    counts: [p.calibration],
  };
  const base = { levelBits: p.baseBits, mismatch: p.baseMismatch };
  const chip = sweptChip(language, base, "mismatch", base.mismatch);
  const everywhere = { ...exam, judged: questionsOf(language, p.contexts, "all", run.random) };
  const headline = await drawer.group(language, chip, everywhere, p.chips, "levels and mismatch");
  const sweeps: Measured["sweeps"][number][] = [];
  for (const { sweep, value } of pointsOf(p)) {
    const swept = sweptChip(language, base, sweep, value);
    const group = await drawer.group(language, swept, exam, p.sweepChips, `${sweep} ${value}`);
    sweeps.push({ sweep, value, ...group });
  }
  const counted = {
    ...exam,
    calibration: calibrationQuestions(language, Math.max(...p.calibrations), run.random),
    counts: p.calibrations,
  };
  const poor = await drawer.group(language, chipWith(language, POOR), counted, p.sweepChips, "poor chips");
  return { language, headline, sweeps, poor, difference: differenceOf(language, exam, run.seed) };
}

/** Time constants of a visible node after which any core inside the bound rests. */
const LONG = 100;
/** Contexts that rest is integrated for. */
const INTEGRATED = 4;

/** Rest of a poor chip, solved and integrated, in LSB. */
function differenceOf(language: StudiedLanguage, { judged }: Exam, seed: number): number {
  const made = chipWith(language, POOR);
  const program = programOf(made);
  const { resistance, capacitance } = program.core.visibleNode;
  const resting = new RestingChip(program, seededRandom(seed));
  const relaxing = new RelaxingChip(program, seededRandom(seed));
  const differences = judged.slice(0, INTEGRATED).flatMap((question) => {
    const v = question.rest.map((x) => x * made.mapping.scale.visible);
    resting.rest(question, v);
    const [late] = relaxing.relax(question, [LONG * resistance * capacitance]);
    return Array.from(v, (x, i) => Math.abs(x - (late[i] ?? 0)));
  });
  return Math.max(...differences) / adcStep(nodeAdcOf(made).levels);
}
