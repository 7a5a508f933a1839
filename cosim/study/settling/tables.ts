import { exponent, spreadOf } from "../intervals.ts";
import type { Column, Row, Table } from "../study.ts";
import { type Case, GAIN_CASES, IDEAL_CASES } from "./cases.ts";

const WORDS: readonly Column[] = [
  {
    name: "kind",
    unit: "",
    meaning:
      "levels: positive 0..1; signed -1 or 1; unit: signed, R_v = 1 / dG_max in place of R_v = R_h; sparse: signed, 10 crosspoints on each line",
  },
  { name: "start", unit: "", meaning: "inference: from 0 V; slowest: displaced along the slowest mode" },
  {
    name: "amplifiers",
    unit: "",
    meaning: "ideal; fixed, tenfold: the same at every size; scaled: gain-bandwidth in proportion to the noise gain",
  },
];

const RUNS: Omit<Table, "rows"> = {
  name: "runs",
  title: "Every core that was integrated",
  columns: [
    ...WORDS,
    { name: "size", unit: "1", meaning: "visible neurons, and as many rows" },
    { name: "crosspoints", unit: "1", meaning: "size squared" },
    { name: "draw", unit: "1", meaning: "number of the random core" },
    { name: "eigenvalue", unit: "1", meaning: "least of the Hessian at rest, of the devices as programmed" },
    { name: "eigenvalueFromDecay", unit: "1", meaning: "what the last exponential of the relaxation says it is" },
    { name: "visibleNoiseGain", unit: "1", meaning: "1 + R_f sum G, mean of the visible layer's lines" },
    { name: "hiddenNoiseGain", unit: "1", meaning: "the same of the hidden layer" },
    { name: "amplifierLag", unit: "tau_v", meaning: "noise gain / (2 pi GBW), sum of both layers" },
    { name: "settlingTime", unit: "tau_v", meaning: "until every visible node is within the tolerance for good" },
    { name: "closedForm", unit: "tau_v", meaning: "the same of one mode with four poles; slowest start only" },
    { name: "steps", unit: "1", meaning: "of the integrator" },
  ],
};

const SIZES: Omit<Table, "rows"> = {
  name: "sizes",
  title: "Settling time and noise gain of each size, median and range of the draws",
  columns: [
    ...WORDS,
    { name: "crosspoints", unit: "1", meaning: "size squared" },
    { name: "median", unit: "tau_v", meaning: "of the settling time" },
    { name: "low", unit: "tau_v", meaning: "least of the draws" },
    { name: "high", unit: "tau_v", meaning: "greatest of the draws" },
    { name: "closedForm", unit: "tau_v", meaning: "median of the draws' own" },
    { name: "noiseGain", unit: "1", meaning: "of the layer that has more, median" },
    { name: "eigenvalue", unit: "1", meaning: "of the devices as programmed, median" },
    { name: "eigenvalueFromDecay", unit: "1", meaning: "of the relaxation, median" },
  ],
};

const TRENDS: Omit<Table, "rows"> = {
  name: "trends",
  title: "From the smallest core to the largest",
  columns: [
    ...WORDS,
    { name: "variation", unit: "%", meaning: "largest over smallest of the sizes' median settling times, less 1" },
    { name: "drawVariation", unit: "%", meaning: "the same over every draw of every size" },
    {
      name: "exponent",
      unit: "1",
      meaning: "of the settling time over crosspoints, least squares over the last decade",
    },
    { name: "gainExponent", unit: "1", meaning: "of noise gain - 1 over crosspoints, least squares over all sizes" },
  ],
};

/** A column of rows, as numbers. */
export const numbers = (rows: readonly Row[], column: string): readonly number[] =>
  rows.map((row) => Number(row[column]));

export const ofCase = (rows: readonly Row[], { kind, start, amplifiers }: Case): readonly Row[] =>
  rows.filter((row) => row.kind === kind && row.start === start && row.amplifiers === amplifiers);

const median = (rows: readonly Row[], column: string): number => spreadOf(numbers(rows, column)).median;

function sizesOf(rows: readonly Row[], one: Case): Row[] {
  const own = ofCase(rows, one);
  return [...new Set(numbers(own, "crosspoints"))].map((crosspoints) => {
    const draws = own.filter((row) => row.crosspoints === crosspoints);
    return {
      ...one,
      crosspoints,
      ...spreadOf(numbers(draws, "settlingTime")),
      closedForm: one.start === "slowest" ? median(draws, "closedForm") : null,
      noiseGain: Math.max(median(draws, "visibleNoiseGain"), median(draws, "hiddenNoiseGain")),
      eigenvalue: median(draws, "eigenvalue"),
      eigenvalueFromDecay: median(draws, "eigenvalueFromDecay"),
    };
  });
}

/** By how much the largest of `high` exceeds the smallest of `low` [%]. */
const variation = (high: readonly number[], low: readonly number[]): number =>
  100 * (Math.max(...high) / Math.min(...low) - 1);

function trendOf(sizes: readonly Row[], one: Case): Row {
  const own = ofCase(sizes, one);
  const all = numbers(own, "crosspoints");
  const last = own.filter((row) => Number(row.crosspoints) >= Math.max(...all) / 10.5);
  return {
    ...one,
    variation: variation(numbers(own, "median"), numbers(own, "median")),
    drawVariation: variation(numbers(own, "high"), numbers(own, "low")),
    exponent: last.length > 1 ? exponent(numbers(last, "crosspoints"), numbers(last, "median")) : null,
    gainExponent:
      one.amplifiers === "ideal"
        ? null
        : exponent(
            all,
            numbers(own, "noiseGain").map((gain) => gain - 1),
          ),
  };
}

export interface SettlingTables {
  readonly runs: Table;
  readonly sizes: Table;
  readonly trends: Table;
}

export function settlingTables(rows: readonly Row[]): SettlingTables {
  const cases = [...IDEAL_CASES, ...GAIN_CASES];
  const sizes = cases.flatMap((one) => sizesOf(rows, one));
  const trends = cases.map((one) => trendOf(sizes, one));
  return { runs: { ...RUNS, rows }, sizes: { ...SIZES, rows: sizes }, trends: { ...TRENDS, rows: trends } };
}
