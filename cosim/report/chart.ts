import type { Config, TopLevelSpec } from "vega-lite";
import type { Trace } from "./trace.ts";

const TIME_UNITS = [
  ["s", 1e12],
  ["ms", 1e9],
  ["us", 1e6],
  ["ns", 1e3],
  ["ps", 1],
] as const;

/** The largest unit in which the length is 1 or more. */
export function timeUnit(length_ps: number): readonly [name: string, scale: number] {
  return TIME_UNITS.find(([, scale]) => length_ps >= scale) ?? ["ps", 1];
}

const extent = (traces: readonly Trace[]) => {
  const times = traces.flatMap(({ t_ps }) => [t_ps[0] ?? 0, t_ps.at(-1) ?? 0]);
  return { start: Math.min(...times), end: Math.max(...times) };
};

function quantity(unit: string): string {
  if (unit === "V") return "voltage";
  return unit === "A" ? "current" : "value";
}

function axisTitle(traces: readonly Trace[]): string {
  const unit = traces[0]?.unit ?? "1";
  const what = traces.length === 1 ? (traces[0]?.name ?? "") : quantity(unit);
  return unit === "1" ? what : `${what} [${unit}]`;
}

/** Up to ten lines get distinct hues; more get one scale from dark to light, since hues would repeat. */
const colours = (count: number) => ({ scheme: count <= 10 ? ("tableau10" as const) : ("turbo" as const) });

/** The look of every chart. */
export const CHART_STYLE: Config = {
  aria: false,
  font: "system-ui, sans-serif",
  view: { stroke: "#c8ccd4" },
  axis: {
    gridColor: "#eceef2",
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: 500,
    domain: false,
    tickColor: "#c8ccd4",
  },
  legend: { labelFontSize: 11 },
};

/** Lines over the time since the first point of the panel. All traces have one unit. */
export function lineChart(traces: readonly Trace[]): TopLevelSpec {
  const { start, end } = extent(traces);
  const [unit, scale] = timeUnit(end - start);
  const values = traces.flatMap(({ name, t_ps, values: v }) =>
    t_ps.map((t, n) => ({ time: (t - start) / scale, value: v[n] ?? null, name })),
  );
  const names = traces.map(({ name }) => name);
  return {
    width: 370,
    height: 210,
    padding: 4,
    data: { values },
    mark: { type: "line", strokeWidth: 1.6, strokeJoin: "round", interpolate: "linear" },
    encoding: {
      x: {
        field: "time",
        type: "quantitative",
        title: `time [${unit}]`,
        scale: { nice: false },
        axis: { tickCount: 6 },
      },
      y: {
        field: "value",
        type: "quantitative",
        title: axisTitle(traces),
        scale: { zero: false },
        axis: { tickCount: 5, minExtent: 34 },
      },
      color: {
        field: "name",
        type: "nominal",
        sort: names,
        scale: { ...colours(names.length), domain: names },
        legend: names.length > 1 ? { title: null, symbolStrokeWidth: 3, symbolType: "stroke" } : null,
      },
    },
    config: CHART_STYLE,
  };
}
