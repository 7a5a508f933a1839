import { SettleError } from "../../src/errors.ts";
import { noRandomness, type RandomSource, type RandomStream } from "../../src/random.ts";
import type { Ohms, Volts } from "../../src/units.ts";
import type { CompiledCircuit } from "../circuit/compiled-circuit.ts";
import { CircuitBuilder, GROUND } from "../circuit.ts";
import type { CrossbarDevices } from "../crossbar.ts";
import { LineNoiseGain, type NoiseGain } from "../noise-gain.ts";
import type { DenseAmParameters, NeuronNode } from "./dense-am-parameters.ts";

/**
 * A Dense Associative Memory core (Bacvanski, You, Hopfield, Krotov, "Dense Associative Memories with Analog Circuits",
 * arXiv 2512.15002): D visible and N = L + M hidden neurons that see each other through one crossbar dG, shape (N, D).
 *
 *   activity     g_i = tanh or identity (v_i),   f = softmax(h_0..h_{L-1}), relu(h_L..h_{N-1})
 *   drive        visible: R_v sum_mu dG_mu,i f_mu      hidden: R_h sum_i dG_mu,i g_i, R_h of the row's bank
 *   amplifier    amp -> clip(drive + offset, rails), limited by bandwidth and slew
 *   node         C dv/dt = release (amp + bias + error - v)/R + precharge (init - v)/R_on - g_leak v
 *
 * with the bias's error drawn as a voltage that holds still, so tau dv/dt = drive + bias + error - v once the amplifiers have settled, tau = R C. Neuron k is visible for k < D, hidden D + mu.
 *
 * States    visible.v[i] hidden.v[mu] adc.v   and, but for ideal amplifiers, visible.amp[i] hidden.amp[mu]  (all V)
 * Inputs    bias[k] V; init[i] V; precharge, release 0/1; mux the neuron that charges adc.v, D + L + M the
 *           selected cell, -1 none; cell the cell (row-major) that is read back, -1 none; weights[mu,i] levels
 * Signals   the states and all inputs but weights, then (V, but for the currents)
 *   visible.activity[i] hidden.activity[mu]   g, f
 *   visible.current[i]  hidden.current[mu]    of the crossbar's lines [A]
 *   visible.drive[i]    hidden.drive[mu]      targets before offset and rails
 *   visible.goal[i]     hidden.goal[mu]       clip(drive + offset)
 *   visible.amp[i]      hidden.amp[mu]        amplifier outputs, where they are ideal and therefore no states
 *   visible.push[i]     hidden.push[mu]       amp + bias + error: what drives the node while released
 *   visible.pull[i]     hidden.pull[mu]       push - (1 + R g_leak) v: R times the node's current while released
 *   error.visible[i]    error.hidden[mu]      goal - amp: what the amplifier still lags behind
 *   cell.v                                    what the selected cell reads back as
 *   unrest[k]                                 |error| + |pull|: small only when amplifier and node have both arrived
 *
 * An amplifier's bandwidth follows from its own line's conductance where its `gain` is "line"; else it is the same for all.
 *
 * NOT modelled: line capacitance and resistance (crossbar-wires.ts gives the effective conductances), noise.
 */
export interface DenseAm {
  readonly circuit: CompiledCircuit;
  readonly crossbar: CrossbarDevices;
  readonly parameters: DenseAmParameters;
  /** as drawn [V] */
  readonly visibleOffset: Float64Array;
  readonly hiddenOffset: Float64Array;
  /** of every neuron's bias, as drawn [V]. shape (D + L + M,) */
  readonly biasError: Float64Array;
}

export function denseAm(parameters: DenseAmParameters, random: RandomSource = noRandomness): DenseAm {
  const p = checked(parameters);
  const hidden = p.softmaxRows + p.reluRows;
  const c = new CircuitBuilder(random);
  declareInputs(c, p, hidden);
  c.nodes("visible.v", p.visible, { ...p.visibleNode, initial: p.initial.visible });
  c.nodes("hidden.v", hidden, { ...p.hiddenNode, initial: p.initial.hidden });
  c.nodes("adc.v", "single", p.multiplexer);
  activate(c, p, hidden);
  const crossbar = connectCrossbar(c, p, hidden);
  const visibleOffset = drawn(random("visible.amp", "offset"), p.visible, p.offsetSigma);
  const hiddenOffset = drawn(random("hidden.amp", "offset"), hidden, p.offsetSigma);
  const biasError = drawn(random("bias", "error"), p.visible + hidden, p.biasSigma);
  const visible = { bank: "visible", first: 0, count: p.visible, node: p.visibleNode, init: "init" } as const;
  neurons(c, p, {
    ...visible,
    offset: visibleOffset,
    biasError: biasError.subarray(0, p.visible),
    line: new LineNoiseGain(crossbar, "column", () => p.visibleTransimpedance),
  });
  const under = { bank: "hidden", first: p.visible, count: hidden, node: p.hiddenNode, init: GROUND } as const;
  const hiddenTransimpedance = (mu: number) => (mu < p.softmaxRows ? p.softmaxTransimpedance : p.reluTransimpedance);
  neurons(c, p, {
    ...under,
    offset: hiddenOffset,
    biasError: biasError.subarray(p.visible),
    line: new LineNoiseGain(crossbar, "row", hiddenTransimpedance),
  });
  observe(c, p, hidden);
  readBack(c, p, crossbar);
  c.multiplexer(p.multiplexer, { channels: ["visible.v", "hidden.v", "cell.v"], select: "mux", into: "adc.v" });
  return { circuit: c.build(), crossbar, parameters: p, visibleOffset, hiddenOffset, biasError };
}

function declareInputs(c: CircuitBuilder, p: DenseAmParameters, hidden: number): void {
  const neuronCount = p.visible + hidden;
  c.inputs("bias", neuronCount, { unit: "V" });
  c.inputs("init", p.visible, { unit: "V" });
  c.inputs("precharge", "single", { unit: "1", low: 0, high: 1 });
  c.inputs("release", "single", { unit: "1", low: 0, high: 1 });
  c.inputs("mux", "single", { unit: "1", low: -1, high: neuronCount, whole: true });
  c.inputs("cell", "single", { unit: "1", low: -1, high: hidden * p.visible - 1, whole: true, initial: -1 });
}

function activate(c: CircuitBuilder, p: DenseAmParameters, hidden: number): void {
  c.quantities("visible.activity", p.visible, "V").quantities("hidden.activity", hidden, "V");
  c.activation(p.visibleActivation, { from: "visible.v", into: "visible.activity" });
  const [softmax, relu] = [stretch(0, p.softmaxRows), stretch(p.softmaxRows, p.reluRows)];
  if (p.softmaxRows > 0)
    c.activation({ kind: "softmax", ...p.softmax }, { from: `hidden.v${softmax}`, into: `hidden.activity${softmax}` });
  if (p.reluRows > 0)
    c.activation({ kind: "relu", ...p.relu }, { from: `hidden.v${relu}`, into: `hidden.activity${relu}` });
}

function connectCrossbar(c: CircuitBuilder, p: DenseAmParameters, hidden: number): CrossbarDevices {
  c.quantities("visible.current", p.visible, "A").quantities("hidden.current", hidden, "A");
  c.quantities("visible.drive", p.visible, "V").quantities("hidden.drive", hidden, "V");
  c.linear("visible.drive", [{ from: "visible.current", gain: p.visibleTransimpedance }]);
  const rows = (first: number, count: number, gain: Ohms) => {
    const bank = stretch(first, count);
    if (count > 0) c.linear(`hidden.drive${bank}`, [{ from: `hidden.current${bank}`, gain }]);
  };
  rows(0, p.softmaxRows, p.softmaxTransimpedance);
  rows(p.softmaxRows, p.reluRows, p.reluTransimpedance);
  const parameters = { ...p.crossbar, rows: hidden, columns: p.visible };
  return c.crossbar("weights", parameters, {
    columnVoltage: "visible.activity",
    rowCurrent: "hidden.current",
    rowVoltage: "hidden.activity",
    columnCurrent: "visible.current",
    levels: p.weights,
  });
}

/** One layer: neurons [first, first + count) of the core. */
interface Layer {
  readonly bank: "visible" | "hidden";
  readonly first: number;
  readonly count: number;
  readonly node: NeuronNode;
  /** what its nodes are precharged to */
  readonly init: string;
  /** [V] of its amplifiers, and of its biases */
  readonly offset: Float64Array;
  readonly biasError: Float64Array;
  /** of the crossbar's lines at which its amplifiers sum */
  readonly line: NoiseGain;
}

function neurons(c: CircuitBuilder, p: DenseAmParameters, layer: Layer): void {
  const { bank, first, count, node, offset } = layer;
  const amplifier = bank === "visible" ? p.visibleAmplifier : p.hiddenAmplifier;
  const [v, amp, goal, push] = [`${bank}.v`, `${bank}.amp`, `${bank}.goal`, `${bank}.push`];
  const bias = `bias${stretch(first, count)}`;
  for (const name of [goal, push, `${bank}.pull`]) c.quantities(name, count, "V");
  c.idealAmplifiers(goal, amplifier.rails, { target: `${bank}.drive`, offset });
  if (amplifier.form === "ideal") c.quantities(amp, count, "V").linear(amp, [{ from: goal }]);
  else {
    const initial = bank === "visible" ? p.initial.visibleAmplifier : p.initial.hiddenAmplifier;
    const [gain, noiseGain] = amplifier.gain === "line" ? [1, layer.line] : [amplifier.gain, undefined];
    c.amplifiers(amp, count, { ...amplifier, gain }, { target: `${bank}.drive`, offset, initial, noiseGain });
  }
  c.linear(push, [{ from: amp }, { from: bias }], layer.biasError);
  c.linear(`${bank}.pull`, [{ from: push }, { from: v, gain: -1 - node.resistance * node.leakConductance }]);
  c.switch(push, v, { onResistance: node.resistance, offConductance: 0, control: "release" });
  c.switch(layer.init, v, { onResistance: p.prechargeResistance, offConductance: 0, control: "precharge" });
}

/** One cell's differential conductance as a voltage, for write-verify: full level is `cellReadFullScale`. */
function readBack(c: CircuitBuilder, p: DenseAmParameters, crossbar: CrossbarDevices): void {
  const gain = p.cellReadFullScale / (p.crossbar.conductanceMax - p.crossbar.conductanceMin);
  const read = (cell: number): Volts => (cell < 0 ? 0 : gain * crossbar.difference[cell]);
  c.signal("cell.v", "V", { of: ["cell"], map: read });
}

/** Quantities that nothing in the circuit depends on: they cost only when someone looks. */
function observe(c: CircuitBuilder, p: DenseAmParameters, hidden: number): void {
  c.quantities("error.visible", p.visible, "V").quantities("error.hidden", hidden, "V");
  c.quantities("unrest", p.visible + hidden, "V");
  const stretches = { visible: stretch(0, p.visible), hidden: stretch(p.visible, hidden) };
  for (const bank of ["visible", "hidden"] as const) {
    const [error, pull] = [`error.${bank}`, `${bank}.pull`];
    c.linear(error, [{ from: `${bank}.goal` }, { from: `${bank}.amp`, gain: -1 }]);
    c.magnitudes(`unrest${stretches[bank]}`, [error, pull]);
  }
}

const drawn = (draws: RandomStream, count: number, sigma: Volts): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => (sigma === 0 ? 0 : sigma * draws.normal(k)));

const stretch = (first: number, count: number): string => `[${first}..${first + count - 1}]`;

function checked(p: DenseAmParameters): DenseAmParameters {
  const sizes = [p.visible, p.softmaxRows, p.reluRows];
  if (!sizes.every((n) => Number.isInteger(n) && n >= 0) || p.visible < 1 || p.softmaxRows + p.reluRows < 1) {
    throw new SettleError(
      "OUT_OF_RANGE",
      `a core of ${p.visible} visible, ${p.softmaxRows} softmax and ${p.reluRows} ReLU neurons: at least one visible and one hidden are needed`,
    );
  }
  return p;
}
