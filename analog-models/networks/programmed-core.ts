import { SettleError } from "../../src/errors.ts";
import type { Core } from "../training/model.ts";
import { leakOf, reluScale, softmaxScale } from "./bank-scale.ts";
import type { DenseAm } from "./dense-am.ts";
import type { DenseAmParameters } from "./dense-am-parameters.ts";
import { placesOf, type Stretch } from "./signal-places.ts";

/** tau of hidden nodes in tau of visible ones, leaks included. */
export function hiddenTauOf({ visibleNode, hiddenNode }: DenseAmParameters): number {
  const tau = ({ resistance, capacitance, leakConductance }: typeof visibleNode) =>
    (resistance * capacitance) / (1 + resistance * leakConductance);
  return tau(hiddenNode) / tau(visibleNode);
}

/**
 * A core as its devices, offsets and converters are at an instant, in the form of training/model.ts: voltages of visible nodes in
 * volts, rows and hidden voltages scaled as bank-scale.ts says, amplifiers ideal and without rails. What is said of such a core
 * in model units (bound, Hessian, fixed points) holds for the chip. Visible activity has to be the identity.
 */
export class ProgrammedCore {
  /** As of the last `read`; overwritten by the next. Row r of A is row r of the crossbar. */
  readonly core: Core;
  private readonly scales: {
    readonly softmax: ReturnType<typeof softmaxScale>;
    readonly relu: ReturnType<typeof reluScale>;
  };
  private readonly bias: Stretch;
  private readonly visible: Stretch;
  private readonly hidden: Stretch;

  constructor(private readonly made: DenseAm) {
    const p = made.parameters;
    if (p.visibleActivation.kind !== "identity") {
      throw new SettleError(
        "BAD_BENCH",
        `stability is known for identity visible neurons, not ${p.visibleActivation.kind}; leave it out of the set-up`,
      );
    }
    const { visible: D, softmaxRows: L, reluRows: M } = p;
    this.scales = { softmax: softmaxScale(p), relu: reluScale(p) };
    const at = placesOf(made);
    [this.bias, this.visible, this.hidden] = [at("bias", D + L + M), at("visible.v", D), at("hidden.v", L + M)];
    this.core = {
      shape: { visible: D, context: L, memory: M, vocabulary: L },
      beta: L > 0 ? this.scales.softmax.beta : 0,
      attention: new Float64Array(L * D),
      positionBias: new Float64Array(L),
      memory: new Float64Array(M * D),
      memoryBias: new Float64Array(M),
      visibleBias: new Float64Array(D),
    };
  }

  /** `values` are the signals of the circuit; devices are read as they are now. */
  read(values: Float64Array): Core {
    const { core, made, scales } = this;
    const { difference } = made.crossbar;
    const bias = values.subarray(...this.bias);
    const { visible: D, context: L } = core.shape;
    for (let k = 0; k < L * D; k++) core.attention[k] = scales.softmax.cell * difference[k];
    for (let k = 0; k < core.memory.length; k++) core.memory[k] = scales.relu.cell * difference[L * D + k];
    const leak = leakOf(made.parameters.visibleNode);
    for (let i = 0; i < D; i++) core.visibleBias[i] = this.shifted(bias, i) / leak;
    for (let l = 0; l < L; l++) core.positionBias[l] = scales.softmax.node * this.shifted(bias, D + l);
    for (let m = 0; m < core.memoryBias.length; m++)
      core.memoryBias[m] = scales.relu.node * this.shifted(bias, D + L + m);
    return core;
  }

  /** v [V]; a view. shape (D,) */
  voltages(values: Float64Array): Float64Array {
    return values.subarray(...this.visible);
  }

  /** (v, h) as stability/layered-core.ts wants it. shape (D + L + M,) */
  state(values: Float64Array): Float64Array {
    const { scales, made } = this;
    const { softmaxRows, hiddenNode } = made.parameters;
    const leak = leakOf(hiddenNode);
    const hidden = values
      .subarray(...this.hidden)
      .map((h, r) => leak * h * (r < softmaxRows ? scales.softmax.node : scales.relu.node));
    return Float64Array.of(...this.voltages(values), ...hidden);
  }

  /** A neuron's bias with its error and the offset of its amplifier [V]. */
  private shifted(bias: Float64Array, neuron: number): number {
    const { visibleOffset, hiddenOffset, biasError } = this.made;
    const { length } = visibleOffset;
    const offset = neuron < length ? visibleOffset[neuron] : hiddenOffset[neuron - length];
    return bias[neuron] + biasError[neuron] + offset;
  }
}
