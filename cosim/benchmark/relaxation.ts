import { type DenseAm, denseAm } from "../../analog-models/networks/dense-am.ts";
import { denseAmDefaults, type LineAmplifier } from "../../analog-models/networks/dense-am-parameters.ts";
import { seededRandom } from "../../src/random.ts";
import type { Seconds } from "../../src/units.ts";

/** Time constants [s], slew rate [V/s], sharpness of the softmax [1/V]: a core at the pace of a discrete prototype. */
export const VISIBLE_TAU: Seconds = 1e-6;
export const HIDDEN_TAU: Seconds = 0.2e-6;
export const SLEW_RATE = 1e7;
export const BETA = 20;
export const ACTIVITY_GAIN = 2;
const CAPACITANCE = 10e-12;
const STORED = 0.9;
const FLIPPED = 0.15;
const SEED = 12;

/** A core that recalls one of its rows from a corrupted one, alone, and where it starts. */
export interface Relaxation {
  readonly core: DenseAm;
  /** of the visible and the hidden neurons [V] */
  readonly bias: Float64Array;
  /** how much faster an amplifier is than its node */
  readonly poleRatio: number;
}

const node = (tau: Seconds) => ({ resistance: tau / CAPACITANCE, capacitance: CAPACITANCE, leakConductance: 0 });

/**
 * The relaxation that integrators are compared on: `visible` tanh neurons and `hidden` softmax neurons, random rows of +-1 whose
 * devices err by 1 %, an amplifier at every line with a pole `poleRatio` times its node's, limited in slew. It begins at the
 * first row with one sign in seven turned round, biases of some 10 mV on all nodes, and is left to itself.
 */
export function relaxation(visible: number, hidden: number, poleRatio: number): Relaxation {
  const random = seededRandom(SEED);
  const sign = random("rows", "sign");
  const bit = (k: number) => (sign.uniform(k) < 0.5 ? -1 : 1);
  const turned = random("start", "turned");
  const start = Array.from({ length: visible }, (_, i) => STORED * bit(i) * (turned.uniform(i) < FLIPPED ? -1 : 1));
  const defaults = denseAmDefaults(visible, hidden);
  const amplifier = (tau: Seconds): LineAmplifier => ({
    form: "tanh",
    gainBandwidth: poleRatio / tau / (2 * Math.PI),
    gain: 1,
    slewRate: SLEW_RATE,
    rails: { low: -Infinity, high: Infinity },
  });
  const core = denseAm(
    {
      ...defaults,
      visibleNode: node(VISIBLE_TAU),
      hiddenNode: node(HIDDEN_TAU),
      visibleActivation: { kind: "tanh", gain: ACTIVITY_GAIN, scale: 1 },
      softmax: { beta: BETA, scale: 1 },
      visibleAmplifier: amplifier(VISIBLE_TAU),
      hiddenAmplifier: amplifier(HIDDEN_TAU),
      crossbar: { ...defaults.crossbar, levels: "continuous", mismatch: 0.01 },
      weights: Float64Array.from({ length: visible * hidden }, (_, cell) => bit(cell)),
      initial: { visible: start, visibleAmplifier: start, hidden: 0, hiddenAmplifier: 0 },
    },
    random,
  );
  const drawn = random("bias", "value");
  const bias = Float64Array.from({ length: visible + hidden }, (_, k) => (k < visible ? 0.05 : 0.02) * drawn.normal(k));
  bias.forEach((volts, k) => core.circuit.setInput(k, volts));
  const set = (name: string, value: number) => core.circuit.setInput(core.circuit.inputNames.indexOf(name), value);
  set("mux [1]", -1);
  set("release [1]", 1);
  return { core, bias, poleRatio };
}
