import type { Picoseconds } from "../time.ts";
import type { Bits } from "./digital-peer.ts";

/** What changed in the digital half in one evaluation: clocks, inputs, outputs and probes alike. */
export interface Frame {
  readonly t: Picoseconds;
  readonly changes: readonly { readonly name: string; readonly value: Bits }[];
}

/** Every analog signal at one instant, in the order of DrivenSystem.signalNames. `values` is only valid during the call. */
export interface Sample {
  readonly t: Picoseconds;
  readonly values: Float64Array;
}

/** An A->D change located inside an integration step. */
export interface Crossing {
  readonly t: Picoseconds;
  readonly converter: string;
  /** How far `t` may lie from the crossing of the exact solution, rounding up included. */
  readonly errorBound_ps: number;
}

/** Observers read and never write. They are called in time order, from the one loop that moves time. */
export interface Observer {
  frame?(frame: Frame): void;
  sample?(sample: Sample): void;
  crossing?(crossing: Crossing): void;
}
