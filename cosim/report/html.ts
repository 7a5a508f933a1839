const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** HTML that may be put into a page as it is. Only this module makes it from plain text. */
export type Html = string & { readonly __html: true };

const asHtml = (text: string): Html => text as Html;
const escaped = (text: string): Html => asHtml(text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c));

type Part = Html | readonly Html[] | number;
const isText = (part: Part | { readonly text: string }): part is { readonly text: string } =>
  typeof part === "object" && "text" in part;

/** Marks plain text for `html`, which escapes it. */
export const plain = (text: string): { readonly text: string } => ({ text });

/** A template whose values are Html already, numbers, or `plain` text that is escaped here. */
export function html(strings: TemplateStringsArray, ...parts: readonly (Part | { readonly text: string })[]): Html {
  const texts = parts.map((part) => {
    if (isText(part)) return escaped(part.text);
    return typeof part === "object" ? part.join("") : String(part);
  });
  return asHtml(strings.reduce((page, text, n) => page + (texts[n - 1] ?? "") + text));
}

/** For text that is HTML by construction: a style sheet of ours, an SVG of vega's. */
export const trusted = (text: string): Html => asHtml(text);

export interface Column {
  readonly title: string;
  readonly numeric?: boolean;
}

/** Longer ones are broken, so that a value of hundreds of bits does not push the rest out of sight. */
const LONGEST_UNBROKEN = 24;

/** Cells are plain text. `classes` gives a row its class. */
export function htmlTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  classes: (row: number) => string = () => "",
): Html {
  const kind = (c: number, cell = "") => {
    if (cell.length > LONGEST_UNBROKEN) return plain(columns[c]?.numeric ? "number long" : "long");
    return plain(columns[c]?.numeric ? "number" : "");
  };
  const head = columns.map(({ title }, c) => html`<th class="${kind(c)}">${plain(title)}</th>`);
  const body = rows.map((row, r) => {
    const cells = row.map((cell, c) => html`<td class="${kind(c, cell)}">${plain(cell)}</td>`);
    return html`<tr class="${plain(classes(r))}">${cells}</tr>\n`;
  });
  return html`<table><thead><tr>${head}</tr></thead><tbody>\n${body}</tbody></table>`;
}
