import { adcCode, adcStep } from "../../../analog-models/adc-levels.ts";
import type { NodeAdc } from "../../../analog-models/networks/chip-reader.ts";
import type { FixedPointDecoder } from "../../../analog-models/networks/fixed-point-decoder.ts";
import { RELAXING, RelaxingChip } from "../../../analog-models/networks/relaxing-chip.ts";
import { seededRandom } from "../../../src/random.ts";
import type { Seconds } from "../../../src/units.ts";
import { prechargeCyclesOf } from "../../benches/dense-am/parameters.ts";
import { languageChip } from "../../benches/language/chip.ts";
import type { LanguageParameters } from "../../benches/language/parameters.ts";
import { nodeAdcOf, programOf } from "../../benches/language/without-rtl.ts";
import { DrawnChip } from "../chips/drawn-chip.ts";
import type { Question, StudiedLanguage } from "../chips/language.ts";

/** When nodes are read: the first at `start` after the release, each other one `skew` after the one before [tau]. */
export interface Schedule {
  readonly skew: number;
  readonly start: number;
}

/** Right or wrong, for each schedule. */
export interface TimedAnswers {
  readonly shipped: readonly boolean[];
  readonly calibrated: readonly boolean[];
  /** For each schedule: how far the farthest node is from where it ends, when it is read [LSB]. */
  readonly distance: readonly number[];
}

/** Later than anything a schedule asks for [tau]. */
const END = 200;

/** One drawn chip, followed from its release on and read on several schedules; calibrated at rest. */
export class TimedChip {
  private readonly relaxing: RelaxingChip;
  private readonly decoders: { readonly shipped: FixedPointDecoder; readonly calibrated: FixedPointDecoder };
  private readonly rest: DrawnChip;
  private readonly adc: NodeAdc;
  /** Every instant that a schedule asks for, ascending, and END. */
  private readonly instants: readonly number[];
  private readonly tau: Seconds;
  private readonly visible: number;

  constructor(
    language: StudiedLanguage,
    device: LanguageParameters,
    private readonly schedules: readonly Schedule[],
    calibration: readonly Question[],
    seed: number,
  ) {
    const made = languageChip(language.order, device);
    const { core, period } = made.chip;
    this.visible = core.visible;
    this.tau = core.visibleNode.resistance * core.visibleNode.capacitance;
    this.adc = nodeAdcOf(made);
    const precharge = prechargeCyclesOf(device, made.chip) * period * 1e-12;
    this.relaxing = new RelaxingChip(programOf(made), seededRandom(seed), { ...RELAXING, precharge });
    this.rest = new DrawnChip(language, made, seededRandom(seed));
    const [calibrated] = this.rest.calibrations(calibration, [calibration.length]);
    this.decoders = { shipped: made.decoder, calibrated };
    const asked = schedules.flatMap((schedule) =>
      Array.from({ length: core.visible }, (_, i) => instantOf(schedule, i)),
    );
    this.instants = [...new Set([...asked, END])].sort((a, b) => a - b);
  }

  ask(question: Question): TimedAnswers {
    const states = this.relaxing.relax(
      question,
      this.instants.map((t) => t * this.tau),
    );
    const at = new Map(this.instants.map((t, k) => [t, states[k]]));
    const read = this.schedules.map((schedule) =>
      Array.from({ length: this.visible }, (_, i) => at.get(instantOf(schedule, i))?.[i] ?? 0),
    );
    const end = states.at(-1) ?? new Float64Array(this.visible);
    const right = (decoder: FixedPointDecoder) =>
      read.map(
        (v) =>
          this.rest.token(
            v.map((x) => adcCode(this.adc.levels, x)),
            decoder,
          ) === question.answer,
      );
    return {
      shipped: right(this.decoders.shipped),
      calibrated: right(this.decoders.calibrated),
      distance: read.map((v) => Math.max(...v.map((x, i) => Math.abs(x - end[i]))) / adcStep(this.adc.levels)),
    };
  }
}

const instantOf = ({ start, skew }: Schedule, node: number): number => start + node * skew;
