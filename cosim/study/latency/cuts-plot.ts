import type { TopLevelSpec } from "vega-lite";
import { decades, quantity, series } from "../axes.ts";
import type { Plot, Row } from "../study.ts";
import type { Measured } from "./measured.ts";

const LINES = [
  "chip's time constants, settled",
  "chip's time constants, decided",
  "least of the rule, k = 10, settled",
  "least of the rule, k = 1, settled",
] as const;

type Axis = "gainBandwidth" | "slewRate";

/** What one row of the map has to say: lines and times [us]. */
function pointsOf({ rc, latency, decided }: Row): readonly { readonly line: string; readonly us: number }[] {
  const us = Number(latency) / 1e3;
  if (rc === "tenth") return [{ line: LINES[2], us }];
  if (rc === "equal") return [{ line: LINES[3], us }];
  return [
    { line: LINES[0], us },
    { line: LINES[1], us: Number(decided) / 1e3 },
  ];
}

/** The rows of the map where `other` is largest. */
function cut(map: readonly Row[], other: Axis): readonly Row[] {
  const most = Math.max(...map.map((row) => Number(row[other])));
  return map.filter((row) => row[other] === most);
}

const around = (values: readonly number[]): [number, number] => [Math.min(...values) / 1.3, Math.max(...values) * 1.3];

/** Two cuts through the map, where the other figure does not limit, beside the textbook bound. */
export function cutsPlot({ map }: Measured): Plot {
  const [alongGbw, alongSlew] = [cut(map, "slewRate"), cut(map, "gainBandwidth")];
  const times = [...alongGbw, ...alongSlew].flatMap(pointsOf).map(({ us }) => us);
  const y = quantity("us", decades("latency [µs]", around(times)));
  const panel = (rows: readonly Row[], axis: Axis, title: string, orient?: "bottom") => {
    const x = quantity("at", decades(title, around(rows.map((row) => Number(row[axis])))));
    const values = rows.flatMap((row) => pointsOf(row).map((point) => ({ ...point, at: row[axis] ?? null })));
    const bounds = rows.filter(({ rc }) => rc === "tenth");
    const bound = bounds.map((row) => ({ at: row[axis] ?? null, us: Number(row.bound) / 1e3 }));
    const { color, shape } = series("line", LINES, orient);
    const dashed = { type: "line" as const, strokeDash: [2, 3], strokeWidth: 2.4, color: "#000000" };
    return {
      width: 340,
      height: 300,
      data: { values },
      layer: [
        { mark: { type: "line" as const, strokeWidth: 1.3 }, encoding: { x, y, color } },
        { data: { values: bound }, mark: dashed, encoding: { x, y } },
        { mark: { type: "point" as const, filled: true, size: 50, opacity: 1 }, encoding: { x, y, color, shape } },
      ],
    };
  };
  const spec: TopLevelSpec = {
    resolve: { scale: { color: "independent", shape: "independent" } },
    bounds: "flush", // or the widths that vega guesses for the legend push the panels apart
    spacing: 80,
    hconcat: [
      panel(alongGbw, "gainBandwidth", "gain-bandwidth product [MHz]", "bottom"),
      panel(alongSlew, "slewRate", "slew rate [V/µs]"),
    ],
  };
  return {
    name: "latency-cuts",
    title: "Latency beside the textbook bound, along the fastest row and column of the map",
    caption:
      "Slowest prompt. Settled: within half an LSB for good. Decided: the decoder's answer stays that of the late readout. Dotted: the textbook bound, settling with ideal amplifiers times the least time constant of the rule with k = 10.",
    spec,
  };
}
