import type { Ohms } from "../../src/units.ts";
import type { Activation } from "../activation.ts";
import { curvature, lagrangian } from "../lagrangian.ts";
import type { DenseAm } from "./dense-am.ts";
import type { NeuronNode } from "./dense-am-parameters.ts";
import { type PlacesOf, placesOf, type Stretch } from "./signal-places.ts";

/**
 * The Lyapunov function of a Dense Associative Memory core, from its signals. With activities g = dL/dv, offsets o, bias a
 * (error included) and the drives of dense-am.ts (arXiv 2512.15002, brought to volts and to transimpedances R_v, R_h):
 *
 *   E = sum_i [lambda_v (g_i v_i - L_v) - g_i (a_i + o_i)] - sum_i g_i drive_i
 *     + kappa sum_mu [lambda_h (f_mu h_mu - L_h) - f_mu (b_mu + o_mu)]
 *   kappa = R_v / R_h of the row's bank,   lambda = 1 + R g_leak   (1 without leak)                       [V^2]
 *
 * The drives come from the devices as they are, so mismatch and stuck cells are in E. Both directions read the same dG, so
 * the coupling sum_i g_i drive_i = R_v f' dG g equals kappa sum_mu f_mu drive_mu, and dE/dv = -M D with M the Hessian of L and
 * D = drive + o + a - lambda v (dE/dh likewise, times kappa).
 *
 * Supply. The node follows the amplifier's output, not the drive: tau dv/dt = D - e, e = drive + o - amp. Hence
 *
 *   dE/dt = - (D' M D - D' M e) / tau  <=  e' M e / (4 tau)
 *
 * by completing the square (M is positive semidefinite), summed over both layers, the hidden one times kappa. The sum is
 * the power that lagging or clipped amplifiers can at most feed in; it is 0 for ideal amplifiers inside their rails. Valid
 * while `release` is 1 and `precharge` 0, bias and weights hold still, and the multiplexer is buffered.
 */
export interface DenseAmEnergy {
  readonly name: string;
  readonly unit: string;
  /** [V^2] */
  readonly tolerance: number;
  relaxing(values: Float64Array): boolean;
  energy(values: Float64Array): number;
  supply(values: Float64Array): number;
}

/** `values` are the signals of the core's circuit, in their order. `tolerance` [V^2]: what the solver's own error may add. */
export function denseAmEnergy(core: DenseAm, tolerance: number): DenseAmEnergy {
  const at = placesOf(core);
  const layers = layersOf(core, at);
  const precharge = at("precharge", 1)[0];
  const release = at("release", 1)[0];
  return {
    name: "energy",
    unit: "V^2",
    tolerance,
    relaxing: (values) => values[release] === 1 && values[precharge] === 0,
    energy: (values) => layers.reduce((sum, layer) => sum + layerEnergy(layer, values), 0),
    supply: (values) => layers.reduce((sum, layer) => sum + layerSupply(layer, values), 0),
  };
}

/** One bank under one activation: its place in the signals and its constants. `[start, end]` are stretches of the signals. */
interface EnergyLayer {
  readonly v: Stretch;
  readonly f: Stretch;
  readonly drive: Stretch;
  readonly amp: Stretch;
  readonly bias: Stretch;
  /** of its amplifiers and of its biases [V] */
  readonly offset: Float64Array;
  readonly biasError: Float64Array;
  readonly activation: Activation;
  /** weight of the layer in E, and its time constant [s] */
  readonly kappa: number;
  readonly tau: number;
  readonly lambda: number;
  /** The coupling term is counted in one layer only. */
  readonly coupling: 0 | 1;
}

function layersOf(core: DenseAm, at: PlacesOf): readonly EnergyLayer[] {
  const { parameters: p, visibleOffset, hiddenOffset, biasError } = core;
  const visible: EnergyLayer = {
    ...signalsOf("visible", at, 0, p.visible),
    bias: at("bias", p.visible),
    offset: visibleOffset,
    biasError: biasError.subarray(0, p.visible),
    activation: p.visibleActivation,
    kappa: 1,
    ...rates(p.visibleNode),
    coupling: 1,
  };
  const rows = (first: number, count: number, activation: Activation, transimpedance: Ohms): EnergyLayer => ({
    ...signalsOf("hidden", at, first, count),
    bias: at("bias", count, p.visible + first),
    offset: hiddenOffset.subarray(first, first + count),
    biasError: biasError.subarray(p.visible + first, p.visible + first + count),
    activation,
    kappa: p.visibleTransimpedance / transimpedance,
    ...rates(p.hiddenNode),
    coupling: 0,
  });
  const softmax = () => rows(0, p.softmaxRows, { kind: "softmax", ...p.softmax }, p.softmaxTransimpedance);
  const relu = () => rows(p.softmaxRows, p.reluRows, { kind: "relu", ...p.relu }, p.reluTransimpedance);
  return [visible, ...(p.softmaxRows > 0 ? [softmax()] : []), ...(p.reluRows > 0 ? [relu()] : [])];
}

const rates = (node: NeuronNode): { tau: number; lambda: number } => ({
  tau: node.resistance * node.capacitance,
  lambda: 1 + node.resistance * node.leakConductance,
});

const signalsOf = (layer: "visible" | "hidden", at: PlacesOf, first: number, count: number) => ({
  v: at(`${layer}.v`, count, first),
  f: at(`${layer}.activity`, count, first),
  drive: at(`${layer}.drive`, count, first),
  amp: at(`${layer}.amp`, count, first),
});

function layerEnergy({ lambda, kappa, coupling, offset, biasError, ...layer }: EnergyLayer, values: Float64Array) {
  const [v, f, drive, bias] = [layer.v, layer.f, layer.drive, layer.bias].map((s) => values.subarray(...s));
  let energy = -lambda * lagrangian(layer.activation, v);
  for (let k = 0; k < v.length; k++) {
    const given = bias[k] + biasError[k] + offset[k] + coupling * drive[k];
    energy += f[k] * (lambda * v[k] - given);
  }
  return kappa * energy;
}

function layerSupply(layer: EnergyLayer, values: Float64Array): number {
  const [v, f, drive, amp] = [layer.v, layer.f, layer.drive, layer.amp].map((s) => values.subarray(...s));
  const e = drive.map((wanted, k) => wanted + layer.offset[k] - amp[k]);
  return (layer.kappa * curvature(layer.activation, v, f, e)) / (4 * layer.tau);
}
