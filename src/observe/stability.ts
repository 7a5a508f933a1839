import { SettleError } from "../errors.ts";
import type { Observer, Sample } from "../lockstep/observer.ts";
import { formatTime, type Picoseconds } from "../time.ts";

/** What a circuit guarantees as it is programmed, whatever its inputs. */
export interface StandingNow {
  /** Below 1: exactly one state of rest, which attracts every start. */
  readonly bound: number;
  /** Gain of the loops that do not saturate. Below 1: nothing grows without limit. */
  readonly memory: number;
  /** What sets the bound: "rows 2 and 5". */
  readonly where: string;
}

export interface Runaway {
  /** "visible.v[3]" */
  readonly node: string;
  /** "its amplifier at the rail of 0.9 V" */
  readonly how: string;
  /** Of the Hessian, in the mode that grows; 0 or less. */
  readonly eigenvalue: number;
  /** "e-fold every 1.26 us" */
  readonly rate: string;
}

/** What is known about where a circuit may go. Functions take every signal of the circuit at one instant. */
export interface StabilityLaw {
  /** Whether the circuit relaxes undisturbed. */
  relaxing(values: Float64Array): boolean;
  standing(values: Float64Array): StandingNow;
  /** Whether anything is at the end of its range, so that from here on the circuit is not what its equations say. */
  clipped(values: Float64Array): boolean;
  /** Whether, if nothing ever clipped, voltages would grow without limit from this state on. */
  runaway(values: Float64Array): Runaway | undefined;
}

export interface StabilityReport {
  readonly relaxations: number;
  /** Relaxations of a circuit that guaranteed no single state of rest, and when the first of them began. */
  readonly outside: number;
  readonly firstOutside: Picoseconds | undefined;
  /** Standing with the largest bound, and with the largest memory; undefined where nothing relaxed. */
  readonly worst: StandingNow | undefined;
  readonly largestMemory: number;
}

/**
 * Watches where a circuit stands whenever it is released, and ends a run whose voltages run away, as RUNAWAY. A state is judged
 * twice in a relaxation: when something first clips, and when the relaxation ends. Between the two a circuit may go beyond its
 * range and come back.
 */
export class StabilityWatch implements Observer {
  private relaxations = 0;
  private outside = 0;
  private firstOutside: Picoseconds | undefined;
  private worst: StandingNow | undefined;
  private largestMemory = 0;
  private judged = false;
  /** The last sample of the present relaxation. */
  private last: { t: Picoseconds; readonly values: Float64Array } | undefined;
  private failure: { readonly t: Picoseconds; readonly error: SettleError } | undefined;

  constructor(private readonly law: StabilityLaw) {}

  /** The instant of the sample at which voltages were found to run away; the run has no later one. */
  get divergedAt(): Picoseconds | undefined {
    return this.failure?.t;
  }

  sample({ t, values }: Sample): void {
    if (this.failure !== undefined) throw this.failure.error;
    if (this.law.relaxing(values)) this.follow(t, values);
    else if (this.last !== undefined) {
      const { last } = this;
      this.last = undefined;
      this.judge(last.t, last.values, t);
    }
  }

  report(): StabilityReport {
    const { relaxations, outside, firstOutside, worst, largestMemory } = this;
    return { relaxations, outside, firstOutside, worst, largestMemory };
  }

  private follow(t: Picoseconds, values: Float64Array): void {
    if (this.last === undefined) this.begin(t, values);
    else {
      this.last.t = t;
      this.last.values.set(values);
    }
    if (this.judged || !this.law.clipped(values)) return;
    this.judged = true;
    this.judge(t, values, t);
  }

  private begin(t: Picoseconds, values: Float64Array): void {
    this.last = { t, values: values.slice() };
    this.judged = false;
    this.relaxations++;
    const standing = this.law.standing(values);
    if (!(standing.bound < 1)) {
      this.outside++;
      this.firstOutside ??= t;
    }
    if (this.worst === undefined || standing.bound > this.worst.bound) this.worst = standing;
    this.largestMemory = Math.max(this.largestMemory, standing.memory);
  }

  /** The state at `t`, at the sample of the instant `now`. */
  private judge(t: Picoseconds, values: Float64Array, now: Picoseconds): void {
    const runaway = this.law.runaway(values);
    if (runaway === undefined) return;
    this.failure = { t: now, error: diverged(t, runaway) };
    throw this.failure.error;
  }
}

const diverged = (t: Picoseconds, { node, how, eigenvalue, rate }: Runaway): SettleError =>
  new SettleError(
    "RUNAWAY",
    `at ${formatTime(t)} the voltages run away at ${node}, ${how}: without rails they would grow for ever ` +
      `(Hessian eigenvalue ${eigenvalue.toPrecision(4)}, ${rate}); the weights leave the region where nothing runs away, see settle check`,
  );
