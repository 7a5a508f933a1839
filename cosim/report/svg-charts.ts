import type { TopLevelSpec } from "vega-lite";

/** vega writes sixteen digits; a hundredth of a pixel is enough. */
const shortened = (svg: string): string =>
  svg.replace(/ d="[^"]*"/g, (path) =>
    path.replace(/-?\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2)))),
  );

/**
 * Charts of one page as SVG text. vega takes two seconds to load, hence only when a page is made. Its counters for the names
 * of clip paths run on for as long as the program does: they are numbered anew, so that equal pages have equal bytes.
 */
export class SvgCharts {
  private readonly names = new Map<string, string>();

  /** `prefix` begins the names of the charts' parts, which must differ within a page. */
  constructor(private readonly prefix = "chart") {}

  async draw(spec: TopLevelSpec): Promise<string> {
    const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
    const view = new vega.View(vega.parse(compile(spec).spec), { renderer: "none", logLevel: vega.Error });
    const svg = await view.toSVG(); // the view has no timers or listeners to finalise before the text is complete
    view.finalize();
    return this.renamed(shortened(svg));
  }

  private renamed(svg: string): string {
    const inThisChart = new Map<string, string>();
    return svg.replace(/\b(clip|gradient_)\d+\b/g, (name) => {
      const known = inThisChart.get(name) ?? `${this.prefix}-part-${this.names.size + 1}`;
      if (!inThisChart.has(name)) this.names.set(known, name);
      inThisChart.set(name, known);
      return known;
    });
  }
}
