import type { TopLevelSpec } from "vega-lite";
import { around, decades, MARGIN, quantity, series } from "../axes.ts";
import { CORE_LABELS } from "../cores/random-core.ts";
import type { Plot, Row } from "../study.ts";
import { type Case, GAIN_CASES, IDEAL_CASES } from "./cases.ts";
import type { Lags } from "../cores/released-core.ts";
import { settlingTimeOf, slowestExponential } from "./one-mode.ts";
import { numbers, ofCase } from "./tables.ts";

const SETTLING = "settling time [τᵥ]";

const RULES: Readonly<Record<Case["amplifiers"], string>> = {
  ideal: "",
  fixed: "",
  tenfold: ", ten times the GBW",
  scaled: ", GBW ∝ noise gain",
};

const idealLabel = ({ kind, start }: Case): string =>
  `${kind === "signed" ? "levels ±1" : CORE_LABELS[kind]}, ${start === "slowest" ? "slowest mode" : "inference from 0 V"}`;
const gainLabel = ({ kind, amplifiers }: Case): string => CORE_LABELS[kind] + RULES[amplifiers];

const labelled = (rows: readonly Row[], cases: readonly Case[], label: (one: Case) => string): Row[] =>
  cases.flatMap((one) => ofCase(rows, one).map((row) => ({ ...row, case: label(one) })));

const crosspoints = (values: readonly Row[]) =>
  quantity("crosspoints", decades("crosspoints D·N", around(numbers(values, "crosspoints"))));

/** Both panels' symbols. */
const POINT = { type: "point", filled: true, size: 60, opacity: 1 } as const;

/** Settling time with ideal summing, and below it the eigenvalue that explains it. */
export function idealPlot(sizes: readonly Row[], eigenvalue: number): Plot {
  const values = labelled(sizes, IDEAL_CASES, idealLabel);
  const x = crosspoints(values);
  const { color, shape } = series("case", IDEAL_CASES.map(idealLabel), "bottom-left");
  const top = Math.ceil(Math.max(...numbers(values, "high")) / 5) * 5;
  const y = (field: string) => quantity(field, { title: SETTLING, scale: { domain: [0, top] } });
  const least = { title: "least eigenvalue", scale: { domain: [0, 2 * eigenvalue] }, axis: { tickCount: 4 } };
  const spec: TopLevelSpec = {
    data: { values },
    resolve: { scale: { color: "independent", shape: "independent" } },
    vconcat: [
      {
        width: 460,
        height: 270,
        layer: [
          { mark: { type: "rule", strokeWidth: 1.4 }, encoding: { x, y: y("low"), y2: { field: "high" }, color } },
          { mark: { type: "line", strokeWidth: 1.4 }, encoding: { x, y: y("median"), color } },
          { mark: POINT, encoding: { x, y: y("median"), color, shape } },
        ],
      },
      {
        width: 460,
        height: 110,
        transform: [{ filter: "datum.start === 'slowest'" }],
        layer: [
          { mark: { type: "line", color: "#444a55" }, encoding: { x, y: quantity("eigenvalue", least) } },
          {
            mark: { ...POINT, filled: false, strokeWidth: 1.5 },
            encoding: {
              x,
              y: quantity("eigenvalueFromDecay", least),
              ...series("case", IDEAL_CASES.map(idealLabel)),
            },
          },
        ],
      },
    ],
  };
  return {
    name: "settling-time",
    title: "Settling time against size at one least eigenvalue, ideal summing",
    caption:
      "Above: points are medians of the draws, bars their range. Below: the least eigenvalue of the Hessian at rest, of the devices as programmed (line), and as the last exponential of the relaxation from the slowest mode has it (symbols, medians).",
    spec,
  };
}

/** The same with amplifiers whose noise gain is that of their lines, beside that noise gain. */
export function gainPlot(sizes: readonly Row[]): Plot {
  const values = labelled(sizes, GAIN_CASES, gainLabel);
  const x = crosspoints(values);
  const names = GAIN_CASES.map(gainLabel);
  const { color, shape } = series("case", names, "top-left");
  const domain = [22, Math.max(100, ...numbers(values, "high"))];
  const ticks = [25, 30, 40, 50, 70, 100, 200, 500, 1000].filter((tick) => tick <= (domain[1] ?? 0));
  const times = { title: SETTLING, scale: { type: "log" as const, domain }, axis: { values: ticks } };
  const gains = decades("noise gain 1 + R·ΣG", [1, Math.max(...numbers(values, "noiseGain")) * MARGIN]);
  const line = { type: "line", strokeWidth: 1.3 } as const;
  const spec: TopLevelSpec = {
    data: { values },
    resolve: { scale: { color: "independent", shape: "independent" } },
    hconcat: [
      {
        width: 400,
        height: 330,
        layer: [
          { mark: line, encoding: { x, y: quantity("closedForm", times), color } },
          { mark: { type: "rule" }, encoding: { x, y: quantity("low", times), y2: { field: "high" }, color } },
          { mark: POINT, encoding: { x, y: quantity("median", times), color, shape } },
        ],
      },
      {
        width: 300,
        height: 330,
        transform: [{ filter: "datum.amplifiers === 'fixed'" }],
        layer: [
          { mark: line, encoding: { x, y: quantity("noiseGain", gains), color: series("case", names).color } },
          { mark: POINT, encoding: { x, y: quantity("noiseGain", gains), ...series("case", names) } },
        ],
      },
    ],
  };
  return {
    name: "noise-gain",
    title: "Settling time against size with each amplifier's own noise gain",
    caption:
      "Left: points are medians of the draws from the slowest mode, bars their range, lines the closed form of one mode with four poles. Right: noise gain of the layer that has more.",
    spec,
  };
}

/** Points of a curve, both ends included. */
const CURVE_POINTS = 81;

/** Settling time over that with ideal summing, against what the amplifiers lag behind: one curve for all cores. */
export function conditionPlot(runs: readonly Row[], lags: Lags, eigenvalue: number, tolerance: number): Plot {
  const timeOf = (some: Lags) => settlingTimeOf(slowestExponential(some, eigenvalue), tolerance);
  const nodes = lags.visible + lags.hidden;
  const values = labelled(runs, GAIN_CASES, gainLabel).map((row) => ({
    ...row,
    ratio: (Number(row.amplifierLag) * lags.visible) / nodes,
    slowdown: (Number(row.settlingTime) * lags.visible) / timeOf(lags),
  }));
  const [low, high] = around(numbers(values, "ratio"));
  const curve = Array.from({ length: CURVE_POINTS }, (_, k) => {
    const ratio = low * (high / low) ** (k / (CURVE_POINTS - 1));
    const each = (ratio * nodes) / 2;
    return { ratio, slowdown: timeOf({ ...lags, visibleAmplifier: each, hiddenAmplifier: each }) / timeOf(lags) };
  });
  const domain = [0.95, Math.max(2, ...numbers(curve, "slowdown"))];
  const x = quantity("ratio", decades("amplifiers' lags Σ NG / (2π GBW), in units of τᵥ + τₕ", [low, high]));
  const ticks = [1, 1.1, 1.5, 2, 3, 5, 10, 20, 50].filter((tick) => tick <= (domain[1] ?? 0));
  const y = quantity("slowdown", {
    title: "settling time / that with ideal summing",
    scale: { type: "log" as const, domain },
    axis: { values: ticks },
  });
  const tenPercent = { values: [{ slowdown: 1.1 }] };
  const spec: TopLevelSpec = {
    width: 460,
    height: 300,
    layer: [
      { data: tenPercent, mark: { type: "rule", strokeDash: [5, 4], color: "#888888" }, encoding: { y } },
      { data: { values: curve }, mark: { type: "line", color: "#444a55", strokeWidth: 1.2 }, encoding: { x, y } },
      {
        data: { values },
        mark: { ...POINT, filled: false, strokeWidth: 1.5 },
        encoding: { x, y, ...series("case", GAIN_CASES.map(gainLabel), "top-left") },
      },
    ],
  };
  return {
    name: "condition",
    title: "What the settling time depends on: the amplifiers' lags against the nodes'",
    caption:
      "Symbols: every core of the figure before, from the smallest to the largest. Line: closed form with the lag in equal parts in both layers. Dashed: 10 % above ideal summing.",
    spec,
  };
}
