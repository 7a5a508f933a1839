import { relative } from "node:path";
import type { ConverterRow } from "../../src/lockstep/converters/converter.ts";
import { foldedConverters } from "../report/converter-rows.ts";
import { measuredText, shortNumber, unitText } from "../report/short-number.ts";
import type { ParameterRow } from "../run/parameter-texts.ts";
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

export function checksTable(checks: RunResult["checks"]): readonly string[] {
  if (checks.length === 0) return [];
  // Hundreds of equal lines hide the one that matters: all that failed, and the last of those that passed.
  const failed = checks.filter(({ passed }) => !passed);
  const shown = checks.length <= 24 ? checks : failed.slice(0, 40);
  const left = checks.length - shown.length;
  const rows = shown.map(({ name, passed, measured, bound, unit }) => [
    passed ? "ok" : "FAILED",
    name,
    measuredText(measured, bound),
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

/**
 * "passed: 130 of 130 checks held, runs/hamming-0123456789". A run that did not end says so first: what held until then
 * says little.
 */
function verdict({ status, checks, error }: RunResult, place: string): string {
  const held = checks.filter(({ passed }) => passed).length;
  const count = `${held} of ${checks.length} checks`;
  if (error === undefined) return `${status}: ${count} held, ${place}`;
  return `${status}: the run did not end: ${error.code}: ${error.message}\n${count} had held, ${place}`;
}

/** `folder` is where the run really lies. */
export function placeOf(folder: string): string {
  const near = relative(process.cwd(), folder);
  return near.startsWith("..") ? folder : near || ".";
}

/** The last line of the summary, alone. */
export const runVerdict = (result: RunResult, folder: string): string => verdict(result, placeOf(folder));

export const runSummary = (result: RunResult, folder: string): string =>
  [...checksTable(result.checks), ...figuresTable(result), runVerdict(result, folder)].join("\n");
