import type { TopLevelSpec } from "vega-lite";
import { html, htmlTable, plain, trusted } from "../report/html.ts";
import { PAGE_STYLE } from "../report/page-style.ts";
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
    config: { aria: false, font: "system-ui, sans-serif", view: { stroke: "#c8ccd4" } },
  };
}

async function svgOf(spec: TopLevelSpec): Promise<string> {
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: "none", logLevel: vega.Error });
  const svg = await view.toSVG(); // the view has no timers or listeners to finalise before the text is complete
  view.finalize();
  return svg;
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
<div class="charts"><figure>${trusted(await svgOf(lossChart(result.losses)))}</figure></div>
<h2>Result</h2>
${htmlTable(columns, trainingRows(result))}
</body></html>
`;
}
