import type { RandomSource } from "../../../src/random.ts";
import { judged } from "../../bench/judge.ts";
import type { Check } from "../../bench/test-api.ts";
import { studiedLanguage } from "../chips/language.ts";
import { bootstrapMean, quantile } from "../intervals.ts";
import { type Column, defineStudy, type Row, type Table } from "../study.ts";
import { measured, type ReadChip, schedulesOf } from "./measured.ts";
import { PARAMETERS, type Parameters } from "./parameters.ts";
import { accuracyPlot, distancePlot } from "./plots.ts";

const SCHEDULE: readonly Column[] = [
  { name: "language", unit: "", meaning: "bench or weight file" },
  { name: "skew", unit: "tau", meaning: "between one node's reading and the next" },
  { name: "start", unit: "tau", meaning: "from release to the first node's reading" },
];

/** What is plotted: which chips, with which decoder. */
const SERIES = [
  { name: "as designed", kind: "designed", decoder: "shipped" },
  { name: "drawn", kind: "drawn", decoder: "shipped" },
  { name: "drawn, calibrated", kind: "drawn", decoder: "calibrated" },
] as const;
const SERIES_NAMES = SERIES.map(({ name }) => name);

function accuracyTable(chips: readonly ReadChip[], p: Parameters, random: RandomSource): Table {
  const rows = p.languages.flatMap((language) =>
    SERIES.flatMap(({ name, kind, decoder }) => {
      const own = chips.filter((chip) => chip.language === language && chip.kind === kind);
      return schedulesOf(p).map(({ skew, start }, k): Row => {
        const values = own.map(
          ({ answers }) => (100 * answers.filter((answer) => answer[decoder][k]).length) / answers.length,
        );
        return {
          language,
          chips: name,
          skew,
          start,
          mean: values.reduce((sum, x) => sum + x, 0) / values.length,
          ...bootstrapMean(values, random(`${language} ${name} ${skew} ${start}`, "bootstrap")),
          worst: Math.min(...values),
        };
      });
    }),
  );
  return {
    name: "accuracy",
    title: `Accuracy against readout time, ${p.levelBits}-bit levels; ${p.chips} drawn chips with ${p.mismatch} % mismatch`,
    columns: [
      ...SCHEDULE,
      {
        name: "chips",
        unit: "",
        meaning: "as designed: levels but no mismatch; calibrated: decoder refitted to the chip's readings at rest",
      },
      { name: "mean", unit: "%", meaning: "mean accuracy of the chips" },
      { name: "low", unit: "%", meaning: "of the 95 % interval of the mean, by bootstrap over chips" },
      { name: "high", unit: "%", meaning: "its other end" },
      { name: "worst", unit: "%", meaning: "least accuracy of any chip" },
    ],
    rows,
  };
}

function distanceTable(chips: readonly ReadChip[], p: Parameters): Table {
  const rows = p.languages.flatMap((language) => {
    const answers = chips.filter((chip) => chip.language === language).flatMap((chip) => chip.answers);
    return schedulesOf(p).map(({ skew, start }, k): Row => {
      const distances = answers.map(({ distance }) => distance[k] ?? 0);
      return { language, skew, start, median: quantile(distances, 0.5), most: Math.max(...distances) };
    });
  });
  return {
    name: "distance",
    title: "How far the farthest node is from rest when it is read",
    columns: [
      ...SCHEDULE,
      { name: "median", unit: "LSB", meaning: "median over contexts and chips" },
      { name: "most", unit: "LSB", meaning: "the largest" },
    ],
    rows,
  };
}

/** The two ways to read. */
const WAYS = [
  { name: "one after the other", from: "rightFrom", belongs: (skew: number) => skew > 0 },
  { name: "at once", from: "rightAtOnceFrom", belongs: (skew: number) => skew === 0 },
] as const;

function checksOf({ rows }: Table, p: Parameters): readonly Check[] {
  const judgedSeries = SERIES.filter(({ kind, decoder }) => kind === "designed" || decoder === "calibrated");
  return p.languages.flatMap((language) =>
    judgedSeries.flatMap(({ name: chips }) =>
      WAYS.flatMap(({ name: way, from, belongs }) => {
        const own = rows.filter(
          (row) =>
            row.language === language &&
            row.chips === chips &&
            belongs(Number(row.skew)) &&
            Number(row.start) >= p[from],
        );
        if (own.length === 0) return [];
        const least = Math.min(...own.map((row) => Number(row.worst)));
        return [
          judged(`least accuracy, ${language}, ${chips}, ${way} from ${p[from]} tau on`, least, { equals: 100 }, "%"),
        ];
      }),
    ),
  );
}

const NOTES = [
  "No RTL here: the circuit, amplifiers included, is programmed, precharged, released and followed; nodes are read off its dense output.",
  "Chip n has the deviations that a run of the bench draws under the study's seed + n. The multiplexer and the ADC are ideal but for the ADC's levels.",
];

export default defineStudy({
  name: "readout",
  summary: "Accuracy against readout time from 1 to 100 tau, and against the skew between the nodes' readings",
  parameters: PARAMETERS,
  quick: { chips: 2, contexts: 6, designedContexts: 9, times: [1, 3, 5, 10, 15, 30] },
  async run(p, run) {
    const chips = await measured(p.languages.map(studiedLanguage), p, run);
    const accuracy = accuracyTable(chips, p, run.random);
    const distance = distanceTable(chips, p);
    return {
      tables: [accuracy, distance],
      plots: [accuracyPlot(accuracy, SERIES_NAMES, p), distancePlot(distance, p)],
      checks: checksOf(accuracy, p),
      notes: NOTES,
    };
  },
});
