import { decades } from "../axes.ts";
import type { Cell, Plot, Row, Table } from "../study.ts";
import type { Parameters } from "./parameters.ts";

const readingName = (skew: unknown): string => (skew === 0 ? "at once" : `${String(skew)} τ a node`);

const named = ({ rows }: Table): readonly Row[] => rows.map((row) => ({ ...row, reading: readingName(row.skew) }));

/** Whole numbers that are read easily off a logarithmic axis. */
const TICKS = [1, 2, 5, 10, 20, 50, 100];

const legend = { orient: "top" as const, direction: "horizontal" as const, symbolOpacity: 1 };

/** What both plots have in common: the readout time, and a hue for each skew. */
function timeAxis({ times, skews }: Parameters) {
  const positive = times.filter((t) => t > 0);
  const domain = [Math.min(...positive) * 0.93, Math.max(...positive) * 1.07];
  return {
    x: {
      field: "start",
      type: "quantitative" as const,
      title: "first node read [τᵥ after release]",
      scale: { type: "log" as const, domain, nice: false },
      axis: { values: TICKS },
    },
    color: { field: "reading", type: "nominal" as const, title: "nodes read", sort: skews.map(readingName), legend },
  };
}

/** A row of panels for each of `series`, a column for each language. */
export function accuracyPlot(table: Table, series: readonly string[], p: Parameters): Plot {
  const values = named(table).filter((row) => Number(row.start) > 0);
  const { x, color } = timeAxis(p);
  const least = Math.floor(Math.min(...values.map((row) => Number(row.low))) / 10) * 10;
  const y = (field: string) => ({
    field,
    type: "quantitative" as const,
    title: "accuracy [%]",
    scale: { domain: [least, 100.5], nice: false },
  });
  return {
    name: "accuracy",
    title: "Accuracy against readout time",
    caption:
      "As designed: levels, no mismatch, every context. Drawn: mean over chips, bars: 95 % interval of the mean (bootstrap over chips). Calibrated: decoder refitted to each chip's own readings at rest.",
    spec: {
      data: { values: [...values] },
      facet: {
        column: { field: "language", type: "nominal", title: null, sort: [...p.languages] },
        row: { field: "chips", type: "nominal", title: null, sort: [...series] },
      },
      spec: {
        width: 300,
        height: 150,
        layer: [
          { mark: { type: "rule", opacity: 0.6 }, encoding: { x, y: y("low"), y2: { field: "high" }, color } },
          { mark: { type: "line", point: { filled: true, size: 26 } }, encoding: { x, y: y("mean"), color } },
        ],
      },
    },
  };
}

/** Below this, in LSB, nothing is drawn. */
const LEAST_DRAWN = 1e-3;

const lsb = (field: string) => ({
  field,
  type: "quantitative" as const,
  ...decades("distance from rest [LSB]", [LEAST_DRAWN, 1e3]),
});

export function distancePlot(table: Table, p: Parameters): Plot {
  const drawn = (cell: Cell | undefined) => (Number(cell) >= LEAST_DRAWN ? Number(cell) : null);
  const values = named(table)
    .filter((row) => Number(row.start) > 0)
    .map((row) => ({ ...row, most: drawn(row.most), median: drawn(row.median) }));
  const { x, color } = timeAxis(p);
  return {
    name: "distance",
    title: "How far from rest the nodes are when they are read",
    caption: `Of the farthest node: the largest over all contexts and chips (lines) and the median (points). Below ${LEAST_DRAWN} LSB nothing is drawn.`,
    spec: {
      data: { values: [...values] },
      facet: { column: { field: "language", type: "nominal", title: null, sort: [...p.languages] } },
      spec: {
        width: 300,
        height: 190,
        layer: [
          { mark: { type: "line", clip: true }, encoding: { x, y: lsb("most"), color } },
          { mark: { type: "point", filled: true, size: 18, clip: true }, encoding: { x, y: lsb("median"), color } },
        ],
      },
    },
  };
}
