import type { RandomSource } from "../../../src/random.ts";
import { accuracyOf, rightPrompts } from "../chips/judge.ts";
import { bootstrapMean, wilson } from "../intervals.ts";
import type { Column, Row, Table } from "../study.ts";
import type { ChipGroup, Measured } from "./measured.ts";
import type { Parameters } from "./parameters.ts";
import { SWEEP_TITLES } from "./sweeps.ts";

export const DECODERS = ["as shipped", "calibrated"] as const;
type Decoder = (typeof DECODERS)[number];

/** What each chip of a group said with that decoder; `at` is the place of the calibration among `counts`. */
const saidBy = ({ answers }: ChipGroup, decoder: Decoder, at: number) =>
  answers.map(({ shipped, calibrated }) => (decoder === "as shipped" ? shipped : (calibrated[at] ?? [])));

const percent = (part: number): number => 100 * part;

/** Accuracy [%] of each chip of a group. */
export const accuraciesOf = (group: ChipGroup, decoder: Decoder, at = 0): readonly number[] =>
  saidBy(group, decoder, at).map((said) => percent(accuracyOf(said, group.exam.judged)));

/** Prompts that each chip answers right for all tokens; undefined where not every context is judged. */
export function promptsOf({ language, headline }: Measured, decoder: Decoder, tokens: number) {
  const { shape } = language.order.model;
  const of = headline.exam.judged.length / shape.context;
  if (of < shape.vocabulary ** shape.context) return undefined;
  return { of, right: saidBy(headline, decoder, 0).map((said) => rightPrompts(said, headline.exam.judged, tokens)) };
}

const COMMON: readonly Column[] = [
  { name: "mean", unit: "%", meaning: "mean accuracy of the chips" },
  { name: "low", unit: "%", meaning: "of the 95 % interval of the mean, by bootstrap over chips" },
  { name: "high", unit: "%", meaning: "its other end" },
  { name: "worst", unit: "%", meaning: "least accuracy of any chip" },
  { name: "faultless", unit: "%", meaning: "part of the chips without a single mistake" },
  { name: "faultlessLow", unit: "%", meaning: "of its 95 % interval, after Wilson" },
  { name: "faultlessHigh", unit: "%", meaning: "its other end" },
];

function statistics(values: readonly number[], name: string, random: RandomSource): Row {
  const hits = values.filter((x) => x === 100).length;
  const share = wilson(hits, values.length);
  return {
    mean: values.reduce((sum, x) => sum + x, 0) / values.length,
    ...bootstrapMean(values, random(name, "bootstrap")),
    worst: Math.min(...values),
    faultless: percent(hits / values.length),
    faultlessLow: percent(share.low),
    faultlessHigh: percent(share.high),
  };
}

const LANGUAGE: Column = { name: "language", unit: "", meaning: "bench or weight file" };
const DECODER: Column = { name: "decoder", unit: "", meaning: "as shipped, or refitted to the chip's own readings" };

export function chipTable(all: readonly Measured[], p: Parameters, seed: number): Table {
  const rows = all.flatMap((m) =>
    DECODERS.flatMap((decoder) => {
      const prompts = promptsOf(m, decoder, p.tokens);
      return accuraciesOf(m.headline, decoder).map((accuracy, n) => ({
        language: m.language.name,
        decoder,
        chip: seed + n,
        accuracy,
        prompts: prompts?.right[n] ?? null,
      }));
    }),
  );
  return {
    name: "chips",
    title: `Chips of ${p.baseBits} bits and ${p.baseMismatch} % mismatch, every context at every place of the ring`,
    columns: [
      LANGUAGE,
      DECODER,
      { name: "chip", unit: "1", meaning: "seed that draws it, here and in a run of the bench" },
      { name: "accuracy", unit: "%", meaning: "tokens that are right" },
      {
        name: "prompts",
        unit: "1",
        meaning: `prompts with ${p.tokens} right tokens in a row, each appended before the next`,
      },
    ],
    rows,
  };
}

export function summaryTable(all: readonly Measured[], p: Parameters, random: RandomSource): Table {
  const rows = all.flatMap(({ language, headline }) =>
    DECODERS.map((decoder) => ({
      language: language.name,
      decoder,
      ...statistics(accuraciesOf(headline, decoder), `summary ${language.name} ${decoder}`, random),
    })),
  );
  return {
    name: "summary",
    title: `${p.chips} chips of ${p.baseBits} bits and ${p.baseMismatch} % mismatch`,
    columns: [LANGUAGE, DECODER, ...COMMON],
    rows,
  };
}

export function sweepTable(all: readonly Measured[], p: Parameters, random: RandomSource): Table {
  const rows = all.flatMap(({ language, sweeps }) =>
    sweeps.flatMap(({ sweep, value, ...group }) =>
      DECODERS.map((decoder) => ({
        language: language.name,
        decoder,
        sweep: SWEEP_TITLES[sweep],
        value,
        ...statistics(accuraciesOf(group, decoder), `${sweep} ${value} ${language.name} ${decoder}`, random),
        integrated: group.answers.reduce((sum, { integrated }) => sum + integrated, 0),
      })),
    ),
  );
  return {
    name: "sweeps",
    title: `One deviation at a time, ${p.sweepChips} chips each`,
    columns: [
      LANGUAGE,
      DECODER,
      { name: "sweep", unit: "", meaning: "what is varied, with its unit" },
      { name: "value", unit: "1", meaning: "in that unit; a standard deviation, but for levels" },
      ...COMMON,
      { name: "integrated", unit: "1", meaning: "rests that had to be integrated, because an amplifier clips" },
    ],
    rows,
  };
}

export function calibrationTable(all: readonly Measured[], p: Parameters, random: RandomSource): Table {
  const rows = all.flatMap(({ language, poor }) => {
    const row = (contexts: number, values: readonly number[]) => ({
      language: language.name,
      contexts,
      ...statistics(values, `calibration ${contexts} ${language.name}`, random),
    });
    const calibrated = p.calibrations.map((count, at) => row(count, accuraciesOf(poor, "calibrated", at)));
    return [row(0, accuraciesOf(poor, "as shipped")), ...calibrated];
  });
  return {
    name: "calibration",
    title: `How many contexts a calibration needs, ${p.sweepChips} poor chips`,
    columns: [LANGUAGE, { name: "contexts", unit: "1", meaning: "read for the calibration; 0: as shipped" }, ...COMMON],
    rows,
  };
}
