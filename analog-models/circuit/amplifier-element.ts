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
import { cornersOf } from "./corner-bank.ts";
import type { Element, ElementCorners, Flow } from "./element.ts";
import type { Layout, Span } from "./layout.ts";
import { type PerElement, perElement } from "./per-element.ts";

/** A bank of amplifiers with all names resolved. */
interface AmplifierBank {
  readonly amplifier: Amplifier;
  readonly pole: number;
  readonly v: Span;
  readonly wanted: Span;
  readonly offsets: Float64Array;
}

export const amplifierElement =
  (name: string, amplifier: Amplifier, target: string, offset: PerElement): Element =>
  (layout) => {
    const where = `amplifiers "${name}"`;
    const v = layout.span(name, where);
    const wanted = layout.sized(target, v.size, where);
    const offsets = perElement(offset, v.size, `offset of ${where}`);
    const pole = closedLoopPole(amplifier);
    const { rails, slewRate } = amplifier;
    if (!(pole > 0 && pole < Infinity && slewRate > 0 && rails.high > rails.low)) {
      throw new SettleError(
        "OUT_OF_RANGE",
        `${where}: bandwidth, gain and slew rate must be above 0 and the rails apart`,
      );
    }
    const bank = { amplifier, pole, v, wanted, offsets };
    return {
      flows: [{ where, reads: [wanted], stage: "slope", run: freeRun(bank), corners: amplifierCorners(bank, layout) }],
    };
  };

const freeRun = ({ amplifier: { rails, slewRate, form }, pole, v, wanted, offsets }: AmplifierBank): Flow["run"] => {
  const slope = form === "tanh" ? tanhSlope : clampSlope;
  return (values, slopes) => {
    for (let k = 0; k < v.size; k++) {
      const goal = amplifierGoal(rails, values[wanted.base + k * wanted.stride], offsets[k]);
      slopes[v.base + k] = slope(pole, slewRate, goal - values[v.base + k]);
    }
  };
};

/** First the rails of every amplifier, where there are any, then the slew limits of the clamp form. */
function amplifierCorners(bank: AmplifierBank, layout: Layout): ElementCorners<Flow["run"]> | undefined {
  const { rails, slewRate, form } = bank.amplifier;
  const hasRails = rails.low !== -Infinity || rails.high !== Infinity;
  const limit = slewRate / bank.pole;
  const clamps = form === "clamp" && limit !== Infinity;
  if (!hasRails && !clamps) return undefined;
  const parts = [
    ...(hasRails ? [cornersOf("rails of", bank.v, rails, layout)] : []),
    ...(clamps ? [cornersOf("slew limit of", bank.v, { low: -limit, high: limit }, layout)] : []),
  ];
  return {
    names: parts.flatMap(({ names }) => [...names]),
    low: parts.flatMap(({ low }) => Array.from(low)),
    high: parts.flatMap(({ high }) => Array.from(high)),
    held: (modes, at) => heldRun(bank, modes, at, hasRails ? 0 : -1, clamps ? (hasRails ? bank.v.size : 0) : -1),
  };
}

/** `rail` and `limit` are where the corners of each kind begin in `modes` and `at`; -1 where there are none. */
const heldRun = (
  { amplifier: { rails, slewRate }, pole, v, wanted, offsets }: AmplifierBank,
  modes: Int8Array,
  at: Float64Array,
  rail: number,
  limit: number,
): Flow["run"] => {
  return (values, slopes) => {
    for (let k = 0; k < v.size; k++) {
      let goal = values[wanted.base + k * wanted.stride] + offsets[k];
      if (rail >= 0) {
        at[rail + k] = goal;
        goal = goalOnBranch(modes[rail + k], rails, goal);
      }
      const error = goal - values[v.base + k];
      if (limit >= 0) {
        at[limit + k] = error;
        slopes[v.base + k] = clampOnBranch(modes[limit + k], pole, slewRate, error);
      } else slopes[v.base + k] = tanhSlope(pole, slewRate, error);
    }
  };
};
