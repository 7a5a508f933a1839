import type { Plot, Row, Table } from "../study.ts";
import { POOR_TEXT } from "./measured.ts";
import { SWEEP_TITLES } from "./sweeps.ts";
import { DECODERS } from "./tables.ts";

const legend = { orient: "top" as const, direction: "horizontal" as const, symbolOpacity: 1 };
const color = { field: "language", type: "nominal" as const, title: "language", legend };
const decoder = { field: "decoder", type: "nominal" as const, title: "decoder", sort: null, legend };
const dash = {
  ...decoder,
  scale: {
    domain: [...DECODERS],
    range: [
      [4, 3],
      [1, 0],
    ],
  },
};

/** The y axis from a round number below all values to 100 %. */
const percents = (rows: readonly Row[], field: string, title: string) => ({
  field,
  type: "quantitative" as const,
  title,
  scale: { domain: [Math.floor(Math.min(...rows.map((row) => Number(row.low))) / 10) * 10, 100.5], nice: false },
});

/** Mean and interval over one deviation; dashed as shipped, full after calibration. */
function panel(rows: readonly Row[], sweep: string, values: readonly Row[]) {
  const x = {
    field: "value",
    type: "quantitative" as const,
    title: sweep,
    scale: { zero: false },
    axis: { values: [...new Set(values.map((row) => Number(row.value)))], labelExpr: "datum.value" },
  };
  const y = percents(rows, "mean", "accuracy [%]");
  return {
    width: 210,
    height: 170,
    data: { values: [...values] },
    layer: [
      {
        mark: { type: "rule" as const, opacity: 0.6 },
        encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
      },
      { mark: { type: "line" as const }, encoding: { x, y, color, strokeDash: dash } },
      {
        mark: { type: "point" as const, size: 34, filled: true, opacity: 1 },
        encoding: { x, y, color, shape: { ...decoder, scale: { domain: [...DECODERS], range: ["square", "circle"] } } },
      },
    ],
  };
}

export function sweepPlot({ rows }: Table): Plot {
  return {
    name: "sweeps",
    title: "Accuracy of drawn chips, one deviation at a time",
    caption:
      "Mean over chips, bars: 95 % interval of the mean (bootstrap over chips). Every chip has 8-bit levels and 1 % mismatch unless its panel varies them; deviations are standard deviations.",
    spec: {
      columns: 3,
      concat: Object.values(SWEEP_TITLES).map((title) =>
        panel(
          rows,
          title,
          rows.filter((row) => row.sweep === title),
        ),
      ),
    },
  };
}

const share = (field: string) => ({
  field,
  type: "quantitative" as const,
  title: "chips without a mistake [%]",
  scale: { domain: [0, 100] },
});

export function calibrationPlot({ rows }: Table): Plot {
  const x = {
    field: "contexts",
    type: "ordinal" as const,
    title: "contexts that the calibration reads; 0: as shipped",
    axis: { labelAngle: 0 },
  };
  return {
    name: "calibration",
    title: "Poor chips without a single mistake after calibration",
    caption: `Part of the chips; bars: 95 % interval (Wilson). ${POOR_TEXT}`,
    spec: {
      width: 360,
      height: 210,
      data: { values: [...rows] },
      layer: [
        {
          mark: { type: "rule", opacity: 0.6 },
          encoding: { x, y: share("faultlessLow"), y2: { field: "faultlessHigh" }, color },
        },
        { mark: { type: "line", point: { filled: true, size: 40 } }, encoding: { x, y: share("faultless"), color } },
      ],
    },
  };
}
