import type { Observer, Sample } from "../lockstep/observer.ts";
import { lengthOf, type Picoseconds } from "../time.ts";

/** A function of the analog signals that must not rise while the circuit relaxes by itself. */
export interface EnergyLaw {
  /** Whether the circuit relaxes undisturbed at this sample. */
  relaxing(values: Float64Array): boolean;
  /** The energy, in the law's own unit. */
  energy(values: Float64Array): number;
  /** The power that non-ideal parts may at most feed in, in units of energy per second; 0 for an ideal circuit. */
  supply(values: Float64Array): number;
}

export interface EnergyReport {
  readonly relaxations: number;
  readonly samples: number;
  /** Largest rise of E - (integral of the supply) above its running minimum, in one relaxation. Infinity: not finite. */
  readonly largestRise: number;
  /** Where that was; undefined while nothing ever rose. */
  readonly at: Picoseconds | undefined;
  /** The same of E alone. */
  readonly largestPlainRise: number;
}

/** The largest rise of a series above its running minimum. A value that is not finite counts as an infinite rise. */
class RunningRise {
  largest = 0;
  private lowest = Number.POSITIVE_INFINITY;

  restart(): void {
    this.lowest = Number.POSITIVE_INFINITY;
  }

  /** Answers whether this is the largest rise so far. */
  add(value: number): boolean {
    const rise = Number.isFinite(value) ? value - this.lowest : Number.POSITIVE_INFINITY;
    this.lowest = Math.min(this.lowest, value);
    if (!(rise > this.largest)) return false;
    this.largest = rise;
    return true;
  }
}

/**
 * Watches that an energy falls along every relaxation. The supplied energy is integrated by the trapezoidal rule over
 * the samples, so its error is that of the samples' spacing. Every relaxation starts afresh: what happens between
 * them, a precharge or a change of inputs, is no rise.
 */
export class EnergyDescent implements Observer {
  private readonly net = new RunningRise();
  private readonly plain = new RunningRise();
  private before: { readonly t: Picoseconds; readonly supply: number } | undefined;
  /** Energy fed in since the start of the present relaxation. */
  private supplied = 0;
  private relaxations = 0;
  private samples = 0;
  private at: Picoseconds | undefined;

  constructor(private readonly law: EnergyLaw) {}

  sample({ t, values }: Sample): void {
    if (!this.law.relaxing(values)) {
      this.before = undefined;
      return;
    }
    if (this.before === undefined) this.begin();
    const supply = this.law.supply(values);
    if (this.before !== undefined) this.supplied += 0.5 * (supply + this.before.supply) * lengthOf(this.before.t, t);
    this.before = { t, supply };
    this.judge(t, this.law.energy(values));
  }

  report(): EnergyReport {
    return {
      relaxations: this.relaxations,
      samples: this.samples,
      largestRise: this.net.largest,
      at: this.at,
      largestPlainRise: this.plain.largest,
    };
  }

  private begin(): void {
    this.relaxations++;
    this.supplied = 0;
    this.net.restart();
    this.plain.restart();
  }

  private judge(t: Picoseconds, energy: number): void {
    this.samples++;
    this.plain.add(energy);
    if (this.net.add(energy - this.supplied)) this.at = t;
  }
}
