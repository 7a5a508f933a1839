import { earlier, NEVER, type Picoseconds } from "../time.ts";
import type { AnalogHalf } from "./analog-half.ts";
import { BurstReplay } from "./burst-replay.ts";
import { EdgeTimer, levelAt } from "./clocks.ts";
import type { BitsChange, Converter } from "./converters/converter.ts";
import {
  type Bits,
  type Burst,
  type BurstRecord,
  type Change,
  type Clock,
  type DigitalPeer,
  isThere,
  type Step,
  type Watch,
} from "./digital-peer.ts";
import { type Heard, joined } from "./hearing.ts";
import { LoopGuard } from "./loop-guard.ts";
import type { Frame, Observer } from "./observer.ts";
import type { PortValues } from "./port-values.ts";
import { putBits } from "./put-bits.ts";
import { SequencePlayer, type StepEnd } from "./sequence-player.ts";
import type { EventBatch } from "./agenda.ts";
import { type FirstEvaluation, Windows } from "./windows.ts";
import type { CircuitSnapshot } from "./wired-circuit.ts";

/** The complete state of both halves and of the boundary between them. */
export interface Snapshot {
  readonly t: Picoseconds;
  readonly ports: readonly Bits[];
  readonly probes: readonly Bits[];
  readonly analog: CircuitSnapshot;
  readonly digital: Uint8Array;
}

/** strict: an exchange per clock edge and event. windowed: as many of them per exchange as can be known beforehand. */
export type LockstepMode = "strict" | "windowed";

export interface Halves {
  readonly digital: DigitalPeer;
  readonly analog: AnalogHalf;
  readonly ports: PortValues;
  readonly clocks: readonly Clock[];
  readonly wiring: readonly Converter[];
  readonly probes: readonly string[];
  readonly observers: readonly Observer[];
  readonly mode: LockstepMode;
}

/** What somebody waits for while time goes on. */
export interface Waiting {
  /** Asked after every edge and event; true ends the wait there. */
  readonly holds: () => boolean;
  /** What must change for `holds` to change its mind; "anything" allows no window. */
  readonly watched: () => readonly Watch[] | "anything";
  /** Called between exchanges; throws to give up. */
  readonly between: () => void | Promise<void>;
}

/** How far a window may go that begins with an evaluation. */
interface Reach extends Pick<Waiting, "watched"> {
  readonly limit: Picoseconds;
}

type Named = Frame["changes"][number];

const NONE_WATCHED: readonly Watch[] = [];
const NO_CHANGES: readonly Change[] = [];

/**
 * The only loop that moves time. At one instant: the clock edge (which sees every earlier event), the drives it causes, what
 * the test sets, then events of that instant.
 *
 * In windowed mode the digital half runs ahead in bursts, as far as the offers of the analog half reach, and the very same
 * loop then takes its answers from the record of the burst: what anyone is told can not depend on the mode.
 */
export class Lockstep {
  private t = 0 as Picoseconds;
  /** Of the last evaluation; behind `t` where nothing happened since. */
  private evaluatedAt = 0 as Picoseconds;
  private probeValues: Bits[];
  /** By the present evaluation, where somebody looks at frames. */
  private changed: Named[] = [];
  private readonly loopGuard: LoopGuard;
  private exchangeCount = 0;
  private evaluationCount = 0;
  /** The burst that the digital half has run, as long as we have not caught up with it. */
  private replay: BurstReplay | undefined;
  private isEnding = false; // the RTL ends in the next evaluation, which is to tell how
  private readonly windows: Windows;
  private readonly clockPorts: readonly { readonly clock: Clock; readonly index: number }[];
  private readonly edges: EdgeTimer;
  private readonly frameObservers: readonly Observer[];
  /** Of ports and then probes, as changes count them. */
  private readonly names: readonly string[];
  /** By index of the port: who hears it. */
  private readonly heardBy: readonly (Heard | undefined)[];

  private constructor(private readonly halves: Halves) {
    const { analog, ports, clocks, probes, observers } = halves;
    this.probeValues = probes.map(() => 0);
    this.windows = new Windows(halves);
    this.loopGuard = new LoopGuard(ports);
    this.clockPorts = clocks.map((clock) => ({ clock, index: ports.at(clock.port, "a clock") }));
    this.edges = new EdgeTimer(clocks);
    this.frameObservers = observers.filter((observer) => observer.frame !== undefined);
    this.names = [...ports.ports.map(({ name }) => name), ...probes];
    this.heardBy = ports.ports.map(({ name }) => analog.heardBy(name));
  }

  /** Time 0: both halves take their first values from each other. */
  static async start(halves: Halves, inputs: readonly Change[]): Promise<Lockstep> {
    const { digital, analog, ports, clocks, probes } = halves;
    const lockstep = new Lockstep(halves);
    for (const change of inputs) ports.write(change);
    const outputs = await digital.reset({ clocks, inputs, probes });
    lockstep.take(outputs);
    const initial = analog.begin(ports);
    const known = ports.ports.map((_, index) => ({ index, value: ports.valueOf(index) }));
    lockstep.changed = [...known, ...outputs].map((change) => lockstep.named(change));
    lockstep.announce();
    await lockstep.deliver(0 as Picoseconds, initial);
    return lockstep;
  }

  get now(): Picoseconds {
    return this.t;
  }

  /** Requests that were sent to move time or set inputs. */
  get exchanges(): number {
    return this.exchangeCount;
  }

  /** Times that the digital half was evaluated: edges, events and what the test has set. */
  get evaluations(): number {
    return this.evaluationCount;
  }

  /** The clock on port `index`, if there is one. */
  clockAt(index: number): Clock | undefined {
    return this.clockPorts.find((clock) => clock.index === index)?.clock;
  }

  /** Lets time go on to `end`, or to the first instant at which `waiting` holds: true. */
  async advance(end: Picoseconds, waiting: Waiting): Promise<boolean> {
    // Awaits only what is not there yet: an answer that came at once must not cost a turn of the event loop.
    const reach: Reach = { limit: end, watched: waiting.watched };
    while (this.t < end) {
      do {
        const stepping = this.step(end, reach);
        if (stepping !== undefined) await stepping;
        if (waiting.holds()) return true;
      } while (this.replay !== undefined);
      const pause = waiting.between();
      if (pause !== undefined) await pause;
    }
    return false;
  }

  /**
   * Plays steps, each from the end of the one before; `clock` is the port that they count by. Answers those that ended: all,
   * or all before the first that waited its `cycles` in vain.
   */
  async play(steps: readonly Step[], clock: number, between: Waiting["between"]): Promise<readonly StepEnd[]> {
    const player = new SequencePlayer(steps, clock, this.halves.ports, this.t);
    while (!player.isOver) {
      if (this.replay === undefined) {
        const pause = between();
        if (pause !== undefined) await pause;
        const burst = this.mayOpenWindow
          ? this.windows.from(this.t, NEVER, NONE_WATCHED, player.rest, clock)
          : undefined;
        const opening = burst === undefined ? undefined : this.openWindow(burst);
        if (opening !== undefined) await opening;
      }
      const inputs = player.inputs();
      if (inputs === undefined && player.isOver) break;
      const moving = inputs === undefined ? this.stepOf(player) : this.evaluate(this.t, inputs, false);
      if (moving !== undefined) await moving;
    }
    // A step without inputs may be the last, and end before any evaluation could have closed its window.
    if (this.replay !== undefined) this.closeWindow(this.replay);
    return player.ends;
  }

  private stepOf(player: SequencePlayer): void | Promise<void> {
    player.beforeEdge();
    const stepping = this.step(NEVER);
    if (stepping !== undefined) return stepping.then(() => player.afterEdge(this.evaluatedAt));
    player.afterEdge(this.evaluatedAt);
  }

  /**
   * The next evaluation, at an edge or an event up to and including `limit`; or none, and time is `limit`. With `reach`, a window may
   * begin with it.
   */
  step(limit: Picoseconds, reach?: Reach): void | Promise<void> {
    if (this.replay !== undefined) return this.replayed(this.replay);
    const edge = this.edges.after(this.t);
    const batch = this.halves.analog.next(earlier(edge, limit));
    if (batch !== undefined) return this.deliver(batch.t, batch.changes, reach);
    if (edge <= limit) return this.evaluate(edge, NO_CHANGES, false, reach);
    this.t = limit;
  }

  /** Puts values on input ports at the present instant. */
  async set(changes: readonly Change[]): Promise<void> {
    await this.evaluate(this.t, changes, false);
  }

  async save(): Promise<Snapshot> {
    const { ports, analog, digital } = this.halves;
    return {
      t: this.t,
      ports: ports.save(),
      probes: [...this.probeValues],
      analog: analog.save(),
      digital: await digital.save(),
    };
  }

  async restore(snapshot: Snapshot): Promise<void> {
    const { ports, analog, digital } = this.halves;
    await digital.restore(snapshot.digital);
    ports.restore(snapshot.ports);
    this.probeValues = [...snapshot.probes];
    analog.restore(snapshot.analog);
    this.t = snapshot.t;
    this.replay = undefined;
    this.isEnding = false;
    this.loopGuard.reset();
  }

  private get mayOpenWindow(): boolean {
    return !this.isEnding && this.windows.mayOpen(this.evaluationCount);
  }

  /** A burst that begins with an evaluation that is due now, where anyone waits for time to pass and a window is worth it. */
  private burstFrom(first: FirstEvaluation, reach: Reach): Burst | undefined {
    const watched = reach.watched();
    if (watched === "anything") return undefined;
    return this.windows.beginningWith(first, this.edges.after(first.t), reach.limit, watched);
  }

  /** Has the digital half run a burst. */
  private openWindow(burst: Burst): void | Promise<void> {
    this.exchangeCount++;
    const record = this.halves.digital.run(burst);
    if (record instanceof Promise) return record.then((answer) => this.begin(burst, answer));
    this.begin(burst, record);
  }

  private begin(burst: Burst, record: BurstRecord): void {
    this.windows.had(record.evaluations, this.evaluationCount);
    this.replay = new BurstReplay(burst, record, (index) => this.windows.describe(index));
  }

  /** One evaluation of the strict loop, answered by the record of the burst; its last one closes the window. */
  private replayed(replay: BurstReplay): void {
    if (replay.isOver) return this.closeWindow(replay);
    const edge = this.edges.after(this.t);
    const batch = this.halves.analog.next(earlier(edge, replay.eventLimit));
    if (batch !== undefined) void this.deliver(batch.t, batch.changes);
    else if (edge <= replay.end) void this.evaluate(edge, NO_CHANGES, false);
    else replay.requireOver();
  }

  /** Time goes on to where the digital half stands. Bits that end where they began may still be due; nothing else. */
  private closeWindow(replay: BurstReplay): void {
    for (let batch = this.nextBefore(replay.end); batch !== undefined; batch = this.nextBefore(replay.end)) {
      void this.deliver(batch.t, batch.changes);
    }
    replay.requireOver();
    if (this.t < replay.end) this.t = replay.end;
    this.replay = undefined;
    this.isEnding = replay.hasEnded;
  }

  private nextBefore(end: Picoseconds): EventBatch | undefined {
    return this.t < end ? this.halves.analog.next(end) : undefined;
  }

  /** Delivers events to the digital half; bits that end where they began are no change and cost no evaluation. */
  private deliver(t: Picoseconds, events: readonly BitsChange[], reach?: Reach): void | Promise<void> {
    const inputs = putBits(this.halves.ports, events);
    if (events.length > 0 && inputs.length === 0) {
      this.t = t;
      return;
    }
    if (events.length > 0) this.loopGuard.count(t, inputs);
    return this.evaluate(t, inputs, true, reach);
  }

  /** Clocks come to `t`, inputs are put on their ports there, and the digital half answers. */
  private evaluate(t: Picoseconds, inputs: readonly Change[], isEvent: boolean, reach?: Reach): void | Promise<void> {
    // Here, and not where they are told: the evaluation before may have failed.
    if (this.changed.length > 0) this.changed = [];
    if (t >= this.edges.after(this.t)) this.moveClocks(t);
    this.t = t;
    this.evaluatedAt = t;
    for (let k = 0; k < inputs.length; k++) this.put(inputs[k]);
    this.evaluationCount++;
    if (this.replay !== undefined) return this.takeFrom(this.replay, t, inputs, isEvent);
    const mayOpen = reach !== undefined && this.mayOpenWindow;
    const burst = mayOpen ? this.burstFrom({ t, inputs, isEvent }, reach) : undefined;
    if (burst === undefined) return this.ask(t, inputs);
    const opening = this.openWindow(burst);
    if (opening !== undefined) return opening.then(() => this.takeFirst(t, inputs, isEvent));
    return this.takeFirst(t, inputs, isEvent);
  }

  /** The one evaluation, without a window. */
  private ask(t: Picoseconds, inputs: readonly Change[]): void | Promise<void> {
    this.exchangeCount++;
    const answer = this.halves.digital.advance(t, inputs);
    if (isThere(answer)) return this.answered(answer);
    return answer.then((outputs) => this.answered(outputs));
  }

  /** The evaluation that the window began with; if the RTL ends in it, to be told how. */
  private takeFirst(t: Picoseconds, inputs: readonly Change[], isEvent: boolean): void | Promise<void> {
    const replay = this.replay as BurstReplay;
    if (!replay.isOver) return this.takeFrom(replay, t, inputs, isEvent);
    this.closeWindow(replay);
    return this.ask(t, inputs);
  }

  private takeFrom(replay: BurstReplay, t: Picoseconds, inputs: readonly Change[], isEvent: boolean): void {
    this.answered(replay.take(t, isEvent ? inputs : undefined));
    if (replay.isOver) this.closeWindow(replay);
  }

  private answered(outputs: readonly Change[]): void {
    if (outputs.length === 0 && this.frameObservers.length === 0) return;
    const heard = this.heardAmong(outputs);
    const { analog, ports } = this.halves;
    const before = heard === undefined ? ports : ports.copy();
    this.take(outputs);
    this.announce();
    if (heard !== undefined) analog.hear(ports, before, heard);
  }

  /** Who hears one of the ports among `outputs`. */
  private heardAmong(outputs: readonly Change[]): Heard | undefined {
    let all: Heard | undefined;
    for (let k = 0; k < outputs.length; k++) {
      const heard = this.heardBy[outputs[k].index];
      if (heard !== undefined) all = all === undefined ? heard : joined(all, heard);
    }
    return all;
  }

  /** Writes outputs and probes. */
  private take(outputs: readonly Change[]): void {
    for (let k = 0; k < outputs.length; k++) this.put(outputs[k]);
  }

  /** Writes one port or probe; whoever looks at frames is to be told of it. */
  private put(change: Change): void {
    const { ports } = this.halves;
    const probe = change.index - ports.ports.length;
    if (probe >= 0) this.probeValues[probe] = change.value;
    else ports.write(change);
    if (this.frameObservers.length > 0) this.changed.push(this.named(change));
  }

  private moveClocks(t: Picoseconds): void {
    const { ports } = this.halves;
    for (let k = 0; k < this.clockPorts.length; k++) {
      const { clock, index } = this.clockPorts[k];
      const value = levelAt(clock, t);
      if (ports.valueOf(index) !== value) this.put({ index, value });
    }
  }

  private announce(): void {
    if (this.frameObservers.length === 0) return;
    const { t, changed: changes } = this;
    for (const observer of this.frameObservers) observer.frame?.({ t, changes });
  }

  private named({ index, value }: Change): Named {
    return { name: this.names[index], value };
  }
}
