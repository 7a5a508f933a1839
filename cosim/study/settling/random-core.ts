import { denseAm } from "../../../analog-models/networks/dense-am.ts";
import { denseAmDefaults, type DenseAmParameters } from "../../../analog-models/networks/dense-am-parameters.ts";
import { type LeastCurvature, ReducedCore } from "../../../analog-models/networks/reduced-core.ts";
import type { RandomSource } from "../../../src/random.ts";
import type { Volts } from "../../../src/units.ts";

/** positive: levels uniform in 0..1, as in an Energy Transformer. signed: -1 or 1, as patterns of an associative memory. */
export type CoreKind = "positive" | "signed";

export interface RandomCore {
  readonly kind: CoreKind;
  /** With ideal amplifiers, and every voltage 0 before time begins. */
  readonly parameters: DenseAmParameters;
  /** [V], the visible ones first. shape (2 size,) */
  readonly bias: Float64Array;
  /** Where every node holds still [V]. shape (size,) each */
  readonly visible: Float64Array;
  readonly hidden: Float64Array;
  readonly curvature: LeastCurvature;
}

/** Voltages at rest: visible nodes within +-0.5 V (positive: 0.1 V..0.5 V), hidden ones where every row is well on. */
const VISIBLE: Readonly<Record<CoreKind, readonly [Volts, Volts]>> = { positive: [0.1, 0.5], signed: [-0.5, 0.5] };
const HIDDEN: readonly [Volts, Volts] = [0.1, 0.3];

/**
 * Core number `draw` of D = `size` visible neurons and as many ReLU rows, of devices that use their whole range, with a prescribed
 * least eigenvalue of its Hessian, 0..1.
 *
 * With every row on J = R^2 dG'dG, so R_v = R_h = R = sqrt((1 - eigenvalue) / lambda_max(dG'dG)) makes lambda_min(H) the wanted
 * one, exactly; with fewer rows on it is larger. So H is positive definite everywhere: one fixed point, which attracts all
 * starts. That point is drawn, v* and h* each uniform between bounds that do not depend on size, and the biases follow:
 * a = v* - R dG'h*, b = h* - R dG v*. On the way there, from 0 V, rows switch on and off.
 */
export function randomCore(
  kind: CoreKind,
  size: number,
  eigenvalue: number,
  draw: number,
  random: RandomSource,
): RandomCore {
  const uniform = (purpose: string, count: number, [low, high]: readonly [number, number]) => {
    const stream = random(`${kind} core of ${size}, draw ${draw}`, purpose);
    return Float64Array.from({ length: count }, (_, k) => low + (high - low) * stream.uniform(k));
  };
  const weights = uniform("levels", size * size, [0, 1]).map((u) => (kind === "positive" ? u : u < 0.5 ? -1 : 1));
  const unscaled = { ...idealParameters(size), weights };
  const { difference } = denseAm(unscaled).crossbar;
  const [visible, hidden] = [uniform("visible", size, VISIBLE[kind]), uniform("hidden", size, HIDDEN)];
  const start = uniform("first guess of the mode", size, [0.5, 1]);
  const largest =
    1 - new ReducedCore(withTransimpedance(unscaled, 1), difference).leastCurvature(hidden, start).eigenvalue;
  const parameters = withTransimpedance(unscaled, Math.sqrt((1 - eigenvalue) / largest));
  const core = new ReducedCore(parameters, difference);
  const bias = Float64Array.from([
    ...core.visibleDrive(hidden).map((drive, i) => visible[i] - drive),
    ...core.hiddenDrive(visible).map((drive, mu) => hidden[mu] - drive),
  ]);
  return { kind, parameters, bias, visible, hidden, curvature: core.leastCurvature(hidden, start) };
}

function idealParameters(size: number): DenseAmParameters {
  const defaults = denseAmDefaults(size, 0, size);
  const ideal = { form: "ideal", rails: { low: -Infinity, high: Infinity } } as const;
  const crossbar = { ...defaults.crossbar, levels: "continuous" } as const;
  return { ...defaults, crossbar, visibleAmplifier: ideal, hiddenAmplifier: ideal };
}

const withTransimpedance = (p: DenseAmParameters, ohms: number): DenseAmParameters => ({
  ...p,
  visibleTransimpedance: ohms,
  reluTransimpedance: ohms,
});
