import type { ConverterRow } from "../../src/lockstep/converters/converter.ts";
import type { RunResult } from "../bench/result.ts";
import type { Check } from "../bench/test-api.ts";
import { type Html, html, htmlTable, plain } from "./html.ts";
import { foldedConverters } from "./converter-rows.ts";
import { measuredText, shortNumber, unitText } from "./short-number.ts";

/** As many checks as a reader takes in at a glance; the rest that held is folded away. */
const MOST_OPEN_CHECKS = 12;

const CHECK_COLUMNS = [
  { title: "" },
  { title: "check" },
  { title: "measured", numeric: true },
  { title: "bound", numeric: true },
  { title: "unit" },
];

function checksTable(checks: readonly Check[]): Html {
  const rows = checks.map(({ name, passed, measured, bound, unit }) => [
    passed ? "✓" : "✗ failed",
    name,
    measuredText(measured, bound),
    bound,
    unitText(unit),
  ]);
  return htmlTable(CHECK_COLUMNS, rows, (row) => (checks[row]?.passed ? "held" : "broken"));
}

/** Characters of a measured value above which the table of checks takes the width of the page. */
const WIDE_VALUE = 14;

export const hasWideValues = (checks: readonly Check[]): boolean =>
  checks.some(({ measured, bound }) => Math.max(measuredText(measured, bound).length, bound.length - 2) > WIDE_VALUE);

/** What failed comes first, in the order it was found. */
export function checksSection(checks: readonly Check[]): Html {
  if (checks.length === 0) return html`<p>The bench made no check.</p>`;
  const sorted = [...checks.filter(({ passed }) => !passed), ...checks.filter(({ passed }) => passed)];
  const failed = checks.filter(({ passed }) => !passed).length;
  const open = sorted.slice(0, Math.max(failed, MOST_OPEN_CHECKS));
  const folded = sorted.slice(open.length);
  if (folded.length === 0) return checksTable(open);
  return html`${checksTable(open)}
<details><summary>${folded.length} more that held</summary>${checksTable(folded)}</details>`;
}

export function figuresSection(figures: RunResult["figures"]): Html {
  const rows = Object.entries(figures).map(([name, { value, unit }]) => [name, shortNumber(value), unitText(unit)]);
  if (rows.length === 0) return html`<p>The bench recorded no figure.</p>`;
  return htmlTable([{ title: "figure" }, { title: "value", numeric: true }, { title: "unit" }], rows);
}

export function convertersSection(converters: readonly ConverterRow[]): Html {
  const columns = ["converter", "kind", "from", "to", "timing"].map((title) => ({ title }));
  const rows = foldedConverters(converters).map(({ name, kind, from, to, timing }) => [name, kind, from, to, timing]);
  return html`<div class="scroll">${htmlTable(columns, rows)}</div>`;
}

export function parametersSection(parameters: Readonly<Record<string, unknown>>): Html {
  const rows = Object.entries(parameters).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return htmlTable([{ title: "parameter" }, { title: "value" }], rows);
}

export function errorSection({ error }: RunResult): Html {
  return error === undefined ? html`` : html`<p class="reason"><b>${plain(error.code)}</b> ${plain(error.message)}</p>`;
}
