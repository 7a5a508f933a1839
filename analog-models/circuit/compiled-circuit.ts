import { outOfRange } from "../../src/errors.ts";
import type { Corners, DrivenSystem } from "../../src/ode/contracts.ts";
import { earlier, NEVER, type Picoseconds } from "../../src/time.ts";
import type { Seconds } from "../../src/units.ts";
import type { Source } from "../sources/source.ts";
import type { Evaluation, Flow } from "./element.ts";
import { type HeldCorners, heldCorners, runSlopes } from "./held-corners.ts";
import type { InputGroup } from "./inputs.ts";

export interface PlacedSource {
  readonly source: Source;
  readonly piece: Float64Array;
}

/** Everything `build` has worked out. Places are indices into `values`. */
export interface Plan {
  /** states | inputs that are signals | other inputs | quantities | fixed; initial contents included */
  readonly values: Float64Array;
  readonly clock: number;
  readonly stateNames: readonly string[];
  readonly inputNames: readonly string[];
  readonly signalNames: readonly string[];
  readonly signalIsLinear: readonly boolean[];
  readonly inputStart: number;
  readonly shownInputs: number;
  readonly quantityStart: number;
  readonly groups: readonly InputGroup[];
  readonly sources: readonly PlacedSource[];
  /** What the derivative needs, and everything, each in order. */
  readonly forSlopes: readonly Evaluation[];
  readonly forSignals: readonly Evaluation[];
  readonly flows: readonly Flow[];
}

/**
 * A circuit as flat arrays: `derivative` copies the states in front of the inputs and the quantities, computes the
 * quantities in order, and lets every flow add to the slopes. It allocates nothing.
 */
export class CompiledCircuit implements DrivenSystem {
  readonly stateNames: readonly string[];
  readonly inputNames: readonly string[];
  readonly signalNames: readonly string[];
  readonly signalIsLinear: readonly boolean[];
  readonly inputs: Float64Array;
  readonly longestStep: Seconds;
  readonly corners: Corners | undefined;
  private readonly values: Float64Array;
  private readonly initial: Float64Array;
  private readonly shown: Float64Array;
  private readonly quantities: Float64Array;

  constructor(private readonly plan: Plan) {
    const { values, stateNames, inputStart, shownInputs, quantityStart, inputNames, signalNames } = plan;
    this.stateNames = stateNames;
    this.inputNames = inputNames;
    this.signalNames = signalNames;
    this.signalIsLinear = plan.signalIsLinear;
    this.values = values;
    this.initial = values.slice(0, stateNames.length);
    this.inputs = values.subarray(inputStart, inputStart + inputNames.length);
    this.shown = values.subarray(0, inputStart + shownInputs);
    const quantityCount = signalNames.length - this.shown.length;
    this.quantities = values.subarray(quantityStart, quantityStart + quantityCount);
    this.corners = this.withDerivative(heldCorners(plan));
    this.longestStep = plan.sources.reduce((least, { source }) => Math.min(least, source.longestStep), Infinity);
  }

  setInput(index: number, value: number): void {
    const group = this.plan.groups.find((g) => index >= g.first && index < g.first + g.count);
    if (group === undefined) throw outOfRange("index of an input", index, 0, this.inputNames.length - 1);
    group.accept(index - group.first, value);
    this.inputs[index] = value;
  }

  initialState(): Float64Array {
    return this.initial.slice();
  }

  begin(origin: Picoseconds): void {
    for (const { source, piece } of this.plan.sources) source.begin(origin, piece);
  }

  breakpointAfter(t: Picoseconds): Picoseconds {
    return this.plan.sources.reduce((least, { source }) => earlier(least, source.breakpointAfter(t)), NEVER);
  }

  derivative(tau: Seconds, x: Float64Array, dxdt: Float64Array): void {
    runSlopes(this.plan, this.values, this.plan.clock, tau, x, dxdt);
  }

  private withDerivative(held: HeldCorners | undefined): Corners | undefined {
    if (held === undefined) return undefined;
    const { values } = this;
    const { clock } = this.plan;
    return { ...held.corners, derivative: (tau, x, dxdt) => runSlopes(held, values, clock, tau, x, dxdt) };
  }

  signals(tau: Seconds, x: Float64Array, out: Float64Array): void {
    const { values } = this;
    const { forSignals, clock } = this.plan;
    values.set(x);
    values[clock] = tau;
    for (let k = 0; k < forSignals.length; k++) forSignals[k].run(values);
    out.set(this.shown);
    out.set(this.quantities, this.shown.length);
  }
}
