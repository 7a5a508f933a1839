import { type DenseAm, denseAm } from "../../../analog-models/networks/dense-am.ts";
import type { DenseAmParameters, NeuronNode } from "../../../analog-models/networks/dense-am-parameters.ts";
import { biasesOf, rowOfAge, type TokenProgram } from "../../../analog-models/networks/token-program.ts";
import {
  argMax,
  type Context,
  type EnergyTransformer,
  logitsOf,
  tokenOfAge,
} from "../../../analog-models/training/model.ts";
import type { Hertz, Seconds, Volts, VoltsPerSecond } from "../../../src/units.ts";
import { programOf } from "../../benches/language/without-rtl.ts";
import { chipWith, studiedLanguage } from "../chips/language.ts";
import { distanceTo, follow, release, SURELY } from "../cores/relaxation.ts";

/** Of every amplifier of the chip; its noise gain is that of its line. */
export interface ChipAmplifier {
  readonly gainBandwidth: Hertz;
  readonly slewRate: VoltsPerSecond;
}

/** Trained weights on the reference chip, as its bench makes it, without deviations. */
export interface StudiedChip {
  readonly model: EnergyTransformer;
  readonly program: TokenProgram;
  /** [V] per model unit of v */
  readonly scale: Volts;
  /** of the ADC, to either side [V] */
  readonly fullScale: Volts;
}

/** `bench` is one whose weights ship. */
export function studiedChip(bench: string): StudiedChip {
  const language = studiedLanguage(bench);
  const made = chipWith(language, {});
  const { mapping, chip } = made;
  return {
    model: language.order.model,
    program: programOf(made),
    scale: mapping.scale.visible,
    fullScale: chip.adc.fullScale,
  };
}

/** Levels of a context's rows, in a ring whose head stands at 0, above those of the memory. */
function weightsOf({ core, embedding, memory }: TokenProgram, context: Context): readonly number[] {
  const { visible: D, softmaxRows: L } = core;
  const rows: (readonly number[])[] = [];
  for (let age = 0; age < L; age++) {
    const token = tokenOfAge(context, age);
    rows[rowOfAge(0, age, L)] = embedding.slice(token * D, (token + 1) * D);
  }
  return [...rows.flat(), ...memory];
}

const slowed = (node: NeuronNode, factor: number): NeuronNode => ({
  ...node,
  capacitance: node.capacitance * factor,
});

/**
 * The chip with a context programmed, held at 0 V until its amplifiers rest, and released. `amplifier` "ideal" has no dynamics;
 * `stretch` multiplies both time constants of the nodes.
 */
export function promptedChip(
  { program }: StudiedChip,
  context: Context,
  amplifier: ChipAmplifier | "ideal",
  stretch = 1,
): DenseAm {
  const { core } = program;
  const { rails } = core.visibleAmplifier;
  const made =
    amplifier === "ideal"
      ? ({ form: "ideal", rails } as const)
      : ({ form: "tanh", gain: "line", rails, ...amplifier } as const);
  const parameters: DenseAmParameters = {
    ...core,
    weights: weightsOf(program, context),
    visibleNode: slowed(core.visibleNode, stretch),
    hiddenNode: slowed(core.hiddenNode, stretch),
    visibleAmplifier: made,
    hiddenAmplifier: made,
  };
  const chip = denseAm({ ...parameters, initial: { ...core.initial, ...heldGoals(parameters) } });
  release(chip, biasesOf(program, 0));
  return chip;
}

/** Where the amplifiers rest while every node is held at 0 V. */
function heldGoals(p: DenseAmParameters): {
  readonly visibleAmplifier: Float64Array;
  readonly hiddenAmplifier: Float64Array;
} {
  const { circuit } = denseAm(p);
  const signals = new Float64Array(circuit.signalNames.length);
  circuit.signals(0, circuit.initialState(), signals);
  const from = (name: string, count: number) => {
    const first = circuit.signalNames.indexOf(`${name}[0] [V]`);
    return signals.slice(first, first + count);
  };
  return {
    visibleAmplifier: from("visible.goal", p.visible),
    hiddenAmplifier: from("hidden.goal", p.softmaxRows + p.reluRows),
  };
}

export interface Latency {
  /** Until every visible node is within half an LSB of its end for good. */
  readonly settled: Seconds;
  /** Until the decoder's answer is that of the late readout for good. */
  readonly decided: Seconds;
  readonly steps: number;
}

/** How long a prompted chip takes to `rest` (D,), with an ADC of `bits` over its full scale. */
export function latencyOf(chip: DenseAm, studied: StudiedChip, rest: Float64Array, bits: number): Latency {
  const halfLsb = studied.fullScale / 2 ** bits;
  const { model, scale } = studied;
  const v = new Float64Array(rest.length);
  const logits = (x: ArrayLike<number>) => {
    for (let i = 0; i < v.length; i++) v[i] = x[i] / scale;
    return logitsOf(model.decoderWeights, model.decoderBias, v);
  };
  const answer = argMax(logits(rest));
  const behind = (x: ArrayLike<number>) => {
    const all = logits(x);
    return Math.max(...all.filter((_, token) => token !== answer)) - all[answer];
  };
  const distance = (x: ArrayLike<number>) => distanceTo(rest, x);
  const watches = [
    { measure: distance, level: halfLsb },
    { measure: behind, level: 0 },
  ];
  const { times, steps } = follow(chip, watches, (x) => distance(x) < SURELY * halfLsb);
  return { settled: times[0] ?? 0, decided: times[1] ?? 0, steps };
}

/** Largest |R i| of a node that counts as at rest: a ten-thousandth of half an LSB. */
const STILL: Volts = 1e-7;

/** The late readout: visible voltages once ideal amplifiers and nodes have come to rest. */
export function lateReadout(studied: StudiedChip, context: Context): Float64Array {
  const chip = promptedChip(studied, context, "ideal");
  const { circuit } = chip;
  const slopes = new Float64Array(circuit.stateNames.length);
  const { visible, visibleNode } = studied.program.core;
  const tau = visibleNode.resistance * visibleNode.capacitance;
  let end: Float64Array = circuit.initialState();
  const unrest = (x: ArrayLike<number>) => {
    end = Float64Array.from(x);
    circuit.derivative(0, end, slopes);
    return tau * slopes.subarray(0, 2 * visible).reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
  };
  follow(chip, [], (x) => unrest(x) < STILL, { relative: 1e-9, absolute: 1e-12 });
  return end.slice(0, visible);
}
