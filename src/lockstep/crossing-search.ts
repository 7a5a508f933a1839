import { earlier, NEVER, type Picoseconds } from "../time.ts";
import type { Exit } from "./crossing-watch.ts";
import type { Listener } from "./listeners.ts";
import type { Trajectory } from "./trajectory.ts";

export interface SearchSnapshot {
  readonly searchedFrom: readonly Picoseconds[];
  readonly exits: readonly (Exit | undefined)[];
  readonly done: number;
}

const NOT_YET = -1 as Picoseconds;

/**
 * Which converters see their signal leave its band within the present step, and when the first does. The step is searched stretch by
 * stretch, as time goes on: always the same stretches, so that what is found does not depend on how far anyone looked.
 */
export class CrossingSearch {
  /** Fraction of the present step, from its beginning on, that has been searched. */
  private done = 0;
  /** The last tick in it. */
  private doneUntil = NOT_YET;
  private firstTick = NEVER;
  /** All that look at their signal or have left their band, and maybe more; undefined where others may do so now. */
  private watching: readonly Listener[] | undefined;
  /** By position: whether a listener was among them when they were gathered. */
  private readonly isAmong: Uint8Array;

  constructor(
    private readonly listeners: readonly Listener[],
    private readonly trajectory: Trajectory,
  ) {
    this.isAmong = new Uint8Array(listeners.length);
  }

  /** Whether the present step has been searched up to `t`, or as a whole. */
  reaches(t: Picoseconds): boolean {
    return t <= this.doneUntil || this.done === 1;
  }

  /** The last tick up to which the present step has been searched; before time begins where it has not been. */
  get until(): Picoseconds {
    return this.doneUntil;
  }

  /** The tick of the first crossing that was found; NEVER where there is none. */
  get first(): Picoseconds {
    return this.firstTick;
  }

  /** There is another step. What was found in the last one is still due where its tick is. */
  expire(): void {
    this.done = 0;
    this.doneUntil = NOT_YET;
  }

  private comeTo(done: number): void {
    this.done = done;
    // A tick before its end, lest the conversion to seconds round up beyond it.
    this.doneUntil = done === 0 ? NOT_YET : ((this.trajectory.tickUpTo(done) - 1) as Picoseconds);
  }

  /** A new segment begins at `t`. */
  forget(t: Picoseconds): void {
    this.expire();
    for (const listener of this.listeners) forgetExit(listener, t);
    this.firstTick = NEVER;
  }

  /** Searches the next stretch of the present step, at `now`. */
  goOn(now: Picoseconds): void {
    const { done } = this;
    const watching = this.watching ?? this.gather();
    const end = this.trajectory.stretchFrom(done);
    let first = NEVER;
    for (let k = 0; k < watching.length; k++) {
      const { watch, converter, searchedFrom } = watching[k];
      // Found in a step that ended within the same tick, and not taken yet, because a clock edge comes first.
      const isPending = watch.tick <= now;
      const isFound = isPending || (done > 0 && watch.exit !== undefined);
      if (!isFound) watch.search(converter.band(), searchedFrom, done, end);
      first = earlier(first, watch.tick);
    }
    this.comeTo(end);
    this.firstTick = first;
  }

  private gather(): readonly Listener[] {
    this.watching = this.listeners.filter(isConcerned);
    this.isAmong.fill(0);
    for (const { position } of this.watching) this.isAmong[position] = 1;
    return this.watching;
  }

  /** A converter has another band from `t` on. */
  bandChanged(listener: Listener, t: Picoseconds): void {
    const { watch, converter, position } = listener;
    if (this.isAmong[position] === 0 || converter.band() === undefined) this.bandsMayDiffer();
    const wasFirst = watch.tick === this.firstTick;
    forgetExit(listener, t);
    this.searchAgain(listener);
    if (watch.tick <= this.firstTick) this.firstTick = watch.tick;
    else if (wasFirst) this.look();
  }

  /** What has been searched for others, by the same stretches. */
  private searchAgain({ watch, converter, searchedFrom }: Listener): void {
    for (let from = 0; from < this.done && watch.exit === undefined; ) {
      const end = this.trajectory.stretchFrom(from);
      watch.search(converter.band(), searchedFrom, from, end);
      from = end;
    }
  }

  /** Bands may be others from the next step on. */
  bandsMayDiffer(): void {
    this.watching = undefined;
  }

  private look(): void {
    let first = NEVER;
    for (const { watch } of this.listeners) first = earlier(first, watch.tick);
    this.firstTick = first;
  }

  save(): SearchSnapshot {
    return {
      searchedFrom: this.listeners.map(({ searchedFrom }) => searchedFrom),
      exits: this.listeners.map(({ watch }) => watch.exit),
      done: this.done,
    };
  }

  restore({ searchedFrom, exits, done }: SearchSnapshot): void {
    for (const [i, listener] of this.listeners.entries()) {
      listener.searchedFrom = searchedFrom[i];
      listener.watch.set(exits[i]);
    }
    this.bandsMayDiffer();
    this.comeTo(done);
    this.look();
  }
}

const isConcerned = ({ converter, watch }: Listener): boolean =>
  converter.band() !== undefined || watch.exit !== undefined;

function forgetExit(listener: Listener, t: Picoseconds): void {
  listener.watch.set(undefined);
  listener.searchedFrom = t;
}
