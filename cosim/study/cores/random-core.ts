import { denseAm } from "../../../analog-models/networks/dense-am.ts";
import { denseAmDefaults, type DenseAmParameters } from "../../../analog-models/networks/dense-am-parameters.ts";
import { type LeastCurvature, ReducedCore } from "../../../analog-models/networks/reduced-core.ts";
import type { CrossbarDevices, StuckDevice } from "../../../analog-models/crossbar.ts";
import type { RandomSource } from "../../../src/random.ts";
import type { Ohms, Volts } from "../../../src/units.ts";

/**
 * positive: levels uniform in 0..1, as in an Energy Transformer, R_v = R_h. signed: levels -1 or 1, as patterns of an associative
 * memory, R_v = R_h. unit: the same with R_v = 1 / dG_max, as the reference chip has it: a full level has gain 1 towards the
 * visible layer. sparse: as signed, with FAN_IN crosspoints on each line and no devices at the others.
 */
export type CoreKind = "positive" | "signed" | "unit" | "sparse";

/** What plots call them. */
export const CORE_LABELS: Readonly<Record<CoreKind, string>> = {
  positive: "levels 0..1",
  signed: "levels ±1, Rᵥ = Rₕ",
  unit: "levels ±1, Rᵥ = 1/ΔG",
  sparse: "levels ±1, ten on a line",
};

export const FAN_IN = 10;

export interface RandomCore {
  readonly kind: CoreKind;
  readonly size: number;
  /** With ideal amplifiers, and every voltage 0 before time begins. */
  readonly parameters: DenseAmParameters;
  readonly crossbar: CrossbarDevices;
  /** [V], the visible ones first. shape (2 size,) */
  readonly bias: Float64Array;
  /** Where every node holds still [V]. shape (size,) each */
  readonly visible: Float64Array;
  readonly hidden: Float64Array;
  readonly curvature: LeastCurvature;
}

/** Voltages at rest: of visible nodes, and of hidden ones where R_v = R_h, every row well on. */
const VISIBLE: Readonly<Record<CoreKind, readonly [Volts, Volts]>> = {
  positive: [0.1, 0.5],
  signed: [-0.5, 0.5],
  unit: [-0.5, 0.5],
  sparse: [-0.5, 0.5],
};
const HIDDEN: readonly [Volts, Volts] = [0.1, 0.3];

/**
 * Core number `draw` of D = `size` visible neurons and as many ReLU rows, of devices that use their whole range, with a prescribed
 * least eigenvalue of its Hessian, 0..1.
 *
 * With every row on J = R_v R_h dG'dG, so R_v R_h = (1 - eigenvalue) / lambda_max(dG'dG) makes lambda_min(H) the wanted one,
 * exactly; with fewer rows on it is larger. So H is positive definite everywhere: one fixed point, which attracts all starts.
 * That point is drawn, v* and h* each uniform between bounds that do not depend on size, and the biases follow:
 * a = v* - R_v dG'h*, b = h* - R_h dG v*. On the way there, from 0 V, rows switch on and off.
 */
export function randomCore(
  kind: CoreKind,
  size: number,
  eigenvalue: number,
  draw: number,
  random: RandomSource,
): RandomCore {
  const uniform: Uniform = (purpose, count, [low, high]) => {
    const stream = random(`${kind} core of ${size}, draw ${draw}`, purpose);
    return Float64Array.from({ length: count }, (_, k) => low + (high - low) * stream.uniform(k));
  };
  const unscaled = { ...idealParameters(kind, size, uniform), weights: levelsOf(kind, size, uniform) };
  const { crossbar } = denseAm(unscaled);
  const [visible, drawn] = [uniform("visible", size, VISIBLE[kind]), uniform("hidden", size, HIDDEN)];
  const guess = uniform("first guess of the mode", size, [0.5, 1]);
  const plain = new ReducedCore(withTransimpedances(unscaled, 1, 1), crossbar.difference);
  const { eigenvalue: least, mode } = plain.leastCurvature(drawn, guess);
  const loop = Math.sqrt((1 - eigenvalue) / (1 - least));
  const forward = kind === "unit" ? unscaled.visibleTransimpedance : loop;
  const parameters = withTransimpedances(unscaled, forward, loop ** 2 / forward);
  const hidden = drawn.map((h) => (h * loop) / forward); // R_h may be far below R_v, and voltages with it
  const core = new ReducedCore(parameters, crossbar.difference);
  const bias = biasesFor(core, visible, hidden);
  const curvature = core.leastCurvature(hidden, mode);
  return { kind, size, parameters, crossbar, bias, visible, hidden, curvature };
}

/** `count` draws between two bounds. */
type Uniform = (purpose: string, count: number, bounds: readonly [low: number, high: number]) => Float64Array;

const levelsOf = (kind: CoreKind, size: number, uniform: Uniform): Float64Array =>
  uniform("levels", size * size, [0, 1]).map((u) => (kind === "positive" ? u : u < 0.5 ? -1 : 1));

/** Those that hold every node still at these voltages. */
const biasesFor = (core: ReducedCore, visible: Float64Array, hidden: Float64Array): Float64Array =>
  Float64Array.from([
    ...core.visibleDrive(hidden).map((drive, i) => visible[i] - drive),
    ...core.hiddenDrive(visible).map((drive, mu) => hidden[mu] - drive),
  ]);

/** `visibleTransimpedance` stays that of the reference chip: 1 / dG_max. */
function idealParameters(kind: CoreKind, size: number, uniform: Uniform): DenseAmParameters {
  const stuck = kind === "sparse" ? absentDevices(size, uniform("offsets", size, [0, 1])) : [];
  const defaults = denseAmDefaults(size, 0, size);
  const ideal = { form: "ideal", rails: { low: -Infinity, high: Infinity } } as const;
  const crossbar = { ...defaults.crossbar, levels: "continuous", stuck } as const;
  return { ...defaults, crossbar, visibleAmplifier: ideal, hiddenAmplifier: ideal };
}

/** All but those of FAN_IN diagonals, which `draws` choose: so every row and every column has as many. */
function absentDevices(size: number, draws: Float64Array): readonly StuckDevice[] {
  const kept = new Set([...draws.keys()].sort((a, b) => draws[a] - draws[b]).slice(0, FAN_IN));
  return Array.from({ length: size * size }, (_, cell) => [Math.floor(cell / size), cell % size] as const)
    .filter(([row, column]) => !kept.has((column - row + size) % size))
    .flatMap(([row, column]) => [
      { row, column, side: "plus", conductance: 0 },
      { row, column, side: "minus", conductance: 0 },
    ]);
}

const withTransimpedances = (p: DenseAmParameters, visible: Ohms, relu: Ohms): DenseAmParameters => ({
  ...p,
  visibleTransimpedance: visible,
  reluTransimpedance: relu,
});
