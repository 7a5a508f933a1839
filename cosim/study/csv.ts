import { SettleError } from "../../src/errors.ts";
import type { Cell, Row, Table } from "./study.ts";

/** Digits that are kept: more than any figure shows, fewer than another machine's `exp` could change. */
const DIGITS = 9;

function roundedCell(value: Cell | undefined, column: string, table: string): Cell {
  if (value === undefined)
    throw new SettleError("MISUSE", `a row of table "${table}" has no cell for column "${column}"`);
  if (typeof value !== "number") return value;
  if (!Number.isFinite(value))
    throw new SettleError("NOT_FINITE", `column "${column}" of table "${table}" is ${value}; write null for a gap`);
  return Number(value.toPrecision(DIGITS));
}

/** The rows as files hold them: in the order of the columns, rounded, each cell there. */
export const fileRows = ({ name, columns, rows }: Table): readonly Row[] =>
  rows.map((row) =>
    Object.fromEntries(columns.map((column) => [column.name, roundedCell(row[column.name], column.name, name)])),
  );

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** "crosspoints" or "settlingTime [ns]" */
export const heading = ({ name, unit }: Table["columns"][number]): string =>
  unit === "" || unit === "1" ? name : `${name} [${unit}]`;

/** RFC 4180 but for the line ends, which are plain newlines. */
export function csvText(table: Table): string {
  const lines = fileRows(table).map((row) =>
    Object.values(row)
      .map((cell) => quoted(cell === null ? "" : String(cell)))
      .join(","),
  );
  return `${[table.columns.map((column) => quoted(heading(column))).join(","), ...lines].join("\n")}\n`;
}
