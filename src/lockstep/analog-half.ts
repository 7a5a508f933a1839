import { SettleError } from "../errors.ts";
import type { DrivenSystem } from "../ode/contracts.ts";
import type { Solver } from "../ode/method.ts";
import { SavedParts } from "../ode/saved-parts.ts";
import { earlier, NEVER, type Picoseconds, plus } from "../time.ts";
import type { BitsChange, Converter, PortView } from "./converters/converter.ts";
import type { Clock } from "./digital-peer.ts";
import type { Heard } from "./hearing.ts";
import { Horizon, NOTHING_WATCHED } from "./horizon.ts";
import type { Observer } from "./observer.ts";
import { ObserverTape } from "./observer-tape.ts";
import type { EventBatch } from "./agenda.ts";
import { type CircuitSnapshot, WiredCircuit } from "./wired-circuit.ts";

/** What the analog half will do if nothing drives it. */
export interface Offer {
  /** Every event before this instant is known, and one at it may be among the batches. */
  readonly horizon: Picoseconds;
  readonly batches: readonly EventBatch[];
  /** A drive at t, before `until`, may change events from t + slack on, and none before. */
  readonly slack: Picoseconds;
  readonly until: Picoseconds;
}

/** A state on the way ahead, and how many batches lie before it. */
interface Checkpoint {
  readonly circuit: CircuitSnapshot;
  readonly batches: number;
  readonly steps: number;
}

const ONE_TICK = 1 as Picoseconds;
/** Batches that one offer holds at most: a signal that crosses for ever must not be followed for ever. */
const MOST_BATCHES = 256;
/** Steps between two checkpoints, at least: a checkpoint costs about as much as a step. */
const STEPS_PER_CHECKPOINT = 8;
/** Checkpoints whose memory is kept for others. */
const MOST_PARTS = 32;

/**
 * The analog half of the lockstep: the wired circuit, and its future. It may run ahead of the present (`offer`) and keeps
 * to itself what it finds until time gets there (`next`); a drive takes it back to its instant. Since the steps of the
 * circuit depend on drives alone, nothing that anyone is told depends on how far it ran ahead.
 */
export class AnalogHalf {
  private readonly circuit: WiredCircuit;
  private readonly tape: ObserverTape;
  private readonly horizon: Horizon;
  private t = 0 as Picoseconds;
  /** In order; none while the circuit stands at the present instant. */
  private checkpoints: Checkpoint[] = [];
  private readonly parts: SavedParts[] = [];
  /** Batches found since the first checkpoint, and how many of them are delivered. */
  private found: EventBatch[] = [];
  private delivered = 0;
  /** Since the last drive. */
  private lastEvent: Picoseconds | undefined;
  private slack = NEVER;
  /** Ahead lies an error: it is met when time gets there, unless a drive prevents it. */
  private isDoomed = false;
  /** Somebody has asked for an offer since the last drive: it is worth learning how far to look. */
  private hasOffered = false;

  /** `clocks` tell how far it is worth looking ahead. */
  constructor(
    system: DrivenSystem,
    converters: readonly Converter[],
    solver: Solver,
    observers: readonly Observer[],
    clocks: readonly Clock[] = [],
  ) {
    this.tape = new ObserverTape(observers);
    const isObserved = observers.some((observer) => observer.sample !== undefined || observer.crossing !== undefined);
    this.circuit = new WiredCircuit(system, converters, solver, isObserved ? [this.tape] : []);
    this.horizon = new Horizon(clocks);
  }

  get now(): Picoseconds {
    return this.t;
  }

  /** Steps, rejections and evaluations so far. */
  get counters(): WiredCircuit["counters"] {
    this.settle();
    return this.circuit.counters;
  }

  /** Time 0: applies the outputs that the digital half starts with, answers the inputs it is to start with. */
  begin(ports: PortView): readonly BitsChange[] {
    return this.circuit.begin(ports);
  }

  /** Whom a change of this port concerns, if anyone. */
  heardBy(port: string): Heard | undefined {
    return this.circuit.heardBy(port);
  }

  /** Output ports changed at the present instant, and these are who hears them: drives act, and converters answer. */
  hear(now: PortView, before: PortView, heard: Heard): void {
    this.settle();
    const standing = this.hasOffered ? this.circuit.standing : NOTHING_WATCHED;
    if (!this.circuit.hear(now, before, heard)) return;
    if (this.hasOffered) this.horizon.driven(this.t, this.lastEvent, standing);
    else this.horizon.beginAt(this.t);
    this.hasOffered = false;
    this.lastEvent = undefined;
    this.isDoomed = false;
  }

  /**
   * Runs to the first instant in [now, limit) at which bits change, or to `limit`. Bits due at `limit` itself are left for
   * the next call: a clock edge at `limit` comes first.
   */
  next(limit: Picoseconds): EventBatch | undefined {
    const batch = this.isAhead ? this.play(limit) : this.circuit.next(limit);
    this.t = this.isAhead ? (batch?.t ?? limit) : this.circuit.now;
    if (batch !== undefined) this.lastEvent = batch.t;
    return batch;
  }

  /** What will happen from now on, as far before `limit` as it is worth looking. */
  offer(limit: Picoseconds): Offer {
    this.hasOffered = true;
    if (!this.isAhead) this.slack = this.circuit.leastLookahead;
    if (this.isClear(limit)) return this.clearOffer(limit);
    this.lookAhead(limit);
    this.slack = earlier(this.slack, this.circuit.leastLookahead);
    const isQuiet = !this.circuit.isWatching && this.circuit.nextOf("sample") === NEVER;
    const due = isQuiet ? this.circuit.dueBits(limit) : [];
    return {
      horizon: isQuiet ? limit : earlier(limit, this.circuit.now),
      batches: [...this.found.slice(this.delivered), ...due].filter(({ t }) => t < limit),
      slack: this.slack,
      until: this.circuit.leastLookahead === NEVER ? this.circuit.now : NEVER,
    };
  }

  /** As far as it is worth looking nothing will come, which is known without going there. */
  private isClear(limit: Picoseconds): boolean {
    if (this.isAhead || !this.circuit.isWatching) return false;
    return earlier(limit, this.target()) <= this.circuit.quietUntil;
  }

  private clearOffer(limit: Picoseconds): Offer {
    return { horizon: earlier(limit, this.circuit.quietUntil), batches: [], slack: this.slack, until: NEVER };
  }

  /** Present value of a signal, in its unit. */
  probe(name: string, where: string): number {
    this.settle();
    return this.circuit.probe(name, where);
  }

  /** Records what is left, and the present instant itself: the end of the run. */
  finish(): void {
    this.settle();
    this.circuit.finish();
  }

  save(): CircuitSnapshot {
    this.settle();
    return this.circuit.save();
  }

  restore(saved: CircuitSnapshot): void {
    this.land();
    this.circuit.restore(saved);
    this.t = saved.t;
    this.tape.lastSample = saved.sampledUntil;
    this.lastEvent = undefined;
    this.isDoomed = false;
  }

  private get isAhead(): boolean {
    return this.checkpoints.length > 0;
  }

  /** As `next`, from what was found ahead, and on from where that ends. */
  private play(limit: Picoseconds): EventBatch | undefined {
    const batch = this.told(limit);
    if (batch !== undefined) this.delivered++;
    if (batch !== undefined || limit <= this.circuit.now) return batch;
    this.land();
    return this.circuit.next(limit);
  }

  /** Where an observer ends the run, the circuit comes to where it would stand if it had not looked ahead. */
  private told(limit: Picoseconds): EventBatch | undefined {
    try {
      return this.tape.play(limit);
    } catch (error) {
      this.comeTo(limit);
      throw error;
    }
  }

  /** Up to the sample that ended the run, of which nobody is told again. */
  private comeTo(limit: Picoseconds): void {
    this.rewind();
    this.land();
    this.circuit.skipSamples((this.tape.lastSample - 1) as Picoseconds);
    this.tape.mode = "mute";
    try {
      this.circuit.next(limit);
    } catch {
      // It is the error that is thrown already.
    } finally {
      this.tape.mode = "live";
    }
  }

  private lookAhead(limit: Picoseconds): void {
    const enough = this.found.length + MOST_BATCHES;
    while (!this.isDoomed && this.found.length < enough) {
      const target = earlier(limit, this.target());
      if (target <= this.circuit.now) return;
      if (!this.isAhead) this.takeOff();
      const batch = this.attempt(target);
      if (batch === undefined) continue;
      this.tape.note(batch);
      this.found.push(batch);
      if (this.horizon.found(batch.t, this.circuit.standing) === "enough") return;
      this.checkpoint(STEPS_PER_CHECKPOINT);
    }
  }

  /**
   * Up to where looking may find something, or find that there is nothing. Not beyond a change of the circuit's inputs, because
   * observers may look at what is programmed when they are told of a sample.
   */
  private target(): Picoseconds {
    const input = this.circuit.nextOf("input");
    if (this.circuit.isWatching) return earlier(input, this.horizon.from(this.t));
    const sample = this.circuit.nextOf("sample");
    return sample === NEVER ? this.circuit.now : earlier(input, plus(sample, ONE_TICK));
  }

  /** An error ahead may never come true, so it waits for its time. */
  private attempt(target: Picoseconds): EventBatch | undefined {
    try {
      return this.circuit.next(target);
    } catch (error) {
      if (!(error instanceof SettleError)) throw error;
      this.rewind();
      this.land();
      this.isDoomed = true;
      return undefined;
    }
  }

  private takeOff(): void {
    this.tape.mode = "ahead";
    this.checkpoint(0);
  }

  private checkpoint(leastSteps: number): void {
    const steps = this.circuit.counters.accepted;
    const last = this.checkpoints.at(-1);
    if (last !== undefined && steps - last.steps < leastSteps) return;
    this.checkpoints.push({ circuit: this.circuit.save(this.nextParts()), batches: this.found.length, steps });
  }

  /** Where the next checkpoint goes: one behind another as long as we are ahead, and then from the first on again. */
  private nextParts(): SavedParts | undefined {
    const { checkpoints, parts } = this;
    if (checkpoints.length === parts.length && parts.length < MOST_PARTS) parts.push(new SavedParts());
    return parts[checkpoints.length];
  }

  /** The circuit comes back to the present instant. */
  private settle(): void {
    if (!this.isAhead) return;
    if (!this.tape.isOver || this.t !== this.circuit.now) this.rewind();
    this.land();
  }

  private rewind(): void {
    const from = this.checkpoints.findLast(({ circuit, batches }) => batches <= this.delivered && circuit.t <= this.t);
    if (from === undefined) throw new SettleError("MISUSE", `the analog half cannot go back to ${this.t} ps`);
    this.tape.mode = "mute";
    this.circuit.restore(from.circuit);
    for (const { t } of this.found.slice(from.batches, this.delivered)) this.circuit.next(plus(t, ONE_TICK));
    if (this.circuit.now < this.t) this.circuit.next(this.t);
    this.circuit.skipSamples(this.tape.lastSample);
  }

  /** The present has caught up with the circuit. */
  private land(): void {
    this.tape.wipe();
    this.tape.mode = "live";
    this.checkpoints = [];
    this.found = [];
    this.delivered = 0;
  }
}
