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
import { instructionOf } from "../kernel/opcodes.ts";
import type { NoiseGain } from "../noise-gain.ts";
import { fastAmplifiers, heldSolve } from "./amplifier-solve.ts";
import { branchOperands, cornersOf } from "./corner-bank.ts";
import type { Element, ElementCorners, Flow, Runnable } from "./element.ts";
import type { Layout, Span } from "./layout.ts";
import { type PerElement, perElement } from "./per-element.ts";

/** A bank of amplifiers with all names resolved. */
export interface AmplifierBank {
  readonly amplifier: Amplifier;
  readonly poles: Poles;
  readonly v: Span;
  readonly wanted: Span;
  readonly offsets: Float64Array;
  readonly layout: Layout;
  /** Addresses and strides that all instructions for amplifiers begin with. */
  readonly operands: readonly number[];
}

/** Closed-loop poles [rad/s] of a bank, one each, kept up to date with noise gains that may change from drive to drive. */
class Poles {
  private version: number | undefined;
  /** of the noise gain that each pole follows from */
  private readonly versions: Float64Array;

  constructor(
    readonly of: Float64Array,
    private readonly amplifier: Amplifier,
    private readonly noiseGain: NoiseGain | undefined,
  ) {
    this.versions = new Float64Array(of.length).fill(Number.NaN);
    of.fill(closedLoopPole(amplifier));
    this.refresh();
  }

  /** Programming a cell changes one line of each kind: the others are left alone. */
  refresh(): void {
    const { noiseGain, versions } = this;
    if (noiseGain === undefined || noiseGain.version === this.version) return;
    this.version = noiseGain.version;
    const unity = 2 * Math.PI * this.amplifier.gainBandwidth;
    for (let k = 0; k < versions.length; k++) {
      const version = noiseGain.versionOf(k);
      if (version === versions[k]) continue;
      versions[k] = version;
      this.of[k] = unity / noiseGain.of(k);
    }
  }
}

/** `noiseGain`, where there is one, takes the place of the amplifier's own. */
export const amplifierElement =
  (name: string, amplifier: Amplifier, target: string, offset: PerElement, noiseGain?: NoiseGain): Element =>
  (layout) => {
    const where = `amplifiers "${name}"`;
    const v = layout.span(name, where);
    const wanted = layout.sized(target, v.size, where);
    const offsets = layout.kept(perElement(offset, v.size, `offset of ${where}`));
    const poles = new Poles(layout.arena.floats(v.size), amplifier, noiseGain);
    const { rails, slewRate } = amplifier;
    if (!(poles.of.every((pole) => pole > 0 && pole < Infinity) && slewRate > 0 && rails.high > rails.low)) {
      throw new SettleError(
        "OUT_OF_RANGE",
        `${where}: bandwidth, gain and slew rate must be above 0 and the rails apart`,
      );
    }
    const limits = layout.kept([rails.low, rails.high, slewRate]);
    const operands = [
      layout.slopeAddressOf(v),
      v.size,
      layout.addressOf(v),
      layout.addressOf(wanted),
      8 * wanted.stride,
    ];
    operands.push(...[offsets, poles.of, limits].map(({ byteOffset }) => byteOffset));
    const bank = { amplifier, poles, v, wanted, offsets, layout, operands };
    const prepare = noiseGain === undefined ? undefined : () => poles.refresh();
    const work = { ...free(bank), prepare, corners: amplifierCorners(bank), fast: fastAmplifiers(bank) };
    return { flows: [{ where, reads: [wanted], stage: "slope", ...work }] };
  };

function free({ amplifier, poles, v, wanted, offsets, operands }: AmplifierBank): Runnable<Flow["run"]> {
  const { rails, slewRate, form } = amplifier;
  const slope = form === "tanh" ? tanhSlope : clampSlope;
  const poleOf = poles.of;
  const run: Flow["run"] = (values, slopes) => {
    for (let k = 0, from = wanted.base; k < offsets.length; k++, from += wanted.stride) {
      const error = amplifierGoal(rails, values[from], offsets[k]) - values[v.base + k];
      slopes[v.base + k] = slope(poleOf[k], slewRate, error);
    }
  };
  return { run, instruction: instructionOf(form === "tanh" ? "tanhAmplifiers" : "clampAmplifiers", ...operands) };
}

/** First the rails of every amplifier, where there are any, then the slew limits of the clamp form. */
function amplifierCorners(bank: AmplifierBank): ElementCorners<Flow["run"]> | undefined {
  const { rails, slewRate, form } = bank.amplifier;
  const hasRails = rails.low !== -Infinity || rails.high !== Infinity;
  const clamps = form === "clamp" && slewRate !== Infinity;
  if (!hasRails && !clamps) return undefined;
  const parts = [
    ...(hasRails ? [cornersOf("rails of", bank.v, rails, bank.layout)] : []),
    ...(clamps ? [slewCorners(bank)] : []),
  ];
  // The poles as they are when the circuit is built, which slew limits were measured by.
  const built = bank.layout.kept(clamps ? bank.poles.of : []);
  const [rail, limit] = [hasRails ? 0 : -1, clamps ? (hasRails ? bank.v.size : 0) : -1];
  return {
    names: parts.flatMap(({ names }) => [...names]),
    low: parts.flatMap(({ low }) => Array.from(low)),
    high: parts.flatMap(({ high }) => Array.from(high)),
    held: (modes, at) => held(bank, built, modes, at, rail, limit),
    heldSolve: (modes, at) => heldSolve(bank, built, modes, at, rail, limit),
  };
}

/** At |error| = SR / pole, the pole as it is when the circuit is built: `heldByLimits` scales errors to that where it has changed. */
function slewCorners({ amplifier, poles, v, layout }: AmplifierBank) {
  const limits = Array.from(poles.of, (pole) => amplifier.slewRate / pole);
  const { names } = cornersOf("slew limit of", v, { low: -Infinity, high: Infinity }, layout);
  return { names, low: limits.map((limit) => -limit), high: limits };
}

/** `rail` and `limit` are where the corners of each kind begin in `modes` and `at`; -1 where there are none. */
function held(
  bank: AmplifierBank,
  built: Float64Array,
  modes: Int8Array,
  at: Float64Array,
  rail: number,
  limit: number,
): Runnable<Flow["run"]> {
  const operands = [...bank.operands, ...branchOperands(modes, at, rail, limit, built)];
  return limit < 0
    ? { run: heldByRails(bank, modes, at), instruction: instructionOf("tanhAmplifiersHeld", ...operands) }
    : {
        run: heldByLimits(bank, built, modes, at, rail, limit),
        instruction: instructionOf("clampAmplifiersHeld", ...operands),
      };
}

const heldByRails = (bank: AmplifierBank, modes: Int8Array, at: Float64Array): Flow["run"] => {
  const { amplifier, poles, v, wanted, offsets } = bank;
  const { rails, slewRate } = amplifier;
  const poleOf = poles.of;
  return (values, slopes) => {
    for (let k = 0, from = wanted.base; k < offsets.length; k++, from += wanted.stride) {
      at[k] = values[from] + offsets[k];
      const error = goalOnBranch(modes[k], rails, at[k]) - values[v.base + k];
      slopes[v.base + k] = tanhSlope(poleOf[k], slewRate, error);
    }
  };
};

const heldByLimits = (
  { amplifier: { rails, slewRate }, poles, v, wanted, offsets }: AmplifierBank,
  built: Float64Array,
  modes: Int8Array,
  at: Float64Array,
  rail: number,
  limit: number,
): Flow["run"] => {
  const poleOf = poles.of;
  return (values, slopes) => {
    for (let k = 0, from = wanted.base; k < offsets.length; k++, from += wanted.stride) {
      let goal = values[from] + offsets[k];
      if (rail >= 0) {
        at[rail + k] = goal;
        goal = goalOnBranch(modes[rail + k], rails, goal);
      }
      const error = goal - values[v.base + k];
      at[limit + k] = error * (poleOf[k] / built[k]);
      slopes[v.base + k] = clampOnBranch(modes[limit + k], poleOf[k], slewRate, error);
    }
  };
};
