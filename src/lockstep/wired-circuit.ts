import type { DrivenSystem } from "../ode/contracts.ts";
import type { Solver } from "../ode/method.ts";
import type { SavedParts } from "../ode/saved-parts.ts";
import { earlier, later, NEVER, type Picoseconds, plus } from "../time.ts";
import { Agenda, type Appointment, type EventBatch } from "./agenda.ts";
import type {
  BitsChange,
  Converter,
  DriveConverter,
  DriveMoment,
  EventConverter,
  InputChange,
  PortView,
  SampleRequest,
} from "./converters/converter.ts";
import { CrossingSearch, type SearchSnapshot } from "./crossing-search.ts";
import { crossingWatches, type Exit } from "./crossing-watch.ts";
import { beatsLookahead, type Heard, heardBy, requireDeclared } from "./hearing.ts";
import {
  isWatching,
  leastLookahead,
  type Listener,
  listenersTo,
  moved,
  renewPromises,
  savedOf,
  standingOf,
} from "./listeners.ts";
import { NameIndex } from "./names.ts";
import type { Observer } from "./observer.ts";
import { StepRecorder } from "./step-recorder.ts";
import { Trajectory, type TrajectorySnapshot } from "./trajectory.ts";

export interface CircuitSnapshot {
  readonly t: Picoseconds;
  readonly trajectory: TrajectorySnapshot;
  readonly agenda: readonly Appointment[];
  readonly converters: readonly (readonly number[])[];
  readonly promises: readonly Picoseconds[];
  readonly search: SearchSnapshot;
  readonly sampledUntil: Picoseconds;
}

interface Crossed {
  readonly listener: Listener;
  readonly exit: Exit;
  readonly errorBound_ps: number;
}

const NO_CHANGES: readonly InputChange[] = [];
const NOBODY_CROSSED: Crossed[] = [];

/**
 * The circuit's trajectory, its converters, and what their delays have put on the agenda.
 * Order at one instant: delayed drives and source breakpoints first, then samples, then crossings.
 */
export class WiredCircuit {
  private readonly trajectory: Trajectory;
  private readonly agenda = new Agenda();
  private readonly inputIndex: NameIndex;
  private readonly signalIndex: NameIndex;
  private readonly drivers: readonly DriveConverter[];
  private readonly listeners: readonly Listener[];
  private readonly recorder: StepRecorder;
  private readonly search: CrossingSearch;
  private readonly values: Float64Array;
  private t = 0 as Picoseconds;
  private breakpoint = NEVER;
  /** Crossings at the present instant. */
  private crossed: Crossed[] = NOBODY_CROSSED;
  /** Somebody wants to be told of crossings, with their error bounds. */
  private readonly hearsCrossings: boolean;
  /** Up to here `next` has nothing to do. */
  private idleUntil = -1 as Picoseconds;

  constructor(
    system: DrivenSystem,
    converters: readonly Converter[],
    solver: Solver,
    private readonly observers: readonly Observer[],
  ) {
    this.inputIndex = new NameIndex("circuit input", system.inputNames);
    this.signalIndex = new NameIndex("analog signal", system.signalNames);
    this.values = new Float64Array(system.signalNames.length);
    this.hearsCrossings = observers.some((observer) => observer.crossing !== undefined);
    this.trajectory = new Trajectory(system, solver, { errorBounds: this.hearsCrossings });
    this.recorder = new StepRecorder(this.trajectory, observers);
    this.drivers = converters.filter((converter) => converter.direction === "D->A");
    const signalAt = (converter: EventConverter) =>
      this.signalIndex.at(converter.signal, `converter "${converter.name}"`);
    this.listeners = listenersTo(converters, signalAt, crossingWatches(this.trajectory));
    this.search = new CrossingSearch(this.listeners, this.trajectory);
    for (const driver of this.drivers)
      for (const input of driver.inputs) this.inputIndex.at(input, `converter "${driver.name}"`);
  }

  get now(): Picoseconds {
    return this.t;
  }

  /** Steps, rejections and evaluations so far. */
  get counters(): { readonly accepted: number; readonly rejected: number; readonly evaluations: number } {
    const { accepted, rejected, evaluations } = this.trajectory.integration;
    return { accepted, rejected, evaluations };
  }

  /** Time 0: applies the outputs that the digital half starts with, answers the inputs it is to start with. */
  begin(ports: PortView): readonly BitsChange[] {
    for (const driver of this.drivers)
      for (const change of driver.drive(ports, undefined, this.moment())) this.apply(change);
    this.trajectory.begin();
    this.breakpoint = this.trajectory.system.breakpointAfter(this.t);
    this.extend();
    this.readSignals();
    const initial = this.listeners.flatMap(({ converter, signal }) => {
      converter.reset();
      return converter.start(this.values[signal], ports);
    });
    this.listeners.forEach(moved);
    this.search.forget(this.t);
    return initial;
  }

  /** Whom a change of this port concerns, if anyone. */
  heardBy(port: string): Heard | undefined {
    return heardBy(
      port,
      this.drivers,
      this.listeners.map(({ converter }) => converter),
    );
  }

  /**
   * Output ports changed at the present instant, and these are who hears them: drives act, and converters answer. Answers whether
   * anything came of it.
   */
  hear(now: PortView, before: PortView, { drivers, listeners: listening }: Heard): boolean {
    this.idleUntil = -1 as Picoseconds;
    const changes = this.driven(drivers, now, before);
    this.drive(changes);
    if (listening.length > 0) this.readSignals(listening.length > 1 ? undefined : this.listeners[listening[0]]);
    for (const i of listening) this.tell(this.listeners[i], now, before);
    if (changes.length === 0 && listening.length === 0) return false;
    renewPromises(this.listeners, this.t);
    return true;
  }

  private driven(driving: readonly number[], now: PortView, before: PortView): readonly InputChange[] {
    if (driving.length === 0) return NO_CHANGES;
    const moment = this.moment();
    if (driving.length === 1) return this.drivers[driving[0]].drive(now, before, moment);
    return driving.flatMap((i) => this.drivers[i].drive(now, before, moment));
  }

  private tell(listener: Listener, now: PortView, before: PortView): void {
    const { converter, signal } = listener;
    // Its answer to a port that it hears itself is no surprise: only what comes later is held to the lookahead.
    listener.promise = this.t;
    const answers = converter.heard(now, this.values[signal], this.t);
    if (answers.length > 0) requireDeclared(converter, now, before, this.t);
    this.schedule(listener, answers);
    this.changed(listener);
  }

  /** Whether some converter looks at its signal all the time, so that only integration can tell what comes. */
  get isWatching(): boolean {
    return isWatching(this.listeners);
  }

  /** Where the converters that look at their signal stand, as one number; 0 where none does. */
  get standing(): number {
    return standingOf(this.listeners);
  }

  /**
   * Nothing comes of the circuit itself before this instant, as far as is known without moving: the present step is searched, and
   * lasts until then.
   */
  get quietUntil(): Picoseconds {
    const due = earlier(this.agenda.next, this.breakpoint);
    return later(this.t, earlier(earlier(due, this.search.first), this.search.until));
  }

  /** When the next sample is due that a converter has asked for, or the next delayed drive reaches its input. */
  nextOf(kind: "sample" | "input"): Picoseconds {
    return this.agenda.nextOf(kind);
  }

  /** The least time between a drive now and an event that it could cause. */
  get leastLookahead(): Picoseconds {
    return leastLookahead(this.listeners);
  }

  /** Bits that are on their way already and due before `limit`, in order. */
  dueBits(limit: Picoseconds): readonly EventBatch[] {
    return this.agenda.dueBits(limit);
  }

  /**
   * Runs to the first instant in [now, limit) at which bits change, or to `limit`. Bits due at `limit` itself are left for
   * the next call: a clock edge at `limit` comes first.
   */
  next(limit: Picoseconds): EventBatch | undefined {
    if (limit <= this.idleUntil) {
      this.t = limit;
      return undefined;
    }
    this.idleUntil = -1 as Picoseconds;
    for (;;) {
      const target = earlier(limit, earlier(this.agenda.next, this.breakpoint));
      const moment = earlier(target, this.firstExit(target));
      this.moveTo(moment);
      if (moment >= limit) {
        this.idleUntil = earlier(this.quietUntil, this.recorder.next());
        return undefined;
      }
      if (this.disturbed()) continue;
      this.takeSamples();
      this.takeExits();
      const due = this.agenda.take("bits", this.t);
      if (due.length > 0) return { t: this.t, changes: due.map(({ change }) => change) };
    }
  }

  /** Present value of a signal, in its unit. */
  probe(name: string, where: string): number {
    const index = this.signalIndex.at(name, where);
    this.readSignals();
    return this.values[index];
  }

  /** Records what is left, and the present instant itself: the end of the run. */
  finish(): void {
    this.recorder.record(plus(this.t, 1 as Picoseconds));
    this.recorder.finish(this.t);
  }

  /** What observers have been told already is not told again. */
  skipSamples(until: Picoseconds): void {
    this.recorder.sampledUntil = until;
    this.idleUntil = -1 as Picoseconds;
  }

  /** `into`: see Trajectory. */
  save(into?: SavedParts): CircuitSnapshot {
    return {
      t: this.t,
      trajectory: this.trajectory.save(into),
      agenda: this.agenda.save(),
      converters: this.listeners.map(savedOf),
      promises: this.listeners.map(({ promise }) => promise),
      search: this.search.save(),
      sampledUntil: this.recorder.sampledUntil,
    };
  }

  restore(saved: CircuitSnapshot): void {
    this.t = saved.t;
    this.idleUntil = -1 as Picoseconds;
    this.trajectory.restore(saved.trajectory);
    this.breakpoint = this.trajectory.system.breakpointAfter(this.t);
    this.agenda.restore(saved.agenda);
    this.recorder.sampledUntil = saved.sampledUntil;
    this.listeners.forEach((listener, i) => {
      listener.converter.restore(saved.converters[i] ?? []);
      moved(listener);
      listener.promise = saved.promises[i];
    });
    this.search.restore(saved.search);
  }

  /** Delayed drives and source breakpoints due now; each ends the segment. */
  private disturbed(): boolean {
    const inputs = this.agenda.take("input", this.t);
    for (const { input, value } of inputs) this.trajectory.setInput(input, value);
    const broken = this.breakpoint === this.t;
    if (inputs.length === 0 && !broken) return false;
    this.restart();
    renewPromises(this.listeners, this.t);
    return true;
  }

  private moment(): DriveMoment {
    return { t: this.t, present: this.present };
  }

  private readonly present = (input: string): number =>
    this.trajectory.system.inputs[this.inputIndex.at(input, "a drive")];

  private drive(changes: readonly InputChange[]): void {
    let immediate = false;
    for (const change of changes) immediate = this.apply(change) || immediate;
    if (immediate) this.restart();
  }

  /** Answers whether the change acts now. */
  private apply({ input, value, delay }: InputChange): boolean {
    const index = this.inputIndex.at(input, "a drive");
    if (delay > 0) this.agenda.add({ t: plus(this.t, delay), kind: "input", input: index, value });
    else this.trajectory.setInput(index, value);
    return delay === 0;
  }

  private restart(): void {
    this.trajectory.restartAt(this.t);
    this.breakpoint = this.trajectory.system.breakpointAfter(this.t);
    this.trajectory.extend();
    this.search.forget(this.t);
  }

  private moveTo(moment: Picoseconds): void {
    this.recorder.record(moment);
    this.crossed = NOBODY_CROSSED;
    if (this.search.first === moment) this.crossAt(moment);
    this.t = moment;
    // Rounded up to a tick, a crossing at the very end of a step lies in the next one.
    while (!this.trajectory.covers(moment)) this.extend();
  }

  /** While the present step is still the one that was searched. */
  private crossAt(moment: Picoseconds): void {
    for (const listener of this.listeners) {
      const { exit } = listener.watch;
      if (exit?.tick !== moment) continue;
      const errorBound_ps = this.hearsCrossings ? listener.watch.errorBound_ps(exit) : Number.NaN;
      const crossed = { listener, exit, errorBound_ps };
      if (this.crossed === NOBODY_CROSSED) this.crossed = [crossed];
      else this.crossed.push(crossed);
    }
  }

  private extend(): void {
    this.trajectory.extend();
    this.search.expire();
  }

  private takeSamples(): void {
    const due = this.agenda.take("sample", this.t);
    if (due.length === 0) return;
    this.readSignals(due.length > 1 ? undefined : this.listeners[due[0].converter]);
    for (const { converter: position } of due) {
      const listener = this.listeners[position];
      this.schedule(listener, listener.converter.sampled(this.values[listener.signal]));
      moved(listener);
    }
    this.search.bandsMayDiffer();
  }

  private takeExits(): void {
    for (const { listener, exit, errorBound_ps } of this.crossed) {
      const { converter, signal, watch } = listener;
      if (this.hearsCrossings) {
        for (const observer of this.observers)
          observer.crossing?.({ t: this.t, converter: converter.name, errorBound_ps });
      }
      const value = exit.isOnGrid ? watch.valueAt(exit) : this.trajectory.signalAt(signal, this.t);
      this.schedule(listener, converter.left(exit.side, value));
      this.changed(listener);
    }
  }

  /** A converter may stand elsewhere, and in another band, from now on. */
  private changed(listener: Listener): void {
    moved(listener);
    this.search.bandChanged(listener, this.t);
  }

  private schedule(listener: Listener, answers: readonly (BitsChange | SampleRequest)[]): void {
    const { position } = listener;
    for (const answer of answers) {
      const t = plus(this.t, answer.delay);
      if (!("bits" in answer)) this.agenda.add({ t, kind: "sample", converter: position });
      else {
        if (t < listener.promise) throw beatsLookahead(listener.converter.name, t, listener.promise);
        this.agenda.add({ t, kind: "bits", converter: position, change: answer });
      }
    }
  }

  /** The tick of the first crossing up to `target`, or NEVER; makes the steps that this takes. */
  private firstExit(target: Picoseconds): Picoseconds {
    for (;;) {
      while (!this.search.reaches(target)) this.search.goOn(this.t);
      const { first } = this.search;
      if (first <= target || this.trajectory.covers(target)) return first;
      this.recorder.record(target);
      this.extend();
    }
  }

  /** `only`: the listener whose signal is enough. */
  private readSignals(only?: Listener): void {
    this.trajectory.signalsAt(this.t, this.values, only?.signal);
  }
}
