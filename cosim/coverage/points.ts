/** Where Verilator counts how often the RTL passes: a block, a case item, one side of a branch. */
export interface Point {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly kind: "line" | "branch";
  /** "if", "else", "case", ...: what begins here. */
  readonly what: string;
  /** The lines that pass as often as this point does, its own among them. */
  readonly lines: readonly number[];
  readonly count: number;
}

/** "52-53,55" -> 52, 53, 55. */
const numbersIn = (ranges: string): number[] =>
  ranges
    .split(",")
    .filter((range) => range !== "")
    .flatMap((range) => {
      const [first = 0, last = first] = range.split("-").map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });

/** One line of a file that `VerilatedCovContext::write` wrote ("SystemC::Coverage-3"), or undefined for any other. */
function pointOf(text: string): Point | undefined {
  if (!text.startsWith("C ")) return undefined;
  const fields = text.slice("C '".length, text.lastIndexOf("'")).split("\u0001");
  const values = Object.fromEntries(fields.map((field) => field.split("\u0002")));
  const { f: file = "", l = "", n = "", page = "", o: what = "", S: covers = "" } = values as Record<string, string>;
  const line = Number(l);
  return {
    file,
    line,
    column: Number(n),
    kind: page.startsWith("v_branch") ? "branch" : "line",
    what,
    lines: [...new Set([line, ...numbersIn(covers)])],
    count: Number(text.slice(text.lastIndexOf(" "))),
  };
}

/**
 * All points of some files of counts: a place counts once, however many instances, sizes and runs of it there were.
 * `nameOf` gives files that Verilator was handed under several names one name.
 */
export function mergedPoints(texts: readonly string[], nameOf: (file: string) => string): Point[] {
  const merged = new Map<string, Point>();
  for (const point of texts.flatMap((text) => text.split("\n").map((line) => pointOf(line)))) {
    if (point === undefined) continue;
    const file = nameOf(point.file);
    const key = `${file}:${point.line}:${point.column}:${point.what}`;
    merged.set(key, { ...point, file, count: point.count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged.values()];
}
