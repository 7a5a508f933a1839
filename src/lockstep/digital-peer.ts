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

/**
 * The digital half. Calls come in this order and no other:
 *   reset() -> (advance() | peek() | save() | restore()) any number of times -> close()
 * One call at a time. `advance` may answer synchronously (in process) or later (over a bus).
 */
export interface DigitalPeer {
  readonly ports: readonly Port[];
  /** Time becomes 0, the model is evaluated once; answers every output port and every probe. */
  reset(start: DigitalStart): Promise<readonly Change[]>;
  /**
   * Performs every clock edge in (now, to], each with its own evaluation, then puts `inputs` on the ports at `to` and
   * evaluates once more if there are any. So an edge at `to` does not see `inputs`. Answers the outputs and probes that
   * changed. A failed assertion or $finish ends the run with an error that carries its text and time.
   */
  advance(to: Picoseconds, inputs: readonly Change[]): readonly Change[] | Promise<readonly Change[]>;
  /** Present values of internal signals or ports, by hierarchical name. */
  peek(names: readonly string[]): Promise<readonly Bits[]>;
  /** The complete state of the model, its clocks and its time, opaque. */
  save(): Promise<Uint8Array>;
  restore(snapshot: Uint8Array): Promise<readonly Change[]>;
  /** Idempotent; afterwards no process, socket or file of this peer is left. */
  close(): Promise<void>;
}
