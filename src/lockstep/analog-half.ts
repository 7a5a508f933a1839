import { SettleError } from "../errors.ts";
import type { DrivenSystem, Tolerance } from "../ode/contracts.ts";
import { earlier, formatTime, NEVER, type Picoseconds, plus } from "../time.ts";
import { Agenda, type Appointment } from "./agenda.ts";
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
import { type CrossingWatch, crossingWatches, type Exit } from "./crossing-watch.ts";
import { NameIndex } from "./names.ts";
import type { Observer } from "./observer.ts";
import { Trajectory, type TrajectorySnapshot } from "./trajectory.ts";

/** Bits that change at one instant, all together. */
export interface EventBatch {
  readonly t: Picoseconds;
  readonly changes: readonly BitsChange[];
}

export interface AnalogSnapshot {
  readonly t: Picoseconds;
  readonly trajectory: TrajectorySnapshot;
  readonly agenda: readonly Appointment[];
  readonly converters: readonly (readonly number[])[];
  readonly promises: readonly Picoseconds[];
  readonly searchedFrom: readonly Picoseconds[];
  readonly sampledUntil: Picoseconds;
}

/** An event converter with what the analog half keeps beside it. */
interface Listener {
  readonly converter: EventConverter;
  readonly signal: number;
  readonly watch: CrossingWatch;
  /** No event may be scheduled before this instant: the last drive plus the lookahead declared then. */
  promise: Picoseconds;
  /** From where the present step was searched: the last change of the band, or the start of the segment. */
  searchedFrom: Picoseconds;
}

/** Points of a step at which every signal is recorded, as fractions of the step: more where a straight line would miss it. */
const STRAIGHT = [1];
const CURVED = [0.25, 0.5, 0.75, 1];
/** Off the chord by more than this, relative to the largest state, a step counts as curved. */
const VISIBLE_BEND = 1e-3;

/**
 * The analog half: the circuit's trajectory, its converters, and what their delays have put on the agenda.
 * Order at one instant: delayed drives and source breakpoints first, then samples, then crossings.
 */
export class AnalogHalf {
  private readonly trajectory: Trajectory;
  private readonly agenda = new Agenda();
  private readonly inputIndex: NameIndex;
  private readonly signalIndex: NameIndex;
  private readonly drivers: readonly DriveConverter[];
  private readonly listeners: readonly Listener[];
  private readonly values: Float64Array;
  private readonly observers: readonly Observer[];
  private t = 0 as Picoseconds;
  private breakpoint = NEVER;
  /** The present step has been searched for crossings. */
  private searched = false;
  /** Crossings at the present instant. */
  private crossed: readonly { readonly listener: Listener; readonly exit: Exit }[] = [];
  private sampledUntil = -1 as Picoseconds;
  private fractions: readonly number[] = STRAIGHT;
  /** The step that `fractions` were chosen for. */
  private bendVersion = -1;

  constructor(
    system: DrivenSystem,
    converters: readonly Converter[],
    tolerance: Tolerance,
    observers: readonly Observer[],
  ) {
    this.trajectory = new Trajectory(system, tolerance);
    this.inputIndex = new NameIndex("circuit input", system.inputNames);
    this.signalIndex = new NameIndex("analog signal", system.signalNames);
    this.values = new Float64Array(system.signalNames.length);
    this.observers = observers.filter((observer) => observer.sample !== undefined || observer.crossing !== undefined);
    this.drivers = converters.filter((converter) => converter.direction === "D->A");
    const watchOf = crossingWatches(this.trajectory);
    this.listeners = converters
      .filter((converter) => converter.direction === "A->D")
      .map((converter) => {
        const signal = this.signalIndex.at(converter.signal, `converter "${converter.name}"`);
        const watch = watchOf(signal);
        return { converter, signal, watch, promise: 0 as Picoseconds, searchedFrom: 0 as Picoseconds };
      });
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
    this.forgetSearch();
    return initial;
  }

  /** Output ports changed at the present instant: drives act, and converters that hear them answer. */
  hear(now: PortView, before: PortView, changedPorts: ReadonlySet<string>): void {
    const hears = ({ hears: bits }: Converter) => bits.some(({ port }) => changedPorts.has(port));
    const changes = this.drivers.filter(hears).flatMap((driver) => driver.drive(now, before, this.moment()));
    this.drive(changes);
    const listening = this.listeners.filter(({ converter }) => hears(converter));
    if (listening.length > 0) this.readSignals();
    for (const listener of listening) {
      // Its answer to a port that it hears itself is no surprise: only what comes later is held to the lookahead.
      listener.promise = this.t;
      this.schedule(listener, listener.converter.heard(now, this.values[listener.signal], this.t));
      this.bandChanged(listener);
    }
    if (changes.length > 0 || listening.length > 0) this.renewPromises();
  }

  /**
   * Runs to the first instant in [now, limit) at which bits change, or to `limit`. Bits due at `limit` itself are left for
   * the next call: a clock edge at `limit` comes first.
   */
  next(limit: Picoseconds): EventBatch | undefined {
    for (;;) {
      const target = earlier(limit, earlier(this.agenda.next, this.breakpoint));
      const moment = earlier(target, this.firstExit(target));
      this.moveTo(moment);
      if (moment >= limit) return undefined;
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
    this.record(plus(this.t, 1 as Picoseconds));
    if (this.observers.length > 0 && this.sampledUntil < this.t) this.emit(this.t);
  }

  save(): AnalogSnapshot {
    return {
      t: this.t,
      trajectory: this.trajectory.save(),
      agenda: this.agenda.save(),
      converters: this.listeners.map(({ converter }) => converter.save()),
      promises: this.listeners.map(({ promise }) => promise),
      searchedFrom: this.listeners.map(({ searchedFrom }) => searchedFrom),
      sampledUntil: this.sampledUntil,
    };
  }

  restore(saved: AnalogSnapshot): void {
    this.t = saved.t;
    this.trajectory.restore(saved.trajectory);
    this.breakpoint = this.trajectory.system.breakpointAfter(this.t);
    this.agenda.restore(saved.agenda);
    this.sampledUntil = saved.sampledUntil;
    this.listeners.forEach((listener, i) => {
      listener.converter.restore(saved.converters[i] ?? []);
      listener.promise = saved.promises[i];
      listener.searchedFrom = saved.searchedFrom[i];
    });
    this.searched = false;
  }

  /** Delayed drives and source breakpoints due now; each ends the segment. */
  private disturbed(): boolean {
    const inputs = this.agenda.take("input", this.t);
    for (const { input, value } of inputs) this.trajectory.system.setInput(input, value);
    const broken = this.breakpoint === this.t;
    if (inputs.length === 0 && !broken) return false;
    this.restart();
    this.renewPromises();
    return true;
  }

  private moment(): DriveMoment {
    const { inputs } = this.trajectory.system;
    return { t: this.t, present: (input) => inputs[this.inputIndex.at(input, "a drive")] };
  }

  private drive(changes: readonly InputChange[]): void {
    let immediate = false;
    for (const change of changes) immediate = this.apply(change) || immediate;
    if (immediate) this.restart();
  }

  /** Answers whether the change acts now. */
  private apply({ input, value, delay }: InputChange): boolean {
    const index = this.inputIndex.at(input, "a drive");
    if (delay > 0) this.agenda.add({ t: plus(this.t, delay), kind: "input", input: index, value });
    else this.trajectory.system.setInput(index, value);
    return delay === 0;
  }

  private restart(): void {
    this.trajectory.restartAt(this.t);
    this.breakpoint = this.trajectory.system.breakpointAfter(this.t);
    this.extend();
    this.forgetSearch();
  }

  private moveTo(moment: Picoseconds): void {
    this.record(moment);
    this.crossed = this.listeners.flatMap((listener) => {
      const { exit } = listener.watch;
      return exit?.tick === moment ? [{ listener, exit }] : [];
    });
    this.t = moment;
    // Rounded up to a tick, a crossing at the very end of a step lies in the next one.
    while (!this.trajectory.covers(moment)) this.extend();
  }

  private extend(): void {
    this.trajectory.extend();
    this.searched = false;
  }

  private takeSamples(): void {
    const due = this.agenda.take("sample", this.t);
    if (due.length === 0) return;
    this.readSignals();
    for (const { converter: position } of due) {
      const listener = this.listeners[position];
      this.schedule(listener, listener.converter.sampled(this.values[listener.signal]));
    }
  }

  private takeExits(): void {
    for (const { listener, exit } of this.crossed) {
      const { converter, signal } = listener;
      for (const observer of this.observers) {
        observer.crossing?.({ t: this.t, converter: converter.name, errorBound_ps: exit.errorBound_ps });
      }
      this.readSignals();
      this.schedule(listener, converter.left(exit.side, this.values[signal]));
      this.bandChanged(listener);
    }
  }

  private schedule(listener: Listener, answers: readonly (BitsChange | SampleRequest)[]): void {
    const position = this.listeners.indexOf(listener);
    for (const answer of answers) {
      const t = plus(this.t, answer.delay);
      if (!("bits" in answer)) this.agenda.add({ t, kind: "sample", converter: position });
      else {
        if (t < listener.promise) throw beatsLookahead(listener.converter.name, t, listener.promise);
        this.agenda.add({ t, kind: "bits", converter: position, change: answer });
      }
    }
  }

  private renewPromises(): void {
    for (const listener of this.listeners) listener.promise = plus(this.t, listener.converter.lookahead());
  }

  private bandChanged(listener: Listener): void {
    listener.searchedFrom = this.t;
    if (this.searched) this.searchWith(listener);
  }

  private forgetSearch(): void {
    this.searched = false;
    for (const listener of this.listeners) listener.searchedFrom = this.t;
  }

  /** The tick of the first crossing up to `target`, or NEVER; makes the steps that this takes. */
  private firstExit(target: Picoseconds): Picoseconds {
    for (;;) {
      if (!this.searched) this.search();
      const first = this.listeners.reduce((least, { watch }) => earlier(least, watch.tick), NEVER);
      if (first <= target || this.trajectory.covers(target)) return first;
      this.record(target);
      this.extend();
    }
  }

  private search(): void {
    for (const listener of this.listeners) this.searchWith(listener);
    this.searched = true;
  }

  private searchWith({ converter, watch, searchedFrom }: Listener): void {
    watch.search(converter.band(), searchedFrom);
  }

  /** Gives observers the recorded points of the present step in (sampledUntil, until). */
  private record(until: Picoseconds): void {
    if (this.observers.length === 0 || until <= this.sampledUntil) return;
    const { origin, integration } = this.trajectory;
    if (integration.tau0 === 0 && origin > this.sampledUntil && origin < until) this.emit(origin);
    for (const fraction of this.recordedFractions()) {
      const tick = this.trajectory.tickUpTo(fraction);
      if (tick > this.sampledUntil && tick < until && this.trajectory.covers(tick)) this.emit(tick);
    }
  }

  private recordedFractions(): readonly number[] {
    if (this.bendVersion !== this.trajectory.version) {
      this.bendVersion = this.trajectory.version;
      this.fractions = this.trajectory.bend() > VISIBLE_BEND ? CURVED : STRAIGHT;
    }
    return this.fractions;
  }

  private emit(t: Picoseconds): void {
    this.trajectory.signalsAt(t, this.values);
    this.sampledUntil = t;
    for (const observer of this.observers) observer.sample?.({ t, values: this.values });
  }

  private readSignals(): void {
    this.trajectory.signalsAt(this.t, this.values);
  }
}

function beatsLookahead(converter: string, t: Picoseconds, promise: Picoseconds): SettleError {
  return new SettleError(
    "LOOKAHEAD",
    `converter "${converter}" makes an event at ${formatTime(t)} although its declared lookahead excludes any before ` +
      `${formatTime(promise)}; make lookahead() answer the least delay it can have in that state`,
  );
}
