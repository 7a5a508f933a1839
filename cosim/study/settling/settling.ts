import { z } from "zod";
import type { Check } from "../../bench/test-api.ts";
import { judged } from "../../bench/judge.ts";
import { denseAmDefaults } from "../../../analog-models/networks/dense-am-parameters.ts";
import { CORE_PARAMETERS } from "../cores/parameters.ts";
import { defineStudy, type Row } from "../study.ts";
import { type Case, GAIN_CASES, measureAll } from "./cases.ts";
import type { Lags } from "../cores/released-core.ts";
import { conditionPlot, gainPlot, idealPlot } from "./plots.ts";
import { numbers, ofCase, settlingTables, type SettlingTables } from "./tables.ts";

const PARAMETERS = z.object({
  sizes: CORE_PARAMETERS.sizes.describe(
    "visible neurons of each core, and as many rows, ascending; crosspoints are the square [1]",
  ),
  draws: CORE_PARAMETERS.draws.describe("random cores of each kind and size with ideal summing [1]"),
  gainDraws: z.int().min(1).max(1000).default(2).describe("the same with amplifiers, which take far longer [1]"),
  eigenvalue: CORE_PARAMETERS.eigenvalue,
  tolerance: CORE_PARAMETERS.tolerance.describe(
    "settled below this part of the distance at the start; 2^-9 is half an LSB of 8 bits [1]",
  ),
  gainBandwidth: CORE_PARAMETERS.gainBandwidth,
});

/** Bar of the claim of constant time: from the smallest to the largest core [%]. */
const CONSTANT = { atMost: 10 };

/** Largest |a - b|, relative to b where `relative`. */
function largestMiss(rows: readonly Row[], a: string, b: string, relative: boolean): number {
  const [measured, wanted] = [numbers(rows, a), numbers(rows, b)];
  return Math.max(
    ...measured.map((value, k) => Math.abs(value - (wanted[k] ?? 0)) / (relative ? (wanted[k] ?? 1) : 1)),
  );
}

const ideal = (kind: Case["kind"], start: Case["start"]): Case => ({ kind, start, amplifiers: "ideal" });

function checksOf({ runs, trends }: SettlingTables): Check[] {
  const [, , positive, sparse, scaled, tenfold] = GAIN_CASES as readonly [Case, Case, Case, Case, Case, Case];
  const constant = (name: string, one: Case) =>
    judged(`variation over size: ${name}`, Number(ofCase(trends.rows, one)[0]?.variation), CONSTANT, "%");
  const slowest = runs.rows.filter(({ start }) => start === "slowest");
  return [
    constant("ideal summing, levels 0..1, inference", ideal("positive", "inference")),
    constant("ideal summing, levels 0..1, slowest mode", ideal("positive", "slowest")),
    constant("ideal summing, levels +-1, slowest mode", ideal("signed", "slowest")),
    constant("noise gain, levels 0..1, whose R_f sum G is constant", positive),
    constant("noise gain, levels +-1, constant crosspoints on a line", sparse),
    constant("noise gain, levels +-1, unit gain, GBW in proportion", scaled),
    constant("noise gain, levels +-1, lags far below tau", tenfold),
    judged(
      "largest miss of the closed form",
      100 * largestMiss(slowest, "settlingTime", "closedForm", true),
      { atMost: 1 },
      "%",
    ),
    judged(
      "largest miss of the eigenvalue in the decay",
      largestMiss(slowest, "eigenvalueFromDecay", "eigenvalue", false),
      { atMost: 1e-3 },
      "1",
    ),
  ];
}

const NOTES = [
  "Every core is D visible identity neurons and N = D ReLU rows, tau_v 100 ns, tau_h 20 ns. Its transimpedances are scaled until the least eigenvalue of its Hessian at rest, with every row on, is the wanted one; with fewer rows on it is larger, so there is one fixed point, and it attracts every start.",
  "Rest is drawn (visible nodes 0.1 V..0.5 V, or -0.5 V..0.5 V where levels are signed; hidden ones 0.1 V..0.3 V for R_v = R_h), biases follow: they are bounded whatever the size.",
  "Inference in signed cores is quicker than the slowest mode and differs from draw to draw: a random start has a part of about 1/sqrt(D) in that mode, and D numbers near to it. The rate at which any start settles in the end is that of the slowest mode, or higher.",
  "Noise gain counts both devices of every pair, the least conductance (1 uS) included. Slew limits, rails, offsets, mismatch, wires and the capacitance of lines are left out here.",
  "Closed form: prod (1 + s tau_k) = 1 - eigenvalue over two nodes and two amplifiers, mean lag of each layer.",
];

/** Of the nodes alone. */
function nodeLags(): Lags {
  const { visibleNode, hiddenNode } = denseAmDefaults(1, 1);
  const tau = ({ resistance, capacitance }: typeof visibleNode) => resistance * capacitance;
  return { visible: tau(visibleNode), hidden: tau(hiddenNode), visibleAmplifier: 0, hiddenAmplifier: 0 };
}

export default defineStudy({
  name: "settling",
  summary: "Settling time against size of random cores with a prescribed least eigenvalue, with and without noise gain",
  parameters: PARAMETERS,
  quick: { sizes: [10, 20, 40], draws: 2, gainDraws: 1 },
  async run(p, run) {
    const tables = settlingTables(await measureAll({ ...p, sizes: [...p.sizes].sort((a, b) => a - b) }, run));
    const sizes = tables.sizes.rows;
    return {
      tables: [tables.trends, tables.sizes, tables.runs],
      plots: [
        idealPlot(sizes, p.eigenvalue),
        gainPlot(sizes),
        conditionPlot(tables.runs.rows, nodeLags(), p.eigenvalue, p.tolerance),
      ],
      checks: checksOf(tables),
      notes: NOTES,
    };
  },
});
