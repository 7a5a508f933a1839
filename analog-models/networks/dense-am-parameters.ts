import type { Farads, Ohms, Siemens, Volts } from "../../src/units.ts";
import type { Activation } from "../activation.ts";
import type { Amplifier } from "../amplifier.ts";
import type { PerElement } from "../circuit/per-element.ts";
import type { Crossbar } from "../crossbar.ts";
import type { Multiplexer } from "../multiplexer.ts";
import { REFERENCE_TECHNOLOGY } from "../reference-technology.ts";

/** The RC node of a neuron: driven through `resistance` while released, so tau = resistance * capacitance. */
export interface NeuronNode {
  readonly resistance: Ohms;
  readonly capacitance: Farads;
  /** to ground; 0 in the equations of the network */
  readonly leakConductance: Siemens;
}

/** An amplifier without dynamics: its output is its goal at once. Rails and offsets still hold. */
export interface IdealAmplifier {
  readonly form: "ideal";
  readonly rails: Amplifier["rails"];
}

/**
 * An amplifier at a line of the crossbar. With `gain` "line" its noise gain is that of its own line as programmed,
 * 1 + R_f sum (G+ + G-), R_f its transimpedance (noise-gain.ts).
 */
export type LineAmplifier = Omit<Amplifier, "gain"> & { readonly gain: Amplifier["gain"] | "line" };

/** Everything that makes a Dense Associative Memory core. All voltages are from mid-supply, the signal ground. */
export interface DenseAmParameters {
  /** D, visible neurons, 1 or more */
  readonly visible: number;
  /** L, hidden neurons under the softmax bank, 0 or more */
  readonly softmaxRows: number;
  /** M, hidden neurons under the ReLU bank, 0 or more; L + M is 1 or more */
  readonly reluRows: number;
  readonly visibleNode: NeuronNode;
  readonly hiddenNode: NeuronNode;
  /** Of the switches that pull nodes to `init` (visible) and 0 V (hidden) while `precharge` is 1. */
  readonly prechargeResistance: Ohms;
  readonly visibleActivation: Extract<Activation, { kind: "identity" | "tanh" }>;
  readonly softmax: Omit<Extract<Activation, { kind: "softmax" }>, "kind">;
  readonly relu: Omit<Extract<Activation, { kind: "relu" }>, "kind">;
  /** Target [V] of an amplifier per ampere of its crossbar line. */
  readonly visibleTransimpedance: Ohms;
  readonly softmaxTransimpedance: Ohms;
  readonly reluTransimpedance: Ohms;
  readonly visibleAmplifier: LineAmplifier | IdealAmplifier;
  readonly hiddenAmplifier: LineAmplifier | IdealAmplifier;
  /** Standard deviation of each amplifier's offset at its output [V]. Draws of ("visible.amp" | "hidden.amp", "offset"). */
  readonly offsetSigma: Volts;
  /** Standard deviation of what each neuron's bias is off by [V]. Draws of ("bias", "error"), in the order of the inputs. */
  readonly biasSigma: Volts;
  /** Row mu < L + M holds the weights of hidden neuron mu, column i those of visible neuron i. */
  readonly crossbar: Omit<Crossbar, "rows" | "columns">;
  /** Levels before time begins, row-major, shape (L + M, D). */
  readonly weights: ArrayLike<number>;
  /** `cell.v` [V] of a cell at full level, when `cell` selects it for reading back. */
  readonly cellReadFullScale: Volts;
  /** Readout of one neuron, or of the selected cell, at a time. */
  readonly multiplexer: Multiplexer & { readonly capacitance: Farads };
  /** Voltages [V] before time begins; one number is for all. */
  readonly initial: {
    readonly visible: PerElement;
    readonly hidden: PerElement;
    readonly visibleAmplifier: PerElement;
    readonly hiddenAmplifier: PerElement;
  };
}

/**
 * A core in the reference technology (reference-technology.ts); override what you like. Beside it:
 *
 * - Rails: activities of 0.5 V leave room for overshoot and bias.
 * - Transimpedance: a full-scale weight has gain 1 in the visible direction; the hidden direction averages over the D columns,
 *   so that a stored row drives its own neuron to the same 0.5 V whatever D is.
 */
export function denseAmDefaults(visible: number, softmaxRows: number, reluRows = 0): DenseAmParameters {
  const { rail, cell, node, amplifier, softmaxBeta, switch: closed } = REFERENCE_TECHNOLOGY;
  const { conductanceMin, conductanceMax } = cell;
  const unityTransimpedance = 1 / (conductanceMax - conductanceMin);
  const { gainBandwidth, gain, slewRate } = amplifier;
  const lineAmplifier: Amplifier = { form: "tanh", gainBandwidth, gain, slewRate, rails: { low: -rail, high: rail } };
  const nodeOf = (tau: number): NeuronNode => ({
    resistance: tau / node.capacitance,
    capacitance: node.capacitance,
    leakConductance: 0,
  });
  return {
    visible,
    softmaxRows,
    reluRows,
    visibleNode: nodeOf(node.visibleTau),
    hiddenNode: nodeOf(node.hiddenTau),
    prechargeResistance: closed.resistance,
    visibleActivation: { kind: "identity" },
    softmax: { beta: softmaxBeta, scale: 0.5 },
    relu: { slope: 1 },
    visibleTransimpedance: unityTransimpedance,
    softmaxTransimpedance: unityTransimpedance / visible,
    reluTransimpedance: unityTransimpedance / visible,
    visibleAmplifier: lineAmplifier,
    hiddenAmplifier: lineAmplifier,
    offsetSigma: 0,
    biasSigma: 0,
    crossbar: { conductanceMin, conductanceMax, levels: cell.levelBits, mismatch: 0, programmingError: 0 },
    weights: new Float64Array((softmaxRows + reluRows) * visible),
    cellReadFullScale: rail,
    multiplexer: { onResistance: closed.resistance, buffered: true, capacitance: closed.adcCapacitance },
    initial: { visible: 0, hidden: 0, visibleAmplifier: 0, hiddenAmplifier: 0 },
  };
}
