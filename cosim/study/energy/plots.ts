import type { TopLevelSpec } from "vega-lite";
import { around, decades, quantity, series } from "../axes.ts";
import { CORE_LABELS } from "../cores/random-core.ts";
import type { Plot, Row } from "../study.ts";
import { type Case, CASES } from "./cases.ts";

const labelOf = ({ kind, amplifiers }: Pick<Case, "kind" | "amplifiers">): string =>
  CORE_LABELS[kind] + (amplifiers === "scaled" ? ", GBW ∝ noise gain" : "");

const labelled = (sizes: readonly Row[]): Row[] =>
  sizes.map((row) => ({ ...row, case: labelOf(row as unknown as Case) }));

const axisOf = (values: readonly Row[], field: string, title: string, scale = 1) =>
  quantity(field, decades(title, around(values.map((row) => Number(row[field]) * scale))));

/** Energy of one inference, and below it how long it takes. */
export function energyPlot(sizes: readonly Row[]): Plot {
  const values = labelled(sizes).map((row) => ({
    ...row,
    median: Number(row.median) / 1e3,
    low: Number(row.low) / 1e3,
    high: Number(row.high) / 1e3,
    settlingTime: Number(row.settlingTime) / 1e3,
  }));
  const names = CASES.map(labelOf);
  const x = axisOf(values, "crosspoints", "crosspoints D·N");
  const nanojoules = decades("energy per inference [nJ]", around(values.flatMap(({ low, high }) => [low, high])));
  const top = Math.ceil(Math.max(...values.map(({ settlingTime }) => settlingTime)));
  const time = quantity("settlingTime", {
    title: "settling [µs]",
    scale: { domain: [0, top] },
    axis: { tickCount: 4 },
  });
  const { color, shape } = series("case", names, "top-left");
  const spec: TopLevelSpec = {
    data: { values },
    resolve: { scale: { color: "independent", shape: "independent" } },
    vconcat: [
      {
        width: 460,
        height: 280,
        layer: [
          { mark: { type: "rule" }, encoding: { x, y: quantity("low", nanojoules), y2: { field: "high" }, color } },
          { mark: { type: "line", strokeWidth: 1.3 }, encoding: { x, y: quantity("median", nanojoules), color } },
          {
            mark: { type: "point", filled: true, size: 60, opacity: 1 },
            encoding: { x, y: quantity("median", nanojoules), color, shape },
          },
        ],
      },
      {
        width: 460,
        height: 110,
        layer: [
          { mark: { type: "line", strokeWidth: 1.3 }, encoding: { x, y: time, color: series("case", names).color } },
          {
            mark: { type: "point", filled: true, size: 45, opacity: 1 },
            encoding: { x, y: time, ...series("case", names) },
          },
        ],
      },
    ],
  };
  return {
    name: "energy",
    title: "Energy per inference against size, and the settling time that goes with it",
    caption: "Points are medians of the draws, bars their range.",
    spec,
  };
}

const PARTS: Readonly<Record<string, string>> = {
  crosspointEnergy: "crosspoints",
  resistorEnergy: "resistors",
  amplifierEnergy: "amplifiers, quiescent",
};

/** Where the energy goes, over the number of crosspoints. */
export function partsPlot(sizes: readonly Row[]): Plot {
  const values = labelled(sizes).flatMap((row) =>
    Object.entries(PARTS).map(([part, name]) => ({
      case: row.case,
      crosspoints: row.crosspoints,
      part: name,
      each: Number(row[part]) / Number(row.crosspoints),
    })),
  );
  const x = axisOf(values, "crosspoints", "crosspoints D·N");
  const y = axisOf(values, "each", "energy per crosspoint [pJ]");
  const { color, shape } = series("part", Object.values(PARTS));
  const legend = { title: null, orient: "bottom" as const, labelLimit: 0, columns: 3 };
  const spec: TopLevelSpec = {
    data: { values },
    facet: { field: "case", type: "nominal", title: null, sort: CASES.map(labelOf), header: { labelFontSize: 12 } },
    columns: 2,
    bounds: "flush", // or the widths that vega guesses for the headers push the panels apart
    spacing: { row: 60, column: 34 },
    spec: {
      width: 270,
      height: 170,
      layer: [
        { mark: { type: "line", strokeWidth: 1.3 }, encoding: { x, y, color: { ...color, legend } } },
        {
          mark: { type: "point", filled: true, size: 45, opacity: 1 },
          encoding: { x, y, color: { ...color, legend }, shape: { ...shape, legend } },
        },
      ],
    },
  };
  return {
    name: "energy-parts",
    title: "Where the energy goes, per crosspoint",
    caption: "Medians of the draws. Resistors are those of feedback and those that drive the nodes.",
    spec,
  };
}
