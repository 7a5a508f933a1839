import type { z } from "zod";
import type { Clock } from "../../src/lockstep/digital-peer.ts";
import type { EnergyLaw } from "../../src/observe/energy-descent.ts";
import type { DrivenSystem } from "../../src/ode/contracts.ts";
import type { Converter } from "../../src/lockstep/converters/converter.ts";
import type { ConvergenceFunction, StabilityFunction } from "./stability.ts";
import type { Test } from "./test-api.ts";

/** What Verilator compiles. */
export interface RtlTop {
  /** Folder that `files` are relative to; Settle's own when absent. A bench of your own says `import.meta.dirname`. */
  readonly root?: string;
  readonly top: string;
  /** SystemVerilog sources, file lists (.f) and waivers (.vlt), in order. */
  readonly files: readonly string[];
  /** Integer parameters of the top module. */
  readonly parameters?: Readonly<Record<string, number>>;
}

/** One complete set-up, made anew for each run from the checked parameters and the seed. */
export interface Setup {
  readonly rtl: RtlTop;
  readonly clocks: readonly Clock[];
  readonly circuit: DrivenSystem;
  readonly wiring: readonly Converter[];
  /** Values of input ports before time begins. */
  readonly inputs?: Readonly<Record<string, number | bigint>>;
  /** Internal signals of the RTL to record beside the ports, by hierarchical name. */
  readonly probes?: readonly string[];
  /** Analog signals to record in waves.vcd, by name or bank; the states when absent. */
  readonly record?: readonly string[];
  /** A Lyapunov function of the circuit, watched on every run that has one. */
  readonly energy?: EnergyFunction;
  /** When a relaxation counts as converged, watched likewise. */
  readonly convergence?: ConvergenceFunction;
  /** What the weights guarantee, and whether voltages run away, watched likewise. */
  readonly stability?: StabilityFunction;
}

/** A Lyapunov function of the circuit; `supply` is what non-ideal parts (a lagging amplifier) may at most feed in. */
export interface EnergyFunction extends EnergyLaw {
  readonly name: string;
  /** "V^2" or the like */
  readonly unit: string;
  /** How much it may rise through the solver's tolerance alone. */
  readonly tolerance: number;
}

export interface Bench<Shape extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  /** One line for `settle list`. */
  readonly summary: string;
  /** Zod object whose fields all have a default and a description with the unit. */
  readonly parameters: Shape;
  /**
   * Files that a run depends on: the parameter that names each, and its path. Their contents are part of what the run is. Called
   * before anything is built, so here is the place to refuse what the schema cannot judge: a file's content, say.
   */
  inputs?(parameters: z.output<Shape>): Readonly<Record<string, string>>;
  setup(parameters: z.output<Shape>, seed: number): Setup;
  test(t: Test, parameters: z.output<Shape>, seed: number): Promise<void>;
}

export const defineBench = <Shape extends z.ZodObject>(bench: Bench<Shape>): Bench<Shape> => bench;
