import { SettleError, unknownName } from "../../src/errors.ts";
import { Integration } from "../../src/ode/integration.ts";
import type { Tolerance } from "../../src/ode/contracts.ts";
import { methodsFor } from "../../src/ode/method.ts";
import { explain } from "../../src/ode/status.ts";
import type { RandomSource } from "../../src/random.ts";
import { ps } from "../../src/time.ts";
import type { Seconds, Volts } from "../../src/units.ts";
import { tokenOfAge } from "../training/model.ts";
import { denseAm, type DenseAm } from "./dense-am.ts";
import { biasesOf, type Ring, rowOfAge, type TokenProgram } from "./token-program.ts";

export interface RelaxingChipOptions {
  readonly tolerance: Tolerance;
  /** How long the nodes are held before they are released. */
  readonly precharge: Seconds;
  /** The chip counts as resting once every neuron's unrest (dense-am.ts) is below this; later instants read the same. */
  readonly restingBelow: Volts;
}

export const RELAXING: RelaxingChipOptions = {
  tolerance: { relative: 1e-6, absolute: 1e-9 },
  precharge: 200e-9,
  restingBelow: 1e-6,
};

/** Between two looks whether the circuit rests, which cost an evaluation each. */
const STEPS_PER_LOOK = 16;

/**
 * A drawn chip on its way to rest: the circuit of dense-am.ts, amplifiers and all, programmed as the controller would, precharged
 * and released, but without a controller. The deviations are those of the same circuit in a run with that random source.
 */
export class RelaxingChip {
  readonly made: DenseAm;
  private readonly integration: Integration;
  private readonly state: Float64Array;
  private readonly signals: Float64Array;
  private readonly unrest: Float64Array;
  private readonly places: ReadonlyMap<string, number>;

  constructor(
    private readonly program: TokenProgram,
    random: RandomSource,
    private readonly options: RelaxingChipOptions = RELAXING,
  ) {
    this.made = denseAm(program.core, random);
    const { circuit } = this.made;
    this.integration = new Integration(
      circuit,
      methodsFor(circuit, options.tolerance),
      options.tolerance,
      circuit.longestStep,
    );
    this.state = circuit.initialState();
    this.signals = new Float64Array(circuit.signalNames.length);
    const unrest = circuit.signalNames.indexOf("unrest[0] [V]");
    this.unrest = this.signals.subarray(unrest, unrest + this.made.biasError.length);
    this.places = new Map(circuit.inputNames.map((name, k) => [name.slice(0, name.lastIndexOf(" [")), k]));
    const { visible: D, softmaxRows: L } = program.core;
    program.memory.forEach((level, k) => this.set("weights[0,0]", level, L * D + k));
    program.init.forEach((volts, i) => this.set("init[0]", volts, i));
  }

  /**
   * Visible voltages [V] at ascending `times` since the release, shape (times.length, D).
   * Throws STEP_UNDERFLOW or NOT_FINITE where the circuit cannot be followed.
   */
  relax(ring: Ring, times: readonly Seconds[]): readonly Float64Array[] {
    this.load(ring);
    this.begin(this.made.circuit.initialState(), { precharge: 1, release: 0 });
    this.begin(this.stateAt(this.options.precharge), { precharge: 0, release: 1 });
    return times.map((t) => this.stateAt(t).slice(0, this.program.core.visible));
  }

  private load({ context, head }: Ring): void {
    const { core, embedding } = this.program;
    const { visible: D, softmaxRows: L } = core;
    for (let age = 0; age < L; age++) {
      const token = tokenOfAge(context, age);
      const row = rowOfAge(head, age, L);
      for (let d = 0; d < D; d++) this.set("weights[0,0]", embedding[token * D + d], row * D + d);
    }
    biasesOf(this.program, head).forEach((volts, k) => this.set("bias[0]", volts, k));
  }

  private begin(state: Float64Array, switches: { readonly precharge: 0 | 1; readonly release: 0 | 1 }): void {
    this.set("precharge", switches.precharge);
    this.set("release", switches.release);
    this.made.circuit.begin(ps(0));
    this.integration.begin(state);
  }

  /** Overwritten by the next call. */
  private stateAt(t: Seconds): Float64Array {
    if (this.stepTo(t)) this.integration.interpolate(t, this.state);
    else this.state.set(this.integration.x1);
    return this.state;
  }

  /** Answers whether the present step reaches `t`; if not, the circuit came to rest before. */
  private stepTo(t: Seconds): boolean {
    for (let steps = 0; this.integration.tau1 < t; steps++) {
      if (steps % STEPS_PER_LOOK === 0 && this.rests()) return false;
      const status = this.integration.step();
      if (status.kind === "completed") continue;
      const code = status.kind === "not-finite" ? "NOT_FINITE" : "STEP_UNDERFLOW";
      throw new SettleError(code, `a chip ${this.integration.tau1} s after its release: ${explain(status)}`);
    }
    return true;
  }

  private rests(): boolean {
    const { x1, tau1 } = this.integration;
    this.state.set(x1);
    this.made.circuit.signals(tau1, this.state, this.signals);
    return this.unrest.every((volts) => volts < this.options.restingBelow);
  }

  /** Sets the input `offset` places behind the one of that name. */
  private set(name: string, value: number, offset = 0): void {
    const place = this.places.get(name);
    if (place === undefined) throw unknownName("input", name, "a core", [...this.places.keys()]);
    this.made.circuit.setInput(place + offset, value);
  }
}
