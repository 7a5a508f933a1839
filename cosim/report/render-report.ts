import type { ConverterRow } from "../../src/lockstep/converters/converter.ts";
import type { RunResult } from "../bench/result.ts";
import { lineChart, timeUnit } from "./chart.ts";
import { type Html, html, plain, trusted } from "./html.ts";
import { PAGE_STYLE } from "./page-style.ts";
import {
  checksSection,
  convertersSection,
  errorSection,
  figuresSection,
  hasWideValues,
  parametersSection,
} from "./sections.ts";
import { shortNumber } from "./short-number.ts";
import { SvgCharts } from "./svg-charts.ts";
import type { Trace } from "./trace.ts";

export interface ReportInput {
  readonly result: RunResult;
  /** The bench in one line. */
  readonly summary?: string;
  readonly converters: readonly ConverterRow[];
  /** Every parameter after defaults, solver tolerances included. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What TraceRecorder kept: signals, and the energy along the same panels. */
  readonly traces: readonly Trace[];
  readonly energy?: readonly Trace[];
  /** The largest error bound of all crossings; left out when nothing crossed. */
  readonly largestCrossingError_ps?: number;
  /** Lines for the reader, below the plots. */
  readonly notes?: readonly string[];
}

const grouped = <T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
};

/** One chart per unit: volts and amperes share no axis. */
async function panelCharts(panel: string, traces: readonly Trace[], charts: SvgCharts): Promise<Html> {
  const drawn: Html[] = [];
  for (const [unit, lines] of grouped(traces, (trace) => trace.unit)) {
    const described = `${lines.map(({ name }) => name).join(", ")} in ${unit} over time, ${panel}`;
    drawn.push(
      html`<figure role="img" aria-label="${plain(described)}">${trusted(await charts.draw(lineChart(lines)))}</figure>\n`,
    );
  }
  return html`<h3>${plain(panel)}</h3><div class="charts">${drawn}</div>\n`;
}

async function chartsSection({ traces, energy = [] }: ReportInput): Promise<Html> {
  const charts = new SvgCharts();
  const panels: Html[] = [];
  const drawable = [...traces, ...energy].filter(({ t_ps }) => t_ps.length > 1);
  // One after the other: the charts number their parts in the order in which they are made.
  for (const [panel, lines] of grouped(drawable, (trace) => trace.panel))
    panels.push(await panelCharts(panel, lines, charts));
  if (panels.length === 0) return html``;
  return html`<h2>Convergence</h2>\n${panels}`;
}

/** 119840.3 -> "119.84 ns" */
function lengthText(length_ps: number): string {
  const [unit, scale] = timeUnit(length_ps);
  return `${shortNumber(length_ps / scale)} ${unit}`;
}

function facts({ result, largestCrossingError_ps }: ReportInput): Html {
  const held = result.checks.filter(({ passed }) => passed).length;
  const verb = result.error === undefined ? html`held` : html`had held when the run ended early`;
  const crossing =
    largestCrossingError_ps === undefined
      ? html``
      : html` · crossings within <b>${plain(lengthText(largestCrossingError_ps))}</b> of the exact solution, by their error bounds`;
  return html`<p class="facts"><b>${held} of ${result.checks.length}</b> checks ${verb} · seed <b>${result.seed}</b>${crossing}</p>`;
}

function notesSection(notes: readonly string[]): Html {
  return notes.length === 0
    ? html``
    : html`<h2>Notes</h2><ul>${notes.map((note) => html`<li>${plain(note)}</li>`)}</ul>`;
}

/** report.html: one file that needs no network. The same input gives the same bytes. */
export async function renderReport(input: ReportInput): Promise<string> {
  const { result, converters, parameters, notes = [] } = input;
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${plain(`${result.bench}: ${result.status}`)}</title><style>${trusted(PAGE_STYLE)}</style></head>
<body>
<header><h1>${plain(result.bench)}</h1><span class="verdict ${plain(result.status)}">${plain(result.status)}</span></header>
<p class="facts">${plain(input.summary ?? "")}</p>
${facts(input)}
${errorSection(result)}
<div class="columns">
<section class="scroll ${plain(hasWideValues(result.checks) ? "wide" : "")}"><h2>Checks</h2>${checksSection(result.checks)}</section>
<section class="scroll"><h2>Figures</h2>${figuresSection(result.figures)}</section>
</div>
${await chartsSection(input)}
${notesSection(notes)}
<h2>Converters</h2>${convertersSection(converters)}
<div class="columns">
<section class="scroll"><h2>Parameters</h2>${parametersSection(parameters)}</section>
<section class="scroll"><h2>Run it again</h2><pre>${plain(result.command)}</pre></section>
</div>
</body>
</html>
`;
}
