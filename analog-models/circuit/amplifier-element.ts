import { SettleError } from "../../src/errors.ts";
import {
  type Amplifier,
  amplifierGoal,
  clampOnBranch,
  clampSlope,
  closedLoopPole,
  goalOnBranch,
  tanhSlope,
} from "../amplifier.ts";
import type { NoiseGain } from "../noise-gain.ts";
import { cornersOf } from "./corner-bank.ts";
import type { Element, ElementCorners, Flow } from "./element.ts";
import type { Layout, Span } from "./layout.ts";
import { type PerElement, perElement } from "./per-element.ts";

/** A bank of amplifiers with all names resolved. */
interface AmplifierBank {
  readonly amplifier: Amplifier;
  readonly poles: Poles;
  readonly v: Span;
  readonly wanted: Span;
  readonly offsets: Float64Array;
}

/** Closed-loop poles [rad/s] of a bank, one each, kept up to date with noise gains that may change from drive to drive. */
class Poles {
  readonly of: Float64Array;
  private version: number | undefined;

  constructor(
    private readonly amplifier: Amplifier,
    count: number,
    private readonly noiseGain: NoiseGain | undefined,
  ) {
    this.of = new Float64Array(count).fill(closedLoopPole(amplifier));
    this.refresh();
  }

  refresh(): void {
    if (this.noiseGain === undefined || this.noiseGain.version === this.version) return;
    this.version = this.noiseGain.version;
    const unity = 2 * Math.PI * this.amplifier.gainBandwidth;
    for (let k = 0; k < this.of.length; k++) this.of[k] = unity / this.noiseGain.of(k);
  }
}

/** `noiseGain`, where there is one, takes the place of the amplifier's own. */
export const amplifierElement =
  (name: string, amplifier: Amplifier, target: string, offset: PerElement, noiseGain?: NoiseGain): Element =>
  (layout) => {
    const where = `amplifiers "${name}"`;
    const v = layout.span(name, where);
    const wanted = layout.sized(target, v.size, where);
    const offsets = perElement(offset, v.size, `offset of ${where}`);
    const poles = new Poles(amplifier, v.size, noiseGain);
    const { rails, slewRate } = amplifier;
    if (!(poles.of.every((pole) => pole > 0 && pole < Infinity) && slewRate > 0 && rails.high > rails.low)) {
      throw new SettleError(
        "OUT_OF_RANGE",
        `${where}: bandwidth, gain and slew rate must be above 0 and the rails apart`,
      );
    }
    const bank = { amplifier, poles, v, wanted, offsets };
    return {
      flows: [{ where, reads: [wanted], stage: "slope", run: freeRun(bank), corners: amplifierCorners(bank, layout) }],
    };
  };

const freeRun = ({ amplifier: { rails, slewRate, form }, poles, v, wanted, offsets }: AmplifierBank): Flow["run"] => {
  const [first, target, stride] = [v.base, wanted.base, wanted.stride];
  const poleOf = poles.of;
  if (form === "clamp")
    return (values, slopes) => {
      poles.refresh();
      for (let k = 0, from = target; k < offsets.length; k++, from += stride) {
        const error = amplifierGoal(rails, values[from], offsets[k]) - values[first + k];
        slopes[first + k] = clampSlope(poleOf[k], slewRate, error);
      }
    };
  return (values, slopes) => {
    poles.refresh();
    for (let k = 0, from = target; k < offsets.length; k++, from += stride) {
      const error = amplifierGoal(rails, values[from], offsets[k]) - values[first + k];
      slopes[first + k] = tanhSlope(poleOf[k], slewRate, error);
    }
  };
};

/** First the rails of every amplifier, where there are any, then the slew limits of the clamp form. */
function amplifierCorners(bank: AmplifierBank, layout: Layout): ElementCorners<Flow["run"]> | undefined {
  const { rails, slewRate, form } = bank.amplifier;
  const hasRails = rails.low !== -Infinity || rails.high !== Infinity;
  const clamps = form === "clamp" && slewRate !== Infinity;
  if (!hasRails && !clamps) return undefined;
  const parts = [
    ...(hasRails ? [cornersOf("rails of", bank.v, rails, layout)] : []),
    ...(clamps ? [slewCorners(bank, layout)] : []),
  ];
  return {
    names: parts.flatMap(({ names }) => [...names]),
    low: parts.flatMap(({ low }) => Array.from(low)),
    high: parts.flatMap(({ high }) => Array.from(high)),
    held: (modes, at) => heldRun(bank, modes, at, hasRails ? 0 : -1, clamps ? (hasRails ? bank.v.size : 0) : -1),
  };
}

/** At |error| = SR / pole, the pole as it is when the circuit is built: `heldRun` scales errors to that where it has changed. */
function slewCorners({ amplifier, poles, v }: AmplifierBank, layout: Layout) {
  const limits = Array.from(poles.of, (pole) => amplifier.slewRate / pole);
  const { names } = cornersOf("slew limit of", v, { low: -Infinity, high: Infinity }, layout);
  return { names, low: limits.map((limit) => -limit), high: limits };
}

/** `rail` and `limit` are where the corners of each kind begin in `modes` and `at`; -1 where there are none. */
const heldRun = (
  { amplifier: { rails, slewRate }, poles, v, wanted, offsets }: AmplifierBank,
  modes: Int8Array,
  at: Float64Array,
  rail: number,
  limit: number,
): Flow["run"] => {
  const [first, target, stride] = [v.base, wanted.base, wanted.stride];
  const poleOf = poles.of;
  const built = poleOf.slice();
  return (values, slopes) => {
    poles.refresh();
    for (let k = 0, from = target; k < offsets.length; k++, from += stride) {
      const pole = poleOf[k];
      let goal = values[from] + offsets[k];
      if (rail >= 0) {
        at[rail + k] = goal;
        goal = goalOnBranch(modes[rail + k], rails, goal);
      }
      const error = goal - values[first + k];
      if (limit >= 0) {
        at[limit + k] = error * (pole / built[k]);
        slopes[first + k] = clampOnBranch(modes[limit + k], pole, slewRate, error);
      } else slopes[first + k] = tanhSlope(pole, slewRate, error);
    }
  };
};
