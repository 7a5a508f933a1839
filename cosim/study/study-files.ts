import { SvgCharts } from "../report/svg-charts.ts";
import { STUDY_STYLE } from "./axes.ts";
import { csvText, fileRows } from "./csv.ts";
import type { Plot, Study, StudyOutcome } from "./study.ts";
import { studyPage } from "./study-page.ts";

/** What was run: enough to run it again. */
export interface StudyOrder {
  readonly study: Pick<Study, "name" | "summary">;
  readonly seed: number;
  /** Every parameter after defaults. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** "settle study settling --seed 1 ..." */
  readonly command: string;
}

export interface DrawnPlot {
  readonly plot: Plot;
  /** One SVG file; its names begin with the plot's, so that several fit into one page. */
  readonly svg: string;
}

const drawn = async (plot: Plot): Promise<DrawnPlot> => ({
  plot,
  svg: await new SvgCharts(plot.name).draw({ config: STUDY_STYLE, ...plot.spec }),
});

/** One row to a line: a table of numbers, and a diff that can be read. */
const oneLine = (rows: readonly unknown[]): string =>
  `[\n      ${rows.map((row) => JSON.stringify(row)).join(",\n      ")}\n    ]`;

function jsonText({ study, seed, parameters, command }: StudyOrder, { tables, checks, notes }: StudyOutcome): string {
  const head = { study: study.name, summary: study.summary, command, seed, parameters, checks, notes };
  const texts = tables.map(({ name, title, columns, rows }) => {
    const body = `"title": ${JSON.stringify(title)},\n    "columns": ${oneLine(columns)},\n    "rows": `;
    return `  ${JSON.stringify(name)}: {\n    ${body}${oneLine(fileRows({ name, title, columns, rows }))}\n  }`;
  });
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "tables": {\n${texts.join(",\n")}\n  }\n}\n`;
}

/** Name and text of every file that a study leaves. Equal arguments give equal bytes. */
export async function studyFiles(order: StudyOrder, outcome: StudyOutcome): Promise<ReadonlyMap<string, string>> {
  const plots: DrawnPlot[] = [];
  for (const plot of outcome.plots) plots.push(await drawn(plot));
  return new Map([
    ["command", `${order.command}\n`],
    ["data.json", jsonText(order, outcome)],
    ...outcome.tables.map((table) => [`${table.name}.csv`, csvText(table)] as const),
    ...plots.map(({ plot, svg }) => [`${plot.name}.svg`, svg] as const),
    ["study.html", studyPage(order, outcome, plots)],
  ]);
}
