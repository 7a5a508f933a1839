import type { Layout, Span } from "./layout.ts";

/**
 * The corners of an evaluation or a flow (see Corners), and the same `run` with each of them held on its branch: `modes` and
 * `at` are this element's stretches, in the order of `names`, and stay where they are.
 */
export interface ElementCorners<Run> {
  readonly names: readonly string[];
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  held(modes: Int8Array, at: Float64Array): Run;
}

/** A computed quantity. `run` reads and writes the flat array of all values and allocates nothing. */
export interface Evaluation {
  /** For messages: 'activation into "visible.activity"'. */
  readonly where: string;
  readonly reads: readonly Span[];
  readonly writes: readonly Span[];
  /** Whether the results are linear functions of what is read, at any frozen instant. */
  readonly linear: boolean;
  run(values: Float64Array): void;
  readonly corners?: ElementCorners<Evaluation["run"]> | undefined;
}

/**
 * A part of the derivative. First every "current" adds amperes to the slopes of nodes, then every "slope" turns currents
 * into V/s or writes its states' slopes. `slopes` is zeroed before.
 */
export interface Flow {
  readonly where: string;
  readonly reads: readonly Span[];
  readonly stage: "current" | "slope";
  run(values: Float64Array, slopes: Float64Array): void;
  readonly corners?: ElementCorners<Flow["run"]> | undefined;
}

/** What one line of a circuit description becomes once all names are known. */
export interface Bound {
  readonly evaluations?: readonly Evaluation[];
  readonly flows?: readonly Flow[];
}

/** Every element is a function of the layout: names are resolved once, at `build`. */
export type Element = (layout: Layout) => Bound;
