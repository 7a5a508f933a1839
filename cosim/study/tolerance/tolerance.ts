import { judged } from "../../bench/judge.ts";
import type { Check } from "../../bench/test-api.ts";
import { studiedLanguage } from "../chips/language.ts";
import { defineStudy } from "../study.ts";
import { measured, type Measured, POOR_TEXT } from "./measured.ts";
import { PARAMETERS, type Parameters } from "./parameters.ts";
import { calibrationPlot, sweepPlot } from "./plots.ts";
import { accuraciesOf, calibrationTable, chipTable, promptsOf, summaryTable, sweepTable } from "./tables.ts";

/** Least mean accuracy of drawn chips as shipped [%]. */
const LEAST_MEAN = 99;
/** What rest may differ by, solved against integrated, in LSB of the ADC. */
const MOST_DIFFERENCE = 0.1;

function checksOf(m: Measured, p: Parameters): readonly Check[] {
  const of = `of ${p.chips} chips, ${m.language.name}`;
  const shipped = accuraciesOf(m.headline, "as shipped");
  const mean = shipped.reduce((sum, x) => sum + x, 0) / shipped.length;
  const calibrated = accuraciesOf(m.headline, "calibrated");
  const prompts = promptsOf(m, "calibrated", p.tokens);
  const spoken =
    prompts === undefined
      ? []
      : [
          judged(
            `least prompts with ${p.tokens} right tokens after calibration ${of}`,
            Math.min(...prompts.right),
            { equals: prompts.of },
            "prompts",
          ),
        ];
  return [
    judged(`mean accuracy as shipped ${of}`, mean, { atLeast: LEAST_MEAN }, "%"),
    judged(`least accuracy after calibration ${of}`, Math.min(...calibrated), { equals: 100 }, "%"),
    ...spoken,
    judged(
      `rest solved against circuit integrated, ${m.language.name}`,
      m.difference,
      { atMost: MOST_DIFFERENCE },
      "LSB",
    ),
  ];
}

const NOTES = [
  POOR_TEXT,
  "A cell takes its level at once and keeps its mismatch; in a run, write-verify makes up for most of it.",
  "No RTL here: the circuit is programmed, precharged and read as the controller would, and decoded by its fixed-point decoder.",
  "Chip n has the deviations that a run of the bench draws under the study's seed + n.",
];

export default defineStudy({
  name: "tolerance",
  summary: "Accuracy of drawn chips against levels, mismatch, errors, offset and noise, before and after calibration",
  parameters: PARAMETERS,
  quick: {
    chips: 8,
    sweepChips: 4,
    calibrations: [9, 36],
    levelBits: [4, 8],
    mismatch: [1, 5],
    programming: [1],
    biasError: [5],
    offset: [5],
    noise: [2],
  },
  async run(p, run) {
    const all = await measured(p.languages.map(studiedLanguage), p, run);
    const sweeps = sweepTable(all, p, run.random);
    const calibration = calibrationTable(all, p, run.random);
    return {
      tables: [summaryTable(all, p, run.random), chipTable(all, p, run.seed), sweeps, calibration],
      plots: [sweepPlot(sweeps), calibrationPlot(calibration)],
      checks: all.flatMap((m) => checksOf(m, p)),
      notes: NOTES,
    };
  },
});
