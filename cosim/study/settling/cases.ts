import type { Row, StudyRun } from "../study.ts";
import { eigenvalueOf, settlingTimeOf, slowestExponential } from "./one-mode.ts";
import type { CoreParameters } from "../cores/parameters.ts";
import { type CoreKind, type RandomCore, randomCore } from "../cores/random-core.ts";
import {
  type AmplifierRule,
  type Amplifiers,
  amplifiersBy,
  type Lags,
  type NoiseGains,
  noiseGainsOf,
  type Start,
} from "../cores/released-core.ts";
import { settlingOf } from "./settling-time.ts";

export interface Case {
  readonly kind: CoreKind;
  readonly start: Start;
  readonly amplifiers: AmplifierRule;
}

export const IDEAL_CASES: readonly Case[] = [
  { kind: "positive", start: "inference", amplifiers: "ideal" },
  { kind: "positive", start: "slowest", amplifiers: "ideal" },
  { kind: "signed", start: "inference", amplifiers: "ideal" },
  { kind: "signed", start: "slowest", amplifiers: "ideal" },
];

/** All from the start that the eigenvalue alone decides, so that nothing but the amplifiers differs between sizes. */
export const GAIN_CASES: readonly Case[] = [
  { kind: "unit", start: "slowest", amplifiers: "fixed" },
  { kind: "signed", start: "slowest", amplifiers: "fixed" },
  { kind: "positive", start: "slowest", amplifiers: "fixed" },
  { kind: "sparse", start: "slowest", amplifiers: "fixed" },
  { kind: "unit", start: "slowest", amplifiers: "scaled" },
  { kind: "signed", start: "slowest", amplifiers: "tenfold" },
];

export interface CaseParameters extends CoreParameters {
  readonly gainDraws: number;
}

/** Every case at every size and draw, smallest first. */
export async function measureAll(p: CaseParameters, run: StudyRun): Promise<Row[]> {
  const rows: Row[] = [];
  const smallest = new Map<string, NoiseGains>();
  const total = p.sizes.length * (p.draws + p.gainDraws);
  for (const size of p.sizes) {
    for (const [cases, draws] of [[IDEAL_CASES, p.draws] as const, [GAIN_CASES, p.gainDraws] as const]) {
      for (let draw = 0; draw < draws; draw++) {
        rows.push(...measureCores(p, cases, size, draw, run, smallest));
        await run.progress(countOf(rows), total, `cores of ${size} x ${size} settle`);
      }
    }
  }
  return rows;
}

/** How many (size, draw) pairs, of either kind of summing, the rows hold. */
const countOf = (rows: readonly Row[]): number =>
  new Set(rows.map(({ size, draw, amplifiers }) => `${size} ${draw} ${amplifiers === "ideal"}`)).size;

function measureCores(
  p: CaseParameters,
  cases: readonly Case[],
  size: number,
  draw: number,
  run: StudyRun,
  smallest: Map<string, NoiseGains>,
): Row[] {
  const cores = new Map<CoreKind, RandomCore>();
  return cases.map((one) => {
    const core = cores.get(one.kind) ?? randomCore(one.kind, size, p.eigenvalue, draw, run.random);
    cores.set(one.kind, core);
    const gains = noiseGainsOf(core);
    const first = smallest.get(one.kind) ?? gains;
    smallest.set(one.kind, first);
    const amplifiers =
      one.amplifiers === "ideal" ? "ideal" : amplifiersBy(one.amplifiers, p.gainBandwidth * 1e6, gains, first);
    return measured(p, one, core, draw, gains, amplifiers);
  });
}

function measured(
  p: CaseParameters,
  { kind, start, amplifiers }: Case,
  core: RandomCore,
  draw: number,
  gains: NoiseGains,
  dynamics: Amplifiers,
): Row {
  const { time, rate, lags, steps } = settlingOf(core, start, p.tolerance, dynamics);
  const { eigenvalue } = core.curvature;
  return {
    kind,
    start,
    amplifiers,
    size: core.size,
    crosspoints: core.size ** 2,
    draw,
    eigenvalue,
    eigenvalueFromDecay: eigenvalueOf(lags, rate),
    visibleNoiseGain: gains.visible,
    hiddenNoiseGain: gains.hidden,
    amplifierLag: (lags.visibleAmplifier + lags.hiddenAmplifier) / lags.visible,
    settlingTime: time / lags.visible,
    closedForm: start === "slowest" ? closedForm(lags, eigenvalue, p.tolerance) : null,
    steps,
  };
}

const closedForm = (lags: Lags, eigenvalue: number, tolerance: number): number =>
  settlingTimeOf(slowestExponential(lags, eigenvalue), tolerance) / lags.visible;
