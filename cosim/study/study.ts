import type { TopLevelSpec } from "vega-lite";
import type { z } from "zod";
import type { RandomSource } from "../../src/random.ts";
import type { Check } from "../bench/test-api.ts";

/** null is "not measured": an empty cell of the CSV, a gap of the plot. NaN and infinities are refused. */
export type Cell = number | string | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

export interface Column {
  /** Key of the rows, letters and digits: "settlingTime". */
  readonly name: string;
  /** "ns", "1" for a pure number, "" for words */
  readonly unit: string;
  readonly meaning: string;
}

export interface Table {
  /** Also the file's: <name>.csv. */
  readonly name: string;
  readonly title: string;
  readonly columns: readonly Column[];
  /** One cell for each column. */
  readonly rows: readonly Row[];
}

export interface Plot {
  /** Also the file's: <name>.svg. */
  readonly name: string;
  /** What the reader is to see, in one line. */
  readonly title: string;
  /** Below the figure: what lines, points and bars are. */
  readonly caption: string;
  /** Vega-Lite with its values inline. STUDY_STYLE is added where the spec has no `config`. */
  readonly spec: TopLevelSpec;
}

export interface StudyOutcome {
  readonly tables: readonly Table[];
  readonly plots: readonly Plot[];
  /** Made with `judged`; the command fails when one does not hold. */
  readonly checks: readonly Check[];
  /** What the figures do and do not show: assumptions, sources, what was left out. */
  readonly notes: readonly string[];
}

/** What a study is given beside its parameters. */
export interface StudyRun {
  readonly seed: number;
  /** seededRandom(seed): every draw of the study comes from it. */
  readonly random: RandomSource;
  /**
   * How far it has come, for people; await it every second or so. Gives the event loop a turn and throws INTERRUPTED once the
   * user wants to stop.
   */
  progress(done: number, total: number, what: string): Promise<void>;
}

/** A figure and the computation behind it: the same parameters and seed give the same outcome, bit for bit. */
export interface Study<Shape extends z.ZodObject = z.ZodObject> {
  /** As in `settle study <name>`. */
  readonly name: string;
  /** One line for the list. */
  readonly summary: string;
  /** Zod object whose fields all have a default and a description with the unit. The defaults take under three minutes. */
  readonly parameters: Shape;
  /** `--quick`: parameters of a run of seconds, for a first look and for tests. `--set` goes before it. */
  readonly quick: z.input<Shape>;
  run(parameters: z.output<Shape>, run: StudyRun): Promise<StudyOutcome>;
}

export const defineStudy = <Shape extends z.ZodObject>(study: Study<Shape>): Study<Shape> => study;
