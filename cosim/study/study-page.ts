import { type Html, html, htmlTable, plain, trusted } from "../report/html.ts";
import { PAGE_STYLE } from "../report/page-style.ts";
import { checksSection, parametersSection } from "../report/sections.ts";
import { shortNumber } from "../report/short-number.ts";
import { heading } from "./csv.ts";
import type { Cell, StudyOutcome, Table } from "./study.ts";
import type { DrawnPlot, StudyOrder } from "./study-files.ts";

/** Longer tables are folded away. */
const MOST_OPEN_ROWS = 16;

export const cellText = (cell: Cell | undefined): string =>
  typeof cell === "number" ? shortNumber(cell) : String(cell ?? "");

function tableSection(table: Table): Html {
  const { columns, rows, title } = table;
  const heads = columns.map((column) => ({ title: heading(column), numeric: column.unit !== "" }));
  const body = htmlTable(
    heads,
    rows.map((row) => columns.map(({ name }) => cellText(row[name]))),
  );
  const meanings = columns.map((column) => html`<li><b>${plain(column.name)}</b> ${plain(column.meaning)}</li>`);
  const whole = html`<div class="scroll">${body}</div><ul class="facts">${meanings}</ul>`;
  const shown =
    rows.length <= MOST_OPEN_ROWS ? whole : html`<details><summary>${rows.length} rows</summary>${whole}</details>`;
  return html`<h3>${plain(`${title} (${table.name}.csv)`)}</h3>${shown}\n`;
}

const plotSection = ({ plot, svg }: DrawnPlot): Html =>
  html`<h3>${plain(plot.title)}</h3>
<div class="charts"><figure role="img" aria-label="${plain(plot.title)}">${trusted(svg)}</figure></div>
<p class="facts">${plain(plot.caption)}</p>\n`;

/** study.html: one file that needs no network. */
export function studyPage(order: StudyOrder, outcome: StudyOutcome, plots: readonly DrawnPlot[]): string {
  const { study, seed, parameters, command } = order;
  const { checks, notes, tables } = outcome;
  const status = checks.every(({ passed }) => passed) ? "passed" : "failed";
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${plain(`settle study ${study.name}`)}</title><style>${trusted(PAGE_STYLE)}</style></head>
<body>
<header><h1>${plain(study.name)}</h1><span class="verdict ${plain(status)}">${plain(status)}</span></header>
<p class="facts">${plain(study.summary)} · seed <b>${seed}</b></p>
<pre>${plain(command)}</pre>
<h2>Figures</h2>${plots.map(plotSection)}
<h2>Checks</h2>${checksSection(checks)}
<h2>Notes</h2><ul>${notes.map((note) => html`<li>${plain(note)}</li>`)}</ul>
<h2>Tables</h2>${tables.map(tableSection)}
<h2>Parameters</h2>${parametersSection(parameters)}
</body>
</html>
`;
}
