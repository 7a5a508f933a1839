import type { Config } from "vega-lite";
import { CHART_STYLE } from "../report/chart.ts";

/** Hues that print and that the colour-blind tell apart: Okabe and Ito, "Color Universal Design", 2008. */
export const HUES = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#888888"] as const;

const INK = "#1b1f27";
const FRAME = "#444a55";

/** The look of every study's plot. */
export const STUDY_STYLE: Config = {
  ...CHART_STYLE,
  background: "#ffffff",
  font: "Helvetica, Arial, sans-serif",
  padding: 8,
  view: { stroke: null },
  axis: {
    gridColor: "#e8eaee",
    domainColor: FRAME,
    tickColor: FRAME,
    labelColor: INK,
    titleColor: INK,
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: 500,
    titlePadding: 8,
  },
  title: { fontSize: 13, fontWeight: 600, anchor: "start", offset: 8 },
  legend: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: 500, symbolStrokeWidth: 2, labelLimit: 340 },
  range: { category: [...HUES] },
};

/** One colour and one symbol for each of `names`, with a legend inside the plot or, in two columns, below it; or with none. */
export function series(
  field: string,
  names: readonly string[],
  orient?: "top-left" | "bottom-left" | "top-right" | "bottom",
) {
  const columns = orient === "bottom" ? 2 : 1;
  const legend = orient === undefined ? null : { title: null, orient, columns, labelLimit: 0, offset: 10 };
  const encoding = (range: readonly string[]) => ({
    field,
    type: "nominal" as const,
    scale: { domain: [...names], range: range.slice(0, names.length) },
    legend,
  });
  return { color: encoding(HUES), shape: encoding(SYMBOLS) };
}

const SYMBOLS = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "circle", "square"] as const;

/** A numeric channel; `axis` is what vega-lite takes beside field and type. */
export function quantity<Axis extends object>(
  field: string,
  axis?: Axis,
): { field: string; type: "quantitative" } & Partial<Axis> {
  return { field, type: "quantitative", ...axis } as { field: string; type: "quantitative" } & Partial<Axis>;
}

/** Of a logarithmic axis, beyond the outermost points. */
export const MARGIN = 1.35;

/** The domain of a logarithmic axis with all `values` inside. */
export const around = (values: readonly number[]): [number, number] => [
  Math.min(...values) / MARGIN,
  Math.max(...values) * MARGIN,
];

/**
 * A logarithmic axis labelled at the powers of ten alone, as 10ⁿ with -9 <= n <= 9. `domain`, in the unit of the axis, need not
 * begin at one.
 */
export function decades(title: string, domain: readonly [low: number, high: number]) {
  const exponent = "round(log(datum.value) / LN10)";
  return {
    title,
    scale: { type: "log" as const, domain: [...domain], nice: false },
    axis: {
      values: powersOfTen(domain),
      labelExpr: `'10' + (${exponent} < 0 ? '⁻' : '') + '⁰¹²³⁴⁵⁶⁷⁸⁹'[abs(${exponent})]`,
    },
  };
}

function powersOfTen([low, high]: readonly [number, number]): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => 10 ** (first + k));
}
