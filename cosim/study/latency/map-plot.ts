import type { TopLevelSpec } from "vega-lite";
import type { Seconds } from "../../../src/units.ts";
import { decades, quantity } from "../axes.ts";
import type { Plot, Row } from "../study.ts";
import type { Measured } from "./measured.ts";
import { leastAmplifier } from "./rule.ts";

type Pair = readonly [low: number, high: number];

/** Of the map: values of both axes, ascending, and the borders of it all. */
interface Grid {
  readonly gbws: readonly number[];
  readonly slews: readonly number[];
  readonly gbwRange: Pair;
  readonly slewRange: Pair;
}

/** Borders of a cell: half way to its neighbours, on a logarithmic scale. `values` are two or more. */
function bordersOf(values: readonly number[], at: number): Pair {
  const step = (k: number) => Math.sqrt((values[k + 1] ?? 1) / (values[k] ?? 1));
  const k = values.indexOf(at);
  const last = values.length - 1;
  return [at / step(Math.max(0, k - 1)), at * step(Math.min(last - 1, k))];
}

const distinct = (rows: readonly Row[], column: string): number[] =>
  [...new Set(rows.map((row) => Number(row[column])))].sort((a, b) => a - b);

const whole = (values: readonly number[]): Pair => [
  bordersOf(values, values[0] ?? 1)[0],
  bordersOf(values, values.at(-1) ?? 1)[1],
];

function gridOf(map: readonly Row[]): Grid {
  const [gbws, slews] = [distinct(map, "gainBandwidth"), distinct(map, "slewRate")];
  return { gbws, slews, gbwRange: whole(gbws), slewRange: whole(slews) };
}

/** A cell for each row, latency in us. */
const cellsOf = (rows: readonly Row[], { gbws, slews }: Grid): Row[] =>
  rows.map((row) => {
    const [left, right] = bordersOf(gbws, Number(row.gainBandwidth));
    const [low, high] = bordersOf(slews, Number(row.slewRate));
    return { left, right, low, high, latency: Number(row.latency) / 1e3 };
  });

const within = (value: unknown, [low, high]: Pair): boolean => Number(value) > low && Number(value) < high;

const LEGEND_TICKS = [0.3, 0.5, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];

function heat(cells: readonly Row[], { gbwRange, slewRange }: Grid): object {
  const latencies = cells.map((cell) => Number(cell.latency));
  const domain: Pair = [Math.min(...latencies), Math.max(...latencies)];
  const values = LEGEND_TICKS.filter((tick) => within(tick, domain));
  const legend = { title: "latency [µs]", gradientLength: 220, values, format: "~g" };
  return {
    data: { values: cells },
    mark: { type: "rect" },
    encoding: {
      x: quantity("left", decades("gain-bandwidth product [MHz]", gbwRange)),
      x2: { field: "right" },
      y: quantity("low", decades("slew rate [V/µs]", slewRange)),
      y2: { field: "high" },
      color: quantity("latency", {
        scale: { type: "log", scheme: "viridis", reverse: true, domain: [...domain] },
        legend,
      }),
    },
  };
}

const AT = { x: quantity("gainBandwidth"), y: quantity("slewRate") };

/** Published amplifiers: circles with their names. */
function circles(published: readonly Row[], { gbwRange, slewRange }: Grid): readonly object[] {
  const values = published
    .filter((row) => row.rc === "chip" && within(row.gainBandwidth, gbwRange) && within(row.slewRate, slewRange))
    .map((row) => ({ ...row, label: String(row.name).replace(/, .*/, "") }));
  const circle = { type: "circle", size: 46, color: "#ffffff", stroke: "#000000", strokeWidth: 1.2, opacity: 1 };
  // Below its circle where the one of a neighbour would run into it.
  const text = { type: "text", dy: { expr: "datum.label === 'folded cascode' ? 16 : -11" }, fontSize: 10.5 };
  const halo = { ...text, color: "#ffffff", stroke: "#ffffff", strokeWidth: 3, opacity: 0.75 };
  const label = { ...AT, text: { field: "label", type: "nominal" } };
  return [
    { data: { values }, mark: circle, encoding: AT },
    { data: { values }, mark: halo, encoding: label },
    { data: { values }, mark: { ...text, color: "#000000" }, encoding: label },
  ];
}

/** From where on, right and up, the rule allows the chip's time constants. */
function ruleLines({ rule, tau }: Measured, ahead: number, { gbwRange, slewRange }: Grid): readonly object[] {
  const least = leastAmplifier({ ...rule, ahead }, tau.hidden);
  const [gainBandwidth, slewRate] = [least.gainBandwidth / 1e6, least.slewRate / 1e6];
  if (!within(gainBandwidth, gbwRange) || !within(slewRate, slewRange)) return [];
  const data = { values: [{ gainBandwidth, slewRate, right: gbwRange[1], high: slewRange[1] }] };
  const mark = { type: "rule", strokeDash: [6, 4], color: "#b0004b", strokeWidth: 1.8 };
  return [
    { data, mark, encoding: { ...AT, y2: { field: "high" } } },
    { data, mark, encoding: { ...AT, x2: { field: "right" } } },
  ];
}

const ns = (tau: Seconds): string => `${(tau * 1e9).toFixed(0)} ns`;

/** Latency over slew rate and gain-bandwidth product, with the chip's time constants and with those of the rule. */
export function mapPlot(found: Measured, ahead: number): Plot {
  const { map, published, tau } = found;
  const grid = gridOf(map);
  const panel = (rc: string, title: string, lines: readonly object[]) => {
    const cells = cellsOf(
      map.filter((row) => row.rc === rc),
      grid,
    );
    return { width: 330, height: 310, title, layer: [heat(cells, grid), ...lines, ...circles(published, grid)] };
  };
  const hconcat = [
    panel("chip", `chip's time constants: ${ns(tau.visible)}, ${ns(tau.hidden)}`, ruleLines(found, ahead, grid)),
    panel("tenth", "least time constants of the rule", []),
  ];
  return {
    name: "latency-map",
    title: "Latency of an inference over slew rate and gain-bandwidth product",
    caption:
      "Until every visible node of the slowest prompt is within half an LSB of its late readout. Left: above and right of the dashed lines the rule allows the chip's time constants. Right: time constants as short as the rule allows. Circles: published amplifiers, see published.csv. The colour scales differ.",
    // A layer of objects of many shapes, which vega-lite's types cannot follow; its own compiler checks it.
    spec: {
      hconcat,
      bounds: "flush",
      spacing: 150,
      resolve: { scale: { color: "independent" } },
    } as unknown as TopLevelSpec,
  };
}
