import type { TopLevelSpec } from "vega-lite";
import { CHART_STYLE } from "../report/chart.ts";
import { html, htmlTable, plain, trusted } from "../report/html.ts";
import { PAGE_STYLE } from "../report/page-style.ts";
import { SvgCharts } from "../report/svg-charts.ts";
import { type TrainedFile, trainingCommand, type TrainingOrder } from "../weights/from-training.ts";
import { trainingRows } from "./train-command.ts";

/** Points of the plot; more would be finer than a pixel. */
const POINTS = 600;

/** Loss over epochs: each epoch's own, thinned, and on a logarithmic scale because it falls over decades. */
function lossChart(losses: readonly number[]): TopLevelSpec {
  const every = Math.max(1, Math.ceil(losses.length / POINTS));
  const values = losses.map((loss, n) => ({ epoch: n + 1, loss })).filter((_, n) => n % every === 0);
  return {
    width: 720,
    height: 300,
    padding: 4,
    data: { values },
    mark: { type: "line", strokeWidth: 1.4 },
    encoding: {
      x: { field: "epoch", type: "quantitative", title: "epoch", scale: { nice: false } },
      y: { field: "loss", type: "quantitative", title: "cross entropy on drawn chips [nat]", scale: { type: "log" } },
    },
    config: CHART_STYLE,
  };
}

/** One page, offline: the loss, and what came of it. */
export async function trainingPage(order: TrainingOrder, result: TrainedFile): Promise<string> {
  const columns = [{ title: "" }, { title: "trained" }, { title: "tiled start with a ridge decoder, untrained" }];
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${plain(`settle train ${order.task.name}`)}</title>
<style>${trusted(PAGE_STYLE)}</style></head><body>
<header><h1>${plain(order.task.name)}</h1></header>
<p class="facts">${plain(order.task.summary)}</p>
<pre>${plain(trainingCommand(order))}</pre>
<h2>Loss</h2>
<div class="charts"><figure>${trusted(await new SvgCharts().draw(lossChart(result.losses)))}</figure></div>
<h2>Result</h2>
${htmlTable(columns, trainingRows(result))}
</body></html>
`;
}
