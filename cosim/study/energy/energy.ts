import { z } from "zod";
import { judged } from "../../bench/judge.ts";
import { exponent, spreadOf } from "../intervals.ts";
import { CORE_PARAMETERS } from "../cores/parameters.ts";
import { defineStudy, type Row, type Table } from "../study.ts";
import { type Case, CASES, measureAll } from "./cases.ts";
import { energyPlot, partsPlot } from "./plots.ts";

const PARAMETERS = z.object({
  sizes: CORE_PARAMETERS.sizes.describe(
    "visible neurons of each core, and as many rows; crosspoints are the square [1]",
  ),
  draws: CORE_PARAMETERS.draws.describe("random cores of each kind and size [1]"),
  eigenvalue: CORE_PARAMETERS.eigenvalue,
  tolerance: CORE_PARAMETERS.tolerance.describe(
    "an inference is over below this part of the distance at the start; 2^-9 is half an LSB of 8 bits [1]",
  ),
  gainBandwidth: CORE_PARAMETERS.gainBandwidth,
  transconductanceEfficiency: z.number().min(1).max(40).default(15).describe("gm / I_D of the amplifiers [1/V]"),
  loadCapacitance: z.number().min(1e-3).max(1e3).default(1).describe("that the amplifiers reach their GBW with [pF]"),
  supply: z.number().min(0.1).max(100).default(1.8).describe("supply of the amplifiers [V]"),
});

const PARTS = ["crosspointEnergy", "resistorEnergy", "amplifierEnergy"] as const;

const WORDS = [
  { name: "kind", unit: "", meaning: "levels: positive 0..1; signed -1 or 1; unit: signed, R_v = 1 / dG_max" },
  { name: "amplifiers", unit: "", meaning: "fixed: the same at every size; scaled: GBW in proportion to noise gain" },
] as const;

const RUNS: Omit<Table, "rows"> = {
  name: "runs",
  title: "Every inference that was integrated",
  columns: [
    ...WORDS,
    { name: "size", unit: "1", meaning: "visible neurons, and as many rows" },
    { name: "crosspoints", unit: "1", meaning: "size squared" },
    { name: "draw", unit: "1", meaning: "number of the random core" },
    { name: "settlingTime", unit: "ns", meaning: "from 0 V until every visible node is within the tolerance for good" },
    { name: "crosspointEnergy", unit: "pJ", meaning: "integral of G V^2 over all devices of both directions" },
    { name: "resistorEnergy", unit: "pJ", meaning: "in feedback resistors and those that drive the nodes" },
    { name: "amplifierEnergy", unit: "pJ", meaning: "quiescent power of all amplifiers times the settling time" },
    { name: "energy", unit: "pJ", meaning: "the sum of the three" },
    { name: "staticEstimate", unit: "pJ", meaning: "power at rest times the settling time" },
  ],
};

const SIZES: Omit<Table, "rows"> = {
  name: "sizes",
  title: "Energy of one inference, median and range of the draws; medians of its parts",
  columns: [
    ...WORDS,
    { name: "crosspoints", unit: "1", meaning: "size squared" },
    { name: "median", unit: "pJ", meaning: "of the energy" },
    { name: "low", unit: "pJ", meaning: "least of the draws" },
    { name: "high", unit: "pJ", meaning: "greatest of the draws" },
    { name: "perCrosspoint", unit: "pJ", meaning: "median over crosspoints" },
    ...RUNS.columns.filter(({ name }) => PARTS.some((part) => part === name)),
    { name: "settlingTime", unit: "ns", meaning: "median" },
  ],
};

const TRENDS: Omit<Table, "rows"> = {
  name: "trends",
  title: "How energy grows",
  columns: [
    ...WORDS,
    { name: "exponent", unit: "1", meaning: "of the median energy over crosspoints, least squares over all sizes" },
    { name: "lastExponent", unit: "1", meaning: "the same over the last decade" },
    { name: "ofEstimate", unit: "1", meaning: "energy over power at rest times settling time, median of all runs" },
  ],
};

const numbers = (rows: readonly Row[], column: string): readonly number[] => rows.map((row) => Number(row[column]));
const median = (rows: readonly Row[], column: string): number => spreadOf(numbers(rows, column)).median;
const ofCase = (rows: readonly Row[], { kind, amplifiers }: Case): readonly Row[] =>
  rows.filter((row) => row.kind === kind && row.amplifiers === amplifiers);

function sizesOf(rows: readonly Row[], one: Case): Row[] {
  const own = ofCase(rows, one);
  return [...new Set(numbers(own, "crosspoints"))].map((crosspoints) => {
    const draws = own.filter((row) => row.crosspoints === crosspoints);
    const energy = spreadOf(numbers(draws, "energy"));
    const medians = [...PARTS, "settlingTime"].map((part) => [part, median(draws, part)] as const);
    return {
      ...one,
      crosspoints,
      ...energy,
      perCrosspoint: energy.median / crosspoints,
      ...Object.fromEntries(medians),
    };
  });
}

/** Energy over what power at rest times settling time gives, of every run. */
const overEstimate = (rows: readonly Row[]): readonly number[] =>
  rows.map((row) => Number(row.energy) / Number(row.staticEstimate));

/** Of the median energy over crosspoints. */
const slope = (sizes: readonly Row[]): number => exponent(numbers(sizes, "crosspoints"), numbers(sizes, "median"));

function trendOf(rows: readonly Row[], sizes: readonly Row[], one: Case): Row {
  const own = ofCase(sizes, one);
  const last = own.filter((row) => Number(row.crosspoints) >= Math.max(...numbers(own, "crosspoints")) / 10.5);
  return {
    ...one,
    exponent: slope(own),
    lastExponent: last.length > 1 ? slope(last) : null,
    ofEstimate: spreadOf(overEstimate(ofCase(rows, one))).median,
  };
}

const NOTES = [
  "Cores as in the study of settling time. An inference begins at 0 V, biases on, and ends when every visible node is within the tolerance of its end for good. Precharge, readout, programming and converters are not counted.",
  "Crosspoints: every device hangs between a line driven to +-g or +-f and a virtual ground, so it dissipates G V^2 whatever its neighbours do; both devices of every pair count, their least conductance of 1 uS included, and so do both directions, each driven all the time through devices of its own. Devices are of 1..100 uS: energy in crosspoints and feedback is in proportion to that choice.",
  "Amplifiers: an assumption, not a measurement. A single stage with GBW = gm / (2 pi C_L), two sides of its input pair drawing gm / (gm/I_D) each; no second stage, no bias network, no drivers. An estimate from below.",
  "Settling from 0 V is quicker, and differs more from draw to draw, in signed cores: see the study of settling time.",
];

export default defineStudy({
  name: "energy",
  summary: "Energy per inference against size, from the currents of devices and the supply of amplifiers",
  parameters: PARAMETERS,
  quick: { sizes: [6, 12, 24], draws: 1 },
  async run(p, run) {
    const supply = { ...p, loadCapacitance: p.loadCapacitance * 1e-12 };
    const rows = await measureAll({ ...p, sizes: [...p.sizes].sort((a, b) => a - b) }, supply, run);
    const sizes = CASES.flatMap((one) => sizesOf(rows, one));
    const trends = CASES.map((one) => trendOf(rows, sizes, one));
    const ratios = overEstimate(rows);
    return {
      tables: [
        { ...TRENDS, rows: trends },
        { ...SIZES, rows: sizes },
        { ...RUNS, rows },
      ],
      plots: [energyPlot(sizes), partsPlot(sizes)],
      checks: [
        judged("least energy over power at rest times settling time", Math.min(...ratios), { atLeast: 0.5 }, "1"),
        judged("greatest energy over power at rest times settling time", Math.max(...ratios), { atMost: 1.05 }, "1"),
      ],
      notes: NOTES,
    };
  },
});
