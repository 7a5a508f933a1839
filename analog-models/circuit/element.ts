import type { Instruction } from "../kernel/opcodes.ts";
import type { Layout, Span } from "./layout.ts";

/**
 * The corners of an evaluation or a flow (see Corners), and the same `run` with each of them held on its branch: `modes` and
 * `at` are this element's stretches, in the order of `names`, and stay where they are.
 */
export interface ElementCorners<Run> {
  readonly names: readonly string[];
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  held(modes: Int8Array, at: Float64Array): Runnable<Run>;
}

/** What does the work, in two forms that give the same bits: a function, and an instruction for the kernel where there is one. */
export interface Runnable<Run> {
  readonly run: Run;
  readonly instruction?: Instruction | undefined;
}

/** A computed quantity. `run` reads and writes the flat array of all values and allocates nothing. */
export interface Evaluation {
  /** For messages: 'activation into "visible.activity"'. */
  readonly where: string;
  readonly reads: readonly Span[];
  readonly writes: readonly Span[];
  /** Whether the results are linear functions of what is read, at any frozen instant. */
  readonly linear: boolean;
  /**
   * "elementwise": the k-th result depends on the k-th of everything that is read, and on nothing else. "pairwise": what is in
   * writes[j] depends on all of reads[j], and on nothing else. When absent: all on all.
   */
  readonly dependence?: "elementwise" | "pairwise" | undefined;
  run(values: Float64Array): void;
  readonly instruction?: Instruction | undefined;
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
  /** The k-th part of what flows is linear in the k-th of everything that is read, and goes to those of them that are nodes. */
  readonly linear?: boolean;
  run(values: Float64Array, slopes: Float64Array): void;
  readonly instruction?: Instruction | undefined;
  /** Brings up to date what `run` or the instruction reads beside the values; called before either. */
  readonly prepare?: (() => void) | undefined;
  readonly corners?: ElementCorners<Flow["run"]> | undefined;
}

/** What one line of a circuit description becomes once all names are known. */
export interface Bound {
  readonly evaluations?: readonly Evaluation[];
  readonly flows?: readonly Flow[];
}

/** Every element is a function of the layout: names are resolved once, at `build`. */
export type Element = (layout: Layout) => Bound;
