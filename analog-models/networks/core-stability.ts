import type { Seconds, Volts } from "../../src/units.ts";
import { CoreBound, type CoreStanding } from "../stability/core-bound.ts";
import { ROUNDING } from "../stability/escape.ts";
import { Follower, leastMode } from "../stability/follow.ts";
import { Relaxation } from "../training/relaxation.ts";
import type { DenseAm } from "./dense-am.ts";
import type { DenseAmParameters } from "./dense-am-parameters.ts";
import { hiddenTauOf, ProgrammedCore } from "./programmed-core.ts";
import { type PlacesOf, placesOf, type Stretch } from "./signal-places.ts";

/** A mode that does not come back, at a state where an amplifier is at its rail or a relaxation ends. */
export interface CoreRunaway {
  /** The neuron whose amplifier lies furthest beyond its rails, else the one that moves most in the mode. */
  readonly node: string;
  readonly how: string;
  readonly eigenvalue: number;
  readonly rate: string;
}

/**
 * What can be said of a core in a run, from its signals and its devices as they are: mismatch, offsets, errors of biases and cells
 * half-way through programming included. Everything refers to the core without rails (programmed-core.ts).
 */
export class CoreStability {
  /** Places of the visible voltages, which are what is read out. */
  readonly outputs: readonly number[];
  private readonly programmed: ProgrammedCore;
  private readonly bounds = new CoreBound();
  private readonly relaxation: Relaxation;
  private readonly amplifiers: readonly Amplifiers[];
  private readonly unrest: Stretch;
  private readonly switches: { readonly precharge: number; readonly release: number };

  constructor(private readonly made: DenseAm) {
    const { visible: D, softmaxRows, reluRows } = made.parameters;
    this.programmed = new ProgrammedCore(made);
    this.relaxation = new Relaxation(this.programmed.core.shape);
    const at = placesOf(made);
    const [first] = at("visible.v", D);
    this.outputs = Array.from({ length: D }, (_, i) => first + i);
    this.unrest = at("unrest", D + softmaxRows + reluRows);
    this.switches = { precharge: at("precharge", 1)[0], release: at("release", 1)[0] };
    this.amplifiers = amplifiersOf(made, at);
  }

  relaxing(values: Float64Array): boolean {
    return values[this.switches.release] === 1 && values[this.switches.precharge] === 0;
  }

  standing(values: Float64Array): CoreStanding & { readonly where: string } {
    const standing = this.bounds.standingOf(this.programmed.read(values));
    const where = standing.rows === undefined ? "memory rows" : `rows ${standing.rows.join(" and ")}`;
    return { ...standing, where };
  }

  /** Largest unrest of a neuron (dense-am.ts) [V]. */
  residual(values: Float64Array): Volts {
    return values.subarray(...this.unrest).reduce((most, volts) => Math.max(most, volts), 0);
  }

  /** Least eigenvalue of the Hessian of the reduced energy at the visible voltages, with the memory units that are on there. */
  curvature(values: Float64Array): number {
    return leastMode(this.programmed.read(values), this.programmed.voltages(values), this.relaxation).curvature;
  }

  /** Whether an amplifier would have to leave its rails to do what its crossbar line asks for. */
  clipped(values: Float64Array): boolean {
    return this.furthestBeyond(values).beyond >= 0;
  }

  /**
   * Follows the core from this state without rails. Undefined where it does not run away, which the memory eigenvalue alone mostly
   * tells.
   */
  runaway(values: Float64Array): CoreRunaway | undefined {
    const core = this.programmed.read(values);
    if (this.bounds.standingOf(core).memory < 1 - ROUNDING) return undefined;
    const follower = new Follower(core, hiddenTauOf(this.made.parameters));
    const { ending, mode } = follower.follow(core, this.programmed.state(values));
    if (ending !== "runs away" || mode === undefined) return undefined;
    const leading = mode.direction.reduce((most, x, i) => (Math.abs(x) > Math.abs(mode.direction[most]) ? i : most), 0);
    const { beyond, node, rail } = this.furthestBeyond(values);
    const voltage = this.programmed.voltages(values)[leading];
    return {
      node: beyond >= 0 ? node : `visible.v[${leading}]`,
      how: beyond >= 0 ? `its amplifier at the rail of ${rail} V` : `at ${voltage.toPrecision(4)} V and rising`,
      eigenvalue: mode.curvature,
      rate: rateText(mode.curvature, this.made.parameters),
    };
  }

  private furthestBeyond(values: Float64Array): { beyond: Volts; node: string; rail: Volts } {
    let worst = { beyond: -Infinity, node: "", rail: 0 };
    for (const { bank, drive, offset, low, high } of this.amplifiers) {
      for (let k = 0; k < offset.length; k++) {
        const wanted = values[drive[0] + k] + offset[k];
        const [beyond, rail] = wanted > 0 ? [wanted - high, high] : [low - wanted, low];
        if (beyond > worst.beyond) worst = { beyond, node: `${bank}.v[${k}]`, rail };
      }
    }
    return worst;
  }
}

interface Amplifiers {
  readonly bank: "visible" | "hidden";
  readonly drive: Stretch;
  readonly offset: Float64Array;
  readonly low: Volts;
  readonly high: Volts;
}

function amplifiersOf({ parameters: p, visibleOffset, hiddenOffset }: DenseAm, at: PlacesOf): readonly Amplifiers[] {
  const { rails } = p.visibleAmplifier;
  const hidden = p.hiddenAmplifier.rails;
  return [
    { bank: "visible", drive: at("visible.drive", p.visible), offset: visibleOffset, ...rails },
    { bank: "hidden", drive: at("hidden.drive", hiddenOffset.length), offset: hiddenOffset, ...hidden },
  ];
}

/**
 * "e-fold in 1297 ns". Of the mode with eigenvalue 1 - lambda the two layers grow with s, (1 + s)(1 + hiddenTau s) = lambda, in units
 * of the visible tau.
 */
function rateText(eigenvalue: number, p: DenseAmParameters): string {
  if (eigenvalue > -ROUNDING) return "at a steady pace, neither e-fold nor fading";
  const { resistance, capacitance, leakConductance } = p.visibleNode;
  const tau: Seconds = (resistance * capacitance) / (1 + resistance * leakConductance);
  const both = 1 + hiddenTauOf(p);
  const rate = (Math.sqrt(both * both - 4 * hiddenTauOf(p) * eigenvalue) - both) / (2 * hiddenTauOf(p));
  return `e-fold in ${((tau / rate) * 1e9).toPrecision(4)} ns with ideal amplifiers`;
}
