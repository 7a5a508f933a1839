import { earlier, NEVER, type Picoseconds } from "../time.ts";
import type { Exit } from "./crossing-watch.ts";
import type { Listener } from "./listeners.ts";

export interface SearchSnapshot {
  readonly searchedFrom: readonly Picoseconds[];
  readonly exits: readonly (Exit | undefined)[];
  readonly searched: boolean;
}

/** Which converters see their signal leave its band within the present step, and when the first does. */
export class CrossingSearch {
  private searched = false;
  private firstTick = NEVER;
  /** All that look at their signal or have left their band, and maybe more; undefined where others may do so now. */
  private watching: readonly Listener[] | undefined;
  /** By position: whether a listener was among them when they were gathered. */
  private readonly isAmong: Uint8Array;

  constructor(private readonly listeners: readonly Listener[]) {
    this.isAmong = new Uint8Array(listeners.length);
  }

  /** The present step has been searched. */
  get isDone(): boolean {
    return this.searched;
  }

  /** The tick of the first crossing that was found; NEVER where there is none. */
  get first(): Picoseconds {
    return this.firstTick;
  }

  /** There is another step. What was found in the last one is still due where its tick is. */
  expire(): void {
    this.searched = false;
  }

  /** A new segment begins at `t`. */
  forget(t: Picoseconds): void {
    this.searched = false;
    for (const listener of this.listeners) forgetExit(listener, t);
    this.firstTick = NEVER;
  }

  /** Searches the present step, at `now`. */
  search(now: Picoseconds): void {
    const watching = this.watching ?? this.gather();
    let first = NEVER;
    for (let k = 0; k < watching.length; k++) {
      const { watch, converter, searchedFrom } = watching[k];
      // Found in a step that ended within the same tick, and not taken yet, because a clock edge comes first.
      const isPending = watch.tick <= now;
      if (!isPending) watch.search(converter.band(), searchedFrom);
      first = earlier(first, watch.tick);
    }
    this.searched = true;
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
    if (this.searched) searchFor(listener);
    if (watch.tick <= this.firstTick) this.firstTick = watch.tick;
    else if (wasFirst) this.look();
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
      searched: this.searched,
    };
  }

  restore({ searchedFrom, exits, searched }: SearchSnapshot): void {
    for (const [i, listener] of this.listeners.entries()) {
      listener.searchedFrom = searchedFrom[i];
      listener.watch.set(exits[i]);
    }
    this.bandsMayDiffer();
    this.searched = searched;
    this.look();
  }
}

const isConcerned = ({ converter, watch }: Listener): boolean =>
  converter.band() !== undefined || watch.exit !== undefined;

function searchFor({ converter, watch, searchedFrom }: Listener): void {
  watch.search(converter.band(), searchedFrom);
}

function forgetExit(listener: Listener, t: Picoseconds): void {
  listener.watch.set(undefined);
  listener.searchedFrom = t;
}
