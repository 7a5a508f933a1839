import { z } from "zod";
import { judged } from "../../bench/judge.ts";
import { decades } from "../axes.ts";
import { spreadOf } from "../intervals.ts";
import { defineStudy, type Plot, type Row, type StudyRun, type Table } from "../study.ts";
import { settlingOf, type Start } from "./ideal-summing.ts";
import { type CoreKind, randomCore } from "./random-core.ts";

const PARAMETERS = z.object({
  sizes: z
    .array(z.int().min(2).max(1000))
    .min(2)
    .default([10, 18, 32, 56, 100, 178, 317])
    .describe("visible neurons of each core, and as many rows; crosspoints are the square [1]"),
  draws: z.int().min(1).max(1000).default(5).describe("random cores of each kind and size [1]"),
  eigenvalue: z.number().min(0.01).max(0.99).default(0.3).describe("least eigenvalue of the Hessian at rest [1]"),
  tolerance: z
    .number()
    .min(1e-4)
    .max(0.1)
    .default(2 ** -9)
    .describe("settled below this part of the distance at the start; 2^-9 is half an LSB of 8 bits [1]"),
});
type Parameters = z.output<typeof PARAMETERS>;

const CASES: readonly { readonly kind: CoreKind; readonly start: Start }[] = [
  { kind: "positive", start: "inference" },
  { kind: "positive", start: "slowest" },
  { kind: "signed", start: "inference" },
  { kind: "signed", start: "slowest" },
];

const TAU = 1e-7;

async function measured(p: Parameters, run: StudyRun): Promise<Row[]> {
  const rows: Row[] = [];
  const total = p.sizes.length * p.draws;
  for (const [at, size] of p.sizes.entries()) {
    for (let draw = 0; draw < p.draws; draw++) {
      for (const { kind, start } of CASES) {
        const core = randomCore(kind, size, p.eigenvalue, draw, run.random);
        const { time, rate, steps } = settlingOf(core, start, p.tolerance);
        const { eigenvalue } = core.curvature;
        rows.push({
          kind,
          start,
          size,
          crosspoints: size ** 2,
          draw,
          eigenvalue,
          settlingTime: time / TAU,
          rate: rate * TAU,
          steps,
        });
      }
      await run.progress(at * p.draws + draw + 1, total, `cores of ${size} x ${size} settle`);
    }
  }
  return rows;
}

const RUNS: Omit<Table, "rows"> = {
  name: "runs",
  title: "Every core with ideal summing",
  columns: [
    { name: "kind", unit: "", meaning: "positive: levels uniform in 0..1; signed: -1 or 1" },
    { name: "start", unit: "", meaning: "inference: from 0 V; slowest: along the slowest mode" },
    { name: "size", unit: "1", meaning: "visible neurons, and as many rows" },
    { name: "crosspoints", unit: "1", meaning: "size squared" },
    { name: "draw", unit: "1", meaning: "number of the random core" },
    { name: "eigenvalue", unit: "1", meaning: "least eigenvalue of the Hessian at rest, of the devices as programmed" },
    { name: "settlingTime", unit: "tau_v", meaning: "until every visible node is within the tolerance for good" },
    { name: "rate", unit: "1/tau_v", meaning: "of the last exponential" },
    { name: "steps", unit: "1", meaning: "of the integrator" },
  ],
};

const SIZES: Omit<Table, "rows"> = {
  name: "sizes",
  title: "Settling time of each size, median and range of the draws",
  columns: [
    { name: "kind", unit: "", meaning: "as in runs.csv" },
    { name: "start", unit: "", meaning: "as in runs.csv" },
    { name: "crosspoints", unit: "1", meaning: "size squared" },
    { name: "median", unit: "tau_v", meaning: "of the settling time" },
    { name: "low", unit: "tau_v", meaning: "least of the draws" },
    { name: "high", unit: "tau_v", meaning: "greatest of the draws" },
  ],
};

const times = (rows: readonly Row[]): readonly number[] => rows.map((row) => Number(row.settlingTime));

const summarized = (rows: readonly Row[]): Row[] =>
  CASES.flatMap(({ kind, start }) => {
    const own = rows.filter((row) => row.kind === kind && row.start === start);
    return [...new Set(own.map((row) => row.crosspoints ?? 0))].map((crosspoints) => ({
      kind,
      start,
      crosspoints,
      ...spreadOf(times(own.filter((row) => row.crosspoints === crosspoints))),
    }));
  });

function plotOf(sizes: readonly Row[]): Plot {
  const crosspoints = sizes.map((row) => Number(row.crosspoints));
  const x = {
    field: "crosspoints",
    type: "quantitative" as const,
    ...decades("crosspoints", [Math.min(...crosspoints) / 1.3, Math.max(...crosspoints) * 1.3]),
  };
  const color = { field: "case", type: "nominal" as const, title: null };
  const values = sizes.map((row) => ({
    ...row,
    case: `${row.kind} core, ${row.start === "slowest" ? "slowest mode" : "inference"}`,
  }));
  const title = "settling time [τᵥ]";
  return {
    name: "settling-time",
    title: "Settling time against size, ideal summing",
    caption: "Points: median; bars: range of the draws.",
    spec: {
      width: 420,
      height: 280,
      data: { values },
      layer: [
        {
          mark: { type: "rule" },
          encoding: { x, y: { field: "low", type: "quantitative", title }, y2: { field: "high" }, color },
        },
        {
          mark: { type: "line", point: { filled: true, size: 45 } },
          encoding: { x, y: { field: "median", type: "quantitative", title, scale: { zero: true } }, color },
        },
      ],
    },
  };
}

/** How much the largest exceeds the smallest, as a fraction. */
const variation = (values: readonly number[]): number => Math.max(...values) / Math.min(...values) - 1;

const CHECKED = CASES.filter(({ kind, start }) => kind === "positive" || start === "slowest");

export default defineStudy({
  name: "settling",
  summary: "Settling time against size of random cores with a prescribed least eigenvalue",
  parameters: PARAMETERS,
  quick: { sizes: [6, 12, 24], draws: 2 },
  async run(p, run) {
    const rows = await measured(p, run);
    const sizes = summarized(rows);
    const checks = CHECKED.map(({ kind, start }) => {
      const own = sizes.filter((row) => row.kind === kind && row.start === start);
      const percent = 100 * variation(own.map((row) => Number(row.median)));
      return judged(`settling time of ${kind} cores, ${start}, smallest to largest`, percent, { atMost: 10 }, "%");
    });
    return {
      tables: [
        { ...RUNS, rows },
        { ...SIZES, rows: sizes },
      ],
      plots: [plotOf(sizes)],
      checks,
      notes: [],
    };
  },
});
