import type { Picoseconds } from "../time.ts";

/** The value of a port or signal: a number up to 32 bits wide, a bigint above; unsigned. */
export type Bits = number | bigint;

/** A port of the top module, as the compiled model reports it. */
export interface Port {
  readonly name: string;
  /** in bits, 1 or more */
  readonly width: number;
  readonly direction: "in" | "out";
}

/** `index` counts through the port table first and then through the probes named at `reset`. */
export interface Change {
  readonly index: number;
  readonly value: Bits;
}

/** Whether an answer came at once. Asked at every exchange: looking for a promise's prototype is slow. */
export const isThere = (answer: readonly Change[] | Promise<readonly Change[]>): answer is readonly Change[] =>
  Array.isArray(answer);

/** Rising edges at firstRise + k * period, falling edges `high` later. Low before the first rise. */
export interface Clock {
  readonly port: string;
  readonly period: Picoseconds;
  readonly firstRise: Picoseconds;
  readonly high: Picoseconds;
}

/** A signal of the compiled model that is no port: "top.u_fsm.state_q". */
export interface DigitalSignal {
  readonly name: string;
  readonly width: number;
}

export interface DigitalStart {
  readonly clocks: readonly Clock[];
  /** Values of input ports before time begins; all others are 0. */
  readonly inputs: readonly Change[];
  /** Hierarchical names of internal signals that every answer reports like a port. */
  readonly probes: readonly string[];
}

/** Inputs that change together at one instant. */
export interface Moment {
  readonly t: Picoseconds;
  readonly inputs: readonly Change[];
}

/**
 * Bits of a port whose change at an instant t before `until` moves the limit of a burst to t + slack, if it lay later.
 * Rise and fall are for single bits.
 */
export interface Watch {
  readonly index: number;
  readonly lsb: number;
  readonly width: number;
  readonly edge: "change" | "rise" | "fall";
  readonly slack: Picoseconds;
  readonly until: Picoseconds;
}

/**
 * Inputs that are put on their ports right after the edge that ended the step before (for the first: at once), and then
 * rising edges of the burst's clock up to the first one right before which all ports of `ready` are 1: it ends the step.
 */
export interface Step {
  /** What really changes; none costs no evaluation. */
  readonly inputs: readonly Change[];
  readonly ready: readonly number[];
  /** Ports whose values right before the ending edge are wanted. */
  readonly reads: readonly number[];
  /** Edges that may pass before the step is given up, and the burst ends; 0: the step ends as soon as its inputs are put. */
  readonly cycles: number;
}

/** Many evaluations in one request. */
export interface Burst {
  /** Clock edges and events up to and including this instant; NEVER allowed. Moved by a watch, it takes events before it only. */
  readonly limit: Picoseconds;
  /** Evaluations after which the burst ends even so. */
  readonly evaluations: number;
  /** In order of time, none before now. At one instant: the clock edge, the inputs of the step that it begins, events. */
  readonly events: readonly Moment[];
  readonly watches: readonly Watch[];
  /** The burst ends with the last step, if there is one. */
  readonly steps: readonly Step[];
  /** Port of the clock that steps count by; only read when there are steps. */
  readonly clock: number;
}

/** Outputs and probes that one evaluation changed. */
export interface Evaluation {
  /** Which one of the burst, from 0. */
  readonly evaluation: number;
  readonly time: Picoseconds;
  readonly changes: readonly Change[];
}

export interface BurstRecord {
  /** The limit, moved by watches or the end of the sequence; or where the budget or the RTL ended the burst. */
  readonly time: Picoseconds;
  readonly evaluations: number;
  /** How many of the events were put on their ports. */
  readonly events: number;
  /** The RTL ends by itself in the evaluation that comes next: `advance` tells how. */
  readonly ended: "no" | "yes";
  readonly frames: readonly Evaluation[];
  /** Steps that ended, in order. */
  readonly steps: readonly { readonly time: Picoseconds; readonly values: readonly Bits[] }[];
}

/**
 * The digital half. Calls come in this order and no other:
 *   reset() -> (advance() | run() | peek() | save() | restore()) any number of times -> close()
 * One call at a time. `advance` and `run` may answer synchronously (in process) or later (over a bus).
 */
export interface DigitalPeer {
  readonly ports: readonly Port[];
  /** A request costs no more than an evaluation or two: it is not worth looking ahead to save a few of them. */
  readonly isNear?: boolean;
  /** Time becomes 0, the model is evaluated once; answers every output port and every probe. */
  reset(start: DigitalStart): Promise<readonly Change[]>;
  /**
   * Performs every clock edge in (now, to], each with its own evaluation, then puts `inputs` on the ports at `to` and
   * evaluates once more if there are any. So an edge at `to` does not see `inputs`. Answers the outputs and probes that
   * changed. A failed assertion or $finish ends the run with an error that carries its text and time.
   */
  advance(to: Picoseconds, inputs: readonly Change[]): readonly Change[] | Promise<readonly Change[]>;
  /** As many single calls of `advance` would, in one; checks all of the burst before it performs any. */
  run(burst: Burst): BurstRecord | Promise<BurstRecord>;
  /** Present values of internal signals or ports, by hierarchical name. */
  peek(names: readonly string[]): Promise<readonly Bits[]>;
  /** The complete state of the model, its clocks and its time, opaque. */
  save(): Promise<Uint8Array>;
  restore(snapshot: Uint8Array): Promise<readonly Change[]>;
  /** Processor time that the digital half has used in a process of its own [s]; undefined where it has none. */
  processorTime?(): number | undefined;
  /** Idempotent; afterwards no process, socket or file of this peer is left. */
  close(): Promise<void>;
}
