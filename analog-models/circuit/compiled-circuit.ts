import { outOfRange } from "../../src/errors.ts";
import type {
  Corners,
  DrivenSystem,
  FastStates,
  ImplicitStage,
  SignalCurvature,
  SignalGradient,
  SignalReader,
} from "../../src/ode/contracts.ts";
import { copied, filled } from "../../src/copied.ts";
import { earlier, NEVER, type Picoseconds } from "../../src/time.ts";
import type { Seconds } from "../../src/units.ts";
import type { StateDependencies } from "./state-dependencies.ts";
import type { Source } from "../sources/source.ts";
import type { Evaluation } from "./element.ts";
import { type FastBanks, poleRatio } from "./fast-states.ts";
import type { InputGroup } from "./inputs.ts";
import type { Program } from "./program.ts";
import { pullBack } from "./pull-back.ts";

export interface PlacedSource {
  readonly source: Source;
  readonly piece: Float64Array;
}

/** Everything that is run: for the derivative, for all signals, and for the derivative with its corners held. */
export interface Programs {
  readonly slopes: Program;
  readonly signals: Program;
  readonly held: Program | undefined;
  /** For an implicit stage, with corners as they are and held. */
  readonly implicit: Program | undefined;
  readonly heldImplicit: Program | undefined;
}

/** A curvature beside which that of every source is nothing [V/s^2], and what it is safe to call nothing. */
const CURVED = 2 ** 200;
const ROUNDING = 2 ** -40;

/** One after the other, as a chain and not from a list: so that each call may become part of the function that makes it. */
const inTurn = (runs: readonly Evaluation["run"][]): Evaluation["run"] => {
  const [first, second, ...rest] = runs;
  if (first === undefined) return () => {};
  if (second === undefined) return first;
  const then = inTurn([second, ...rest]);
  return (values) => {
    first(values);
    then(values);
  };
};

/** Everything `build` has worked out. Places are indices into `values`. */
export interface Plan {
  /** states | inputs that are signals | other inputs | quantities | fixed; initial contents included */
  readonly values: Float64Array;
  /** Values and slopes of the states. */
  readonly initial: Float64Array;
  readonly slopes: Float64Array;
  readonly clock: number;
  readonly stateNames: readonly string[];
  readonly inputNames: readonly string[];
  readonly signalNames: readonly string[];
  readonly signalIsLinear: readonly boolean[];
  readonly dependencies: StateDependencies;
  readonly uncoupled: boolean;
  readonly inputStart: number;
  readonly shownInputs: number;
  readonly quantityStart: number;
  readonly groups: readonly InputGroup[];
  readonly sources: readonly PlacedSource[];
  readonly corners: Omit<Corners, "derivative"> | undefined;
  /** What is solved for in an implicit stage, or why nothing is. */
  readonly fast: FastBanks | { readonly refused: string };
  /** See Layout. */
  readonly reach: Float64Array;
  /** To be called before a program for slopes runs. */
  readonly preparations: readonly (() => void)[];
  readonly programs: Programs;
  /** The same without the kernel. */
  readonly reference: Programs;
  /** What computes the value at one place, in order. */
  readonly needed: (place: number) => readonly Evaluation[];
  /** The same; undefined where that is much. */
  readonly alone: (place: number) => readonly Evaluation[] | undefined;
}

/**
 * A circuit as flat arrays: `derivative` copies the states in front of the inputs and the quantities, computes the
 * quantities in order, and lets every flow add to the slopes. It allocates nothing. What the kernel can execute runs there,
 * in the memory in which all values live; the rest in TypeScript.
 */
export class CompiledCircuit implements DrivenSystem {
  readonly stateNames: readonly string[];
  readonly inputNames: readonly string[];
  readonly signalNames: readonly string[];
  readonly signalIsLinear: readonly boolean[];
  readonly inputs: Float64Array;
  readonly longestStep: Seconds;
  readonly uncoupled: boolean;
  readonly autonomous: boolean;
  readonly corners: Corners | undefined;
  readonly fast: FastStates | undefined;
  readonly fastRefusal: string | undefined;
  private readonly values: Float64Array;
  /** Of gradients, by place: all 0 between two of them. One for all, as there may be a thousand signals of a hundred thousand cells. */
  private weights: Float64Array | undefined;
  private readonly shown: Float64Array;
  private readonly quantities: Float64Array;

  constructor(private readonly plan: Plan) {
    const { values, stateNames, inputStart, shownInputs, quantityStart, inputNames, signalNames } = plan;
    this.stateNames = stateNames;
    this.inputNames = inputNames;
    this.signalNames = signalNames;
    this.signalIsLinear = plan.signalIsLinear;
    this.uncoupled = plan.uncoupled;
    this.autonomous = plan.sources.every(({ source }) => source.constant);
    this.values = values;
    this.inputs = values.subarray(inputStart, inputStart + inputNames.length);
    this.shown = values.subarray(0, inputStart + shownInputs);
    const quantityCount = signalNames.length - this.shown.length;
    this.quantities = values.subarray(quantityStart, quantityStart + quantityCount);
    this.corners = this.withDerivative(plan.corners, plan.programs);
    this.fast = this.fastStates(plan);
    if ("refused" in plan.fast) this.fastRefusal = plan.fast.refused;
    this.longestStep = plan.sources.reduce((least, { source }) => Math.min(least, source.longestStep), Infinity);
  }

  setInput(index: number, value: number): void {
    const group = this.plan.groups.find((g) => index >= g.first && index < g.first + g.count);
    if (group === undefined) throw outOfRange("index of an input", index, 0, this.inputNames.length - 1);
    group.accept(index - group.first, value);
    this.inputs[index] = value;
  }

  statesBehind(signal: number): readonly number[] {
    return this.plan.dependencies.of(this.placeOf(signal));
  }

  private placeOf(signal: number): number {
    const quantity = signal - this.shown.length;
    return quantity < 0 ? signal : this.plan.quantityStart + quantity;
  }

  readerOf(signal: number): SignalReader | undefined {
    const { values } = this;
    const { clock, alone } = this.plan;
    const place = this.placeOf(signal);
    const runs = alone(place)?.map(({ run }) => run);
    if (runs === undefined) return undefined;
    const run = inTurn(runs);
    return (tau, x) => {
      copied(x, values);
      values[clock] = tau;
      run(values);
      return values[place];
    };
  }

  gradientOf(signal: number): SignalGradient | undefined {
    const { values, plan } = this;
    const place = this.placeOf(signal);
    const back = pullBack(place, plan.needed(place));
    if (back === undefined) return undefined;
    const { steps, places } = back;
    const states = places.filter((one) => one < plan.initial.length);
    const weights = (this.weights ??= new Float64Array(values.length));
    const slopes: SignalGradient["slopes"] = (reach, out) => {
      let toCorner = Number.POSITIVE_INFINITY;
      weights[place] = 1;
      for (let k = 0; k < steps.length; k++) {
        const { adjoint, first, end } = steps[k];
        toCorner = Math.min(toCorner, adjoint(values, weights, reach, first, end));
      }
      filled(out, 0);
      for (let k = 0; k < states.length; k++) out[states[k]] = weights[states[k]];
      for (let k = 0; k < places.length; k++) weights[places[k]] = 0;
      return toCorner;
    };
    return { at: (tau, x) => this.runSignals(tau, x), slopes };
  }

  curvatureOf(signal: number): SignalCurvature | undefined {
    const place = this.placeOf(signal);
    const bends = this.plan.alone(place)?.map(({ bend }) => bend);
    if (bends === undefined || !bends.every((bend) => bend !== undefined)) return undefined;
    const bounds = new Float64Array(this.values.length);
    const bound = (): number => {
      for (const bend of bends) bend(bounds);
      return bounds[place];
    };
    const own = bound();
    const weights = this.plan.initial.map((_, state) => {
      bounds.fill(0);
      bounds[state] = CURVED;
      return (bound() - own) / CURVED;
    });
    return { own: own * (1 + ROUNDING), weights: weights.map((weight) => weight * (1 + ROUNDING)) };
  }

  initialState(): Float64Array {
    return this.plan.initial.slice();
  }

  begin(origin: Picoseconds): void {
    for (const { source, piece } of this.plan.sources) source.begin(origin, piece);
  }

  breakpointAfter(t: Picoseconds): Picoseconds {
    return this.plan.sources.reduce((least, { source }) => earlier(least, source.breakpointAfter(t)), NEVER);
  }

  derivative(tau: Seconds, x: Float64Array, dxdt: Float64Array): void {
    this.runSlopes(this.plan.programs.slopes, tau, x, dxdt);
  }

  private withDerivative(
    corners: Omit<Corners, "derivative"> | undefined,
    { held, heldImplicit }: Programs,
  ): Corners | undefined {
    if (corners === undefined || held === undefined) return undefined;
    const derivative: Corners["derivative"] = (tau, x, dxdt) => this.runSlopes(held, tau, x, dxdt);
    return { ...corners, derivative, solve: this.implicitStage(heldImplicit) };
  }

  private fastStates({ fast, programs, initial }: Plan): FastStates | undefined {
    const solve = this.implicitStage(programs.implicit);
    if ("refused" in fast || solve === undefined) return undefined;
    const rates = new Float64Array(initial.length);
    return {
      places: fast.places,
      ratio: () => poleRatio(fast, this.values, rates),
      solve,
      poles: (dxdt, out) => fast.fast.forEach((flow) => flow.poles(dxdt, out)),
    };
  }

  private implicitStage(program: Program | undefined): ImplicitStage | undefined {
    if (program === undefined) return undefined;
    const { reach } = this.plan;
    return (tau, length, x, dxdt) => {
      reach[0] = length;
      this.runSlopes(program, tau, x, dxdt);
      this.copyFast(x);
    };
  }

  /** The fast states as they were solved for. */
  private copyFast(x: Float64Array): void {
    const { fast } = this.plan;
    if ("refused" in fast) return;
    for (let k = 0; k < fast.places.length; k++) x[fast.places[k]] = this.values[fast.places[k]];
  }

  private runSlopes(program: Program, tau: Seconds, x: Float64Array, dxdt: Float64Array): void {
    const { values, plan } = this;
    const { preparations, slopes } = plan;
    for (let k = 0; k < preparations.length; k++) preparations[k]();
    copied(x, values);
    values[plan.clock] = tau;
    program.run();
    copied(slopes, dxdt);
  }

  private runSignals(tau: Seconds, x: Float64Array): void {
    const { values, plan } = this;
    copied(x, values);
    values[plan.clock] = tau;
    plan.programs.signals.run();
  }

  signals(tau: Seconds, x: Float64Array, out: Float64Array): void {
    this.runSignals(tau, x);
    out.set(this.shown);
    out.set(this.quantities, this.shown.length);
  }

  /** The same circuit without the kernel: what the kernel is held to. Shares all values and inputs with this one. */
  get reference(): CompiledCircuit {
    return new CompiledCircuit({ ...this.plan, programs: this.plan.reference });
  }
}
