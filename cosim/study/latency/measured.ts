import { argMax, type Context, logitsOf } from "../../../analog-models/training/model.ts";
import type { Seconds } from "../../../src/units.ts";
import { taskNamed } from "../../../analog-models/training/tasks/all.ts";
import type { Row, StudyRun } from "../study.ts";
import {
  type ChipAmplifier,
  latencyOf,
  lateReadout,
  promptedChip,
  type StudiedChip,
  studiedChip,
} from "./prompted-chip.ts";
import { PUBLISHED, type PublishedAmplifier } from "./published-amplifiers.ts";
import { largestNoiseGain, leastAmplifier, leastTau, type TextbookRule } from "./rule.ts";

export interface LatencyParameters {
  readonly gainBandwidths: readonly number[];
  readonly slewRates: readonly number[];
  readonly prompts: number;
  readonly published: boolean;
  readonly swing: number;
  readonly bits: number;
}

/** A prompt, and where the chip's nodes end. */
interface Prompt {
  readonly context: Context;
  readonly rest: Float64Array;
}

/** With ideal amplifiers: how long the slowest prompt takes, in tau_v, and how many are answered right in the end. */
export interface Ideal {
  readonly taus: number;
  readonly decidedTaus: number;
  readonly right: number;
}

export interface Measured {
  readonly prompts: readonly Row[];
  readonly map: readonly Row[];
  readonly published: readonly Row[];
  readonly ideal: Ideal;
  readonly rule: Omit<TextbookRule, "ahead">;
  /** of the chip's nodes */
  readonly tau: { readonly visible: Seconds; readonly hidden: Seconds };
}

const BENCH = "parity";
const NANO = 1e9;

/** Parity sees the number of ones alone: one prompt for each, ones first. */
function parityPrompts(chip: StudiedChip): readonly Prompt[] {
  const { context: length } = chip.model.shape;
  return Array.from({ length: length + 1 }, (_, ones) => {
    const context = Array.from({ length }, (_token, k) => (k < ones ? 1 : 0));
    return { context, rest: lateReadout(chip, context) };
  });
}

const tauOf = ({ program: { core } }: StudiedChip, node: "visibleNode" | "hiddenNode"): Seconds =>
  core[node].resistance * core[node].capacitance;

/** Latencies of all prompts [s]. */
function latencies(
  chip: StudiedChip,
  prompts: readonly Prompt[],
  amplifier: ChipAmplifier | "ideal",
  stretch: number,
  bits: number,
) {
  return prompts.map(({ context, rest }) =>
    latencyOf(promptedChip(chip, context, amplifier, stretch), chip, rest, bits),
  );
}

/** The token of a late readout, and whether the language has it next. */
function answerOf({ model, scale }: StudiedChip, { context, rest }: Prompt) {
  const v = rest.map((volts) => volts / scale);
  const answer = argMax(logitsOf(model.decoderWeights, model.decoderBias, v));
  return { answer, right: answer === taskNamed(BENCH).next(context) };
}

function idealOf(chip: StudiedChip, prompts: readonly Prompt[], bits: number) {
  const tau = tauOf(chip, "visibleNode");
  const found = latencies(chip, prompts, "ideal", 1, bits);
  const rows = prompts.map((prompt, k): Row => {
    const ones = prompt.context.filter((token) => token === 1).length;
    return { ones, settled: found[k].settled * NANO, decided: found[k].decided * NANO, ...answerOf(chip, prompt) };
  });
  const taus = Math.max(...found.map(({ settled }) => settled)) / tau;
  const decidedTaus = Math.max(...found.map(({ decided }) => decided)) / tau;
  return { rows, ideal: { taus, decidedTaus, right: rows.filter(({ right }) => right === true).length } };
}

/**
 * Time constants of the nodes. chip: those of the token benches' chip. tenth: as short as the rule allows with amplifiers ten
 * times faster than the nodes. equal: the same with amplifiers as fast as the hidden nodes, and no faster.
 */
const CHOICES = [
  { rc: "chip", ahead: 10 },
  { rc: "tenth", ahead: 10 },
  { rc: "equal", ahead: 1 },
] as const;
type Choice = (typeof CHOICES)[number];

/** What every point of the map has in common. */
interface Setting {
  readonly chip: StudiedChip;
  /** The slowest ones. */
  readonly prompts: readonly Prompt[];
  readonly bits: number;
  readonly ideal: Ideal;
  readonly rule: Omit<TextbookRule, "ahead">;
}

type Point = Pick<PublishedAmplifier, "gainBandwidth" | "slewRate">;

export async function measureAll(p: LatencyParameters, run: StudyRun): Promise<Measured> {
  const chip = studiedChip(BENCH);
  const all = parityPrompts(chip);
  const { rows, ideal } = idealOf(chip, all, p.bits);
  const gains = all.map(({ context }) => largestNoiseGain(promptedChip(chip, context, "ideal")));
  const rule = { swing: p.swing, noiseGain: Math.max(...gains) };
  const slowest = [...all.keys()].sort((a, b) => Number(rows[b]?.settled) - Number(rows[a]?.settled));
  const prompts = slowest.slice(0, p.prompts).map((k) => all[k]);
  const setting: Setting = { chip, prompts, bits: p.bits, ideal, rule };
  const grid = p.gainBandwidths.flatMap((gainBandwidth) =>
    p.slewRates.map((slewRate) => ({ gainBandwidth, slewRate })),
  );
  const marked = p.published ? PUBLISHED : [];
  const total = grid.length + marked.length;
  const map = await pointsOf(setting, grid, (done, what) => run.progress(done, total, what));
  const published = await pointsOf(setting, marked, (done, what) => run.progress(grid.length + done, total, what));
  const tau = { visible: tauOf(chip, "visibleNode"), hidden: tauOf(chip, "hiddenNode") };
  return { prompts: rows, map, published, ideal, rule, tau };
}

/** Rows of every choice of time constants for every point, in order. */
async function pointsOf(
  setting: Setting,
  points: readonly Point[],
  progress: (done: number, what: string) => Promise<void>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [k, point] of points.entries()) {
    for (const choice of CHOICES) rows.push({ ...point, rc: choice.rc, ...pointOf(setting, point, choice) });
    await progress(k + 1, `amplifiers of ${point.gainBandwidth} MHz and ${point.slewRate} V/us`);
  }
  return rows;
}

/**
 * Bandwidths beyond so many times the hidden nodes' are integrated as that: the lag that is left costs less than half a per cent,
 * and none at all would cost millions of steps.
 */
const ENOUGH = 15;

/** The slowest prompt with one amplifier; times in ns. */
function pointOf({ chip, prompts, bits, ideal, rule }: Setting, point: Point, { rc, ahead }: Choice) {
  const amplifier = { gainBandwidth: point.gainBandwidth * 1e6, slewRate: point.slewRate * 1e6 };
  const allowed = leastTau({ ...rule, ahead }, amplifier) / tauOf(chip, "hiddenNode");
  const stretch = rc === "chip" ? 1 : allowed;
  const tau = tauOf(chip, "visibleNode") * NANO;
  const enough = leastAmplifier({ ...rule, ahead: ENOUGH }, stretch * tauOf(chip, "hiddenNode")).gainBandwidth;
  const integrated = { ...amplifier, gainBandwidth: Math.min(amplifier.gainBandwidth, enough) };
  const found = latencies(chip, prompts, integrated, stretch, bits);
  return {
    tau: stretch * tau,
    latency: Math.max(...found.map((one) => one.settled)) * NANO,
    decided: Math.max(...found.map((one) => one.decided)) * NANO,
    bound: ideal.taus * tau * allowed,
  };
}
