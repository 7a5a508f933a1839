import { type DenseAm, denseAm } from "../../../analog-models/networks/dense-am.ts";
import type { DenseAmParameters } from "../../../analog-models/networks/dense-am-parameters.ts";
import { LineNoiseGain } from "../../../analog-models/noise-gain.ts";
import type { Hertz, Ohms, Seconds, Volts } from "../../../src/units.ts";
import type { RandomCore } from "./random-core.ts";
import { release } from "./relaxation.ts";

/**
 * inference: from 0 V. slowest: displaced from rest along the eigenvector of the least eigenvalue; no start decays at a lower rate
 * in the end.
 */
export type Start = "inference" | "slowest";

/** Of each layer's amplifiers, whose noise gain is that of their lines. */
export interface GainBandwidths {
  readonly visible: Hertz;
  readonly hidden: Hertz;
}

/** ideal: without dynamics */
export type Amplifiers = "ideal" | GainBandwidths;

/**
 * ideal: no dynamics. fixed: the same amplifier at every size. tenfold: one of ten times the gain-bandwidth product, the same at
 * every size. scaled: a gain-bandwidth product in proportion to the layer's noise gain, from `fixed` at the smallest size on.
 */
export type AmplifierRule = "ideal" | "fixed" | "tenfold" | "scaled";

/** Time constants around the loop of a core. */
export interface Lags {
  readonly visible: Seconds;
  readonly hidden: Seconds;
  /** 1 / (2 pi f_cl) of each layer's amplifiers; 0 for ideal ones */
  readonly visibleAmplifier: Seconds;
  readonly hiddenAmplifier: Seconds;
}

/** Mean noise gain of each layer's amplifiers. */
export interface NoiseGains {
  readonly visible: number;
  readonly hidden: number;
}

/** Largest displacement of a visible node along the slowest mode: small enough that no row switches. */
const DISPLACEMENT: Volts = 0.05;

/** The core with those amplifiers, released at `start`. */
export function releasedCore(random: RandomCore, start: Start, amplifiers: Amplifiers): DenseAm {
  const core = denseAm({ ...withAmplifiers(random.parameters, amplifiers), initial: initialOf(random, start) });
  release(core, random.bias);
  return core;
}

/** Bandwidth alone: neither slew limit nor rails. */
function withAmplifiers(p: DenseAmParameters, amplifiers: Amplifiers): DenseAmParameters {
  if (amplifiers === "ideal") return p;
  const of = (gainBandwidth: Hertz) =>
    ({ ...p.visibleAmplifier, form: "tanh", gain: "line", slewRate: Infinity, gainBandwidth }) as const;
  return { ...p, visibleAmplifier: of(amplifiers.visible), hiddenAmplifier: of(amplifiers.hidden) };
}

/** Amplifiers start where they end, hidden nodes too, when the start is the slowest mode; else everything is at 0 V. */
function initialOf({ visible, hidden, bias, curvature: { mode } }: RandomCore, start: Start) {
  if (start === "inference") return { visible: 0, hidden: 0, visibleAmplifier: 0, hiddenAmplifier: 0 };
  const scale = DISPLACEMENT / mode.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return {
    visible: visible.map((v, i) => v + scale * (mode[i] ?? 0)),
    hidden,
    visibleAmplifier: visible.map((v, i) => v - (bias[i] ?? 0)),
    hiddenAmplifier: hidden.map((h, mu) => h - (bias[visible.length + mu] ?? 0)),
  };
}

export function noiseGainsOf({ crossbar, parameters: p }: Pick<DenseAm, "crossbar" | "parameters">): NoiseGains {
  const mean = (line: "row" | "column", count: number, feedback: Ohms) => {
    const gains = new LineNoiseGain(crossbar, line, () => feedback);
    return Array.from({ length: count }, (_, k) => gains.of(k)).reduce((sum, gain) => sum + gain, 0) / count;
  };
  return {
    visible: mean("column", p.visible, p.visibleTransimpedance),
    hidden: mean("row", p.reluRows, p.reluTransimpedance),
  };
}

/** Time constants around the loop, means over the lines of each layer. */
export function lagsOf(core: DenseAm, amplifiers: Amplifiers): Lags {
  const { visibleNode, hiddenNode } = core.parameters;
  const gains = noiseGainsOf(core);
  const lag = (layer: "visible" | "hidden") =>
    amplifiers === "ideal" ? 0 : gains[layer] / (2 * Math.PI * amplifiers[layer]);
  return {
    visible: visibleNode.resistance * visibleNode.capacitance,
    hidden: hiddenNode.resistance * hiddenNode.capacitance,
    visibleAmplifier: lag("visible"),
    hiddenAmplifier: lag("hidden"),
  };
}

/** `first` are the noise gains of the smallest core of a series. */
export function amplifiersBy(
  rule: Exclude<AmplifierRule, "ideal">,
  fixed: Hertz,
  gains: NoiseGains,
  first: NoiseGains,
): GainBandwidths {
  if (rule === "fixed") return { visible: fixed, hidden: fixed };
  if (rule === "tenfold") return { visible: 10 * fixed, hidden: 10 * fixed };
  return { visible: (fixed * gains.visible) / first.visible, hidden: (fixed * gains.hidden) / first.hidden };
}
