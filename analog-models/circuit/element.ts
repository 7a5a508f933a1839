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
  /** The same of a flow's `fast.solve`. */
  heldSolve?(modes: Int8Array, at: Float64Array): Runnable<Run>;
}

/** What does the work, in two forms that give the same bits: a function, and an instruction for the kernel where there is one. */
export interface Runnable<Run> {
  readonly run: Run;
  readonly instruction?: Instruction | undefined;
}

/**
 * Only results from the `first` to before the `end`-th have any weight, where the dependence is elementwise. `reach`, and the answer:
 * see SignalGradient.slopes.
 */
export type Adjoint = (
  values: Float64Array,
  weights: Float64Array,
  reach: number,
  first: number,
  end: number,
) => number;

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
  readonly run: (values: Float64Array) => void;
  readonly instruction?: Instruction | undefined;
  readonly corners?: ElementCorners<Evaluation["run"]> | undefined;
  /**
   * How the results depend on what is read, at the present values. `weights` says by place what a change there does to some signal
   * in the end: known for the results, it is added to for what is read.
   */
  readonly adjoint?: Adjoint | undefined;
  /**
   * Where the results bend no more than what is read and known sources do: turns bounds on the second time derivatives of what is
   * read, which lie in the places of the values, into such bounds for the results.
   */
  readonly bend?: ((bounds: Float64Array) => void) | undefined;
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
  /** Where the flow's states may be solved for one by one. */
  readonly fast?: FastFlow | undefined;
  /**
   * How fast the flow lets states relax at most, with the inputs in `values`: a "current" adds the conductances [S] at its
   * nodes, a "slope" turns those into 1/s or adds 1/s. Absent where that is not known; a flow with `fast` needs none.
   */
  addRates?(values: Float64Array, rates: Float64Array): void;
}

/** A flow whose states each relax to a goal that the flow's `reads` alone decide (FastStates). */
export interface FastFlow {
  /** The only states that the flow moves. */
  readonly states: Span;
  /** How fast the fastest of them relaxes at most [rad/s]. */
  fastest(): number;
  /**
   * On entry `values` has what is known of the states in their places; on return the states at the stage, and `slopes` has
   * their slopes. What ImplicitStage calls `reach` is in `layout.reach`.
   */
  readonly solve: Runnable<Flow["run"]>;
  /** See FastStates. */
  poles(slopes: Float64Array, out: Float64Array): void;
}

/** What one line of a circuit description becomes once all names are known. */
export interface Bound {
  readonly evaluations?: readonly Evaluation[];
  readonly flows?: readonly Flow[];
}

/** Every element is a function of the layout: names are resolved once, at `build`. */
export type Element = (layout: Layout) => Bound;
