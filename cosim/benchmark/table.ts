import type { Measurement } from "./measure.ts";
import type { Bar, Ratio } from "./ratio.ts";
import type { GroupResult } from "./suite.ts";

const engineering = new Intl.NumberFormat("en", { maximumSignificantDigits: 4, notation: "engineering" });
const number = (value: number): string =>
  engineering
    .format(value)
    .replace("E0", "")
    .replace(/E(-?\d+)/, "e$1");

const barText = (bar: Bar): string => ("atMost" in bar ? `<= ${number(bar.atMost)}` : `>= ${number(bar.atLeast)}`);

/** Everything as text, one group after the other. */
export const renderTables = (groups: readonly GroupResult[]): string => groups.map(renderGroup).join("\n\n");

function renderGroup({ name, measurements, ratios }: GroupResult): string {
  const lines = aligned([["", "median", "least .. most", "each"], ...measurements.map(measurementRow)]);
  const judged = ratios.length === 0 ? [] : aligned([["", "median", "least .. most", "bar"], ...ratios.map(ratioRow)]);
  const remarks = measurements.flatMap(({ name: subject, remark }) =>
    remark === undefined ? [] : [`${subject}: ${remark}`],
  );
  return [name, ...[...lines, ...judged, ...remarks].map((line) => `  ${line}`)].join("\n");
}

const measurementRow = ({ name, unit, median, least, most }: Measurement): readonly string[] => [
  name,
  `${number(median)} ${unit}s/s`,
  `${number(least)} .. ${number(most)}`,
  `${number(1e6 / median)} us`,
];

const ratioRow = ({ name, unit, median, least, most, bar, met }: Ratio): readonly string[] => [
  name,
  unit === "x" ? number(median) : `${number(median)} ${unit}`,
  `${number(least)} .. ${number(most)}`,
  bar === undefined ? "" : `${barText(bar)}${met === true ? "" : "  MISSED"}`,
];

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
