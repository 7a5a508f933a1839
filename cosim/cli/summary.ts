import { relative } from "node:path";
import type { ConverterRow } from "../../src/lockstep/converters/converter.ts";
import { foldedConverters } from "../report/converter-rows.ts";
import { shortNumber, unitText } from "../report/short-number.ts";
import type { ParameterRow } from "../run/parameters.ts";
import type { RunResult } from "../bench/result.ts";
import { textTable } from "./text-table.ts";

export function converterTable(rows: readonly ConverterRow[]): string {
  const heading = ["converter", "kind", "from", "to", "timing"];
  const cells = foldedConverters(rows).map(({ name, kind, from, to, timing }) => [name, kind, from, to, timing]);
  return textTable([heading, ...cells]);
}

export function parameterTable(rows: readonly ParameterRow[]): string {
  const heading = ["parameter", "default", "type", "bounds", "meaning"];
  const cells = rows.map((row) => [row.name, JSON.stringify(row.default), row.type, row.bounds, row.description]);
  return textTable([heading, ...cells]);
}

const measuredText = (measured: number | string | boolean): string =>
  typeof measured === "number" ? shortNumber(measured) : String(measured);

function checksTable({ checks }: RunResult): readonly string[] {
  if (checks.length === 0) return [];
  // Hundreds of equal lines hide the one that matters: all that failed, and the last of those that passed.
  const failed = checks.filter(({ passed }) => !passed);
  const shown = checks.length <= 24 ? checks : failed.slice(0, 40);
  const left = checks.length - shown.length;
  const rows = shown.map(({ name, passed, measured, bound, unit }) => [
    passed ? "ok" : "FAILED",
    name,
    measuredText(measured),
    bound,
    unitText(unit),
  ]);
  const rest = left > 0 ? [`  ... and ${left} more in result.json`] : [];
  return rows.length > 0 ? [textTable(rows), ...rest] : rest;
}

function figuresTable({ figures }: RunResult): readonly string[] {
  const rows = Object.entries(figures).map(([name, { value, unit }]) => [name, shortNumber(value), unitText(unit)]);
  return rows.length > 0 ? [textTable(rows)] : [];
}

/** "passed: 130 of 130 checks, runs/hamming-0123456789/report.html" */
function verdict({ status, checks, error }: RunResult, place: string): string {
  const held = checks.filter(({ passed }) => passed).length;
  const reason = error === undefined ? "" : `\n${error.code}: ${error.message}`;
  return `${status}: ${held} of ${checks.length} checks held, ${place}${reason}`;
}

/** `folder` is where the run really lies. */
export function runSummary(result: RunResult, folder: string): string {
  const near = relative(process.cwd(), folder);
  const place = near.startsWith("..") ? folder : near || ".";
  return [...checksTable(result), ...figuresTable(result), verdict(result, place)].join("\n");
}
