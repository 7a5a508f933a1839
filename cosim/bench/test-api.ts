import type { Bits } from "../../src/lockstep/digital-peer.ts";
import type { Picoseconds } from "../../src/time.ts";

export type Edge = "rising" | "falling" | "either";

/** How `expect` judges a measured value; the bound is inclusive. */
export type Bound =
  | { readonly equals: number | bigint | string | boolean }
  | { readonly atMost: number }
  | { readonly atLeast: number }
  | { readonly between: readonly [number, number] };

/** One line of a result: later versions add fields and never rename them. */
export interface Check {
  readonly name: string;
  readonly passed: boolean;
  readonly measured: number | string | boolean;
  /** "= 3", "<= 0.5", ">= 1", "0..2" */
  readonly bound: string;
  readonly unit: string;
}

export interface Figure {
  readonly value: number;
  readonly unit: string;
}

export interface WaitOptions {
  /** Longest simulated time to wait; then the run ends with TIME_LIMIT. Default: 10 ms. */
  readonly within?: Picoseconds;
}

export interface UntilOptions extends WaitOptions {
  /** For the message of the time limit: "the controller's interrupt". */
  readonly what?: string;
  /** Ask the condition after every edge and event, whatever it looks at. Slow. */
  readonly everyEdge?: boolean;
}

/** One step of a sequence: sets ports, then lets rising edges of the clock pass. `within` counts in whole clock cycles. */
export interface SequenceStep extends WaitOptions {
  /** Set at once: right after the edge that ended the step before. */
  readonly set?: Readonly<Record<string, Bits>>;
  /** The step ends at the first rising edge right before which this port is 1; at the first one where absent. */
  readonly until?: string;
  /** Ports whose values right before the edge that ends the step are answered. */
  readonly read?: readonly string[];
  /** Only sets, and ends at once. */
  readonly instant?: boolean;
  /** Instead of `within`: rising edges to wait at most; then the run ends with TIME_LIMIT. */
  readonly within_cycles?: number;
  /** For the message of the time limit: "the controller's interrupt". */
  readonly what?: string;
}

/**
 * What a test body may do. Every verb that returns a promise moves time and must be awaited before the next one is
 * called (MISUSE otherwise): there is one thread of test, so one order of events.
 *
 * `set` acts at the present instant: after the clock edge that has just been evaluated, so the next edge is the first to
 * see it.
 */
export interface Test {
  readonly now: Picoseconds;
  /** Drives an input port that neither a clock nor a converter drives. */
  set(port: string, value: Bits): Promise<void>;
  /** Several ports at once, in one evaluation. */
  setAll(values: Readonly<Record<string, Bits>>): Promise<void>;
  /** Present value of a port. */
  get(port: string): Bits;
  /** Present value of any signal of the compiled RTL, by hierarchical name, or of a port. */
  peek(name: string): Promise<Bits>;
  /** Present value of any analog signal, in its own unit. */
  probe(signal: string): number;
  rising(port: string, options?: WaitOptions): Promise<void>;
  falling(port: string, options?: WaitOptions): Promise<void>;
  /** `count` rising edges of `clock` (default: the bench's first clock). */
  cycles(count: number, clock?: string): Promise<void>;
  delay(length: Picoseconds): Promise<void>;
  /**
   * Resolves when the condition holds: at once, or after an edge or event that changed what it looks at. It may look at
   * ports (get), analog signals (probe) and the time (now), and at nothing else that changes by itself. Looking at ports
   * alone is much faster. A condition that counts how often it is asked needs `everyEdge`.
   */
  until(condition: () => boolean, options?: UntilOptions): Promise<void>;
  /**
   * Plays steps in a row and answers what each has read. Says nothing that set, cycles and get could not say, but all of it
   * at once, so that it can travel in one message: much faster for bus accesses and other long scripts. `clock` is by
   * default the bench's first.
   */
  sequence(steps: readonly SequenceStep[], clock?: string): Promise<readonly (readonly Bits[])[]>;
  /** Records a check. Returns whether it held; the run goes on either way. */
  expect(name: string, measured: number | bigint | string | boolean, bound: Bound, unit?: string): boolean;
  /** Records a figure for the report; judges nothing. */
  figure(name: string, value: number, unit: string): void;
  /** A line for people, in the log and on the terminal. */
  log(text: string): void;
  /** Progress for people: how far the body has come. */
  progress(done: number, total: number, what: string): void;
}
