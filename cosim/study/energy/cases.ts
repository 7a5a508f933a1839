import { CorePowerMeter } from "../../../analog-models/networks/core-power.ts";
import type { Joules } from "../../../src/units.ts";
import type { CoreParameters } from "../cores/parameters.ts";
import { type CoreKind, type RandomCore, randomCore } from "../cores/random-core.ts";
import {
  type AmplifierRule,
  amplifiersBy,
  type NoiseGains,
  noiseGainsOf,
  releasedCore,
} from "../cores/released-core.ts";
import { arrivalAt } from "../cores/relaxation.ts";
import type { Row, StudyRun } from "../study.ts";
import { type CoreParts, EnergyMeter } from "./energy-meter.ts";
import { type AmplifierSupply, quiescentPower } from "./quiescent.ts";

export interface Case {
  readonly kind: CoreKind;
  readonly amplifiers: Exclude<AmplifierRule, "ideal">;
}

export const CASES: readonly Case[] = [
  { kind: "positive", amplifiers: "fixed" },
  { kind: "signed", amplifiers: "fixed" },
  { kind: "unit", amplifiers: "fixed" },
  { kind: "unit", amplifiers: "scaled" },
];

const PICO = 1e12;

/** Every case at every size and draw, smallest first: energy of one inference from 0 V until it has settled. */
export async function measureAll(p: CoreParameters, supply: AmplifierSupply, run: StudyRun): Promise<Row[]> {
  const rows: Row[] = [];
  const smallest = new Map<CoreKind, NoiseGains>();
  for (const size of p.sizes) {
    for (let draw = 0; draw < p.draws; draw++) {
      for (const one of CASES) {
        const core = randomCore(one.kind, size, p.eigenvalue, draw, run.random);
        const gains = noiseGainsOf(core);
        const first = smallest.get(one.kind) ?? gains;
        smallest.set(one.kind, first);
        rows.push(measured(p, one, core, draw, { gains, first }, supply));
        await run.progress(rows.length, p.sizes.length * p.draws * CASES.length, `cores of ${size} x ${size} infer`);
      }
    }
  }
  return rows;
}

function measured(
  p: CoreParameters,
  { kind, amplifiers: rule }: Case,
  random: RandomCore,
  draw: number,
  { gains, first }: { readonly gains: NoiseGains; readonly first: NoiseGains },
  supply: AmplifierSupply,
): Row {
  const amplifiers = amplifiersBy(rule, p.gainBandwidth * 1e6, gains, first);
  const core = releasedCore(random, "inference", amplifiers);
  const meter = new CorePowerMeter(core, random.bias);
  const energy = new EnergyMeter((x) => meter.at(x), core.circuit.stateNames.length);
  const { times } = arrivalAt(core, random.visible, [p.tolerance], undefined, (step) => energy.add(step));
  const [time = 0] = times;
  const quiescent =
    random.size * (quiescentPower(amplifiers.visible, supply) + quiescentPower(amplifiers.hidden, supply));
  return {
    kind,
    amplifiers: rule,
    size: random.size,
    crosspoints: random.size ** 2,
    draw,
    settlingTime: time * 1e9,
    ...partsOf(energy.until(time), quiescent * time),
    staticEstimate: PICO * time * (totalOf(energy.powerAtEnd) + quiescent),
  };
}

const totalOf = ({ crosspoints, feedback, nodes }: CoreParts): number => crosspoints + feedback + nodes;

/** [pJ] */
const partsOf = (energy: CoreParts, amplifiers: Joules) => ({
  crosspointEnergy: energy.crosspoints * PICO,
  resistorEnergy: (energy.feedback + energy.nodes) * PICO,
  amplifierEnergy: amplifiers * PICO,
  energy: (totalOf(energy) + amplifiers) * PICO,
});
