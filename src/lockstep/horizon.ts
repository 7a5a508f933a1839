import { type Picoseconds, plus } from "../time.ts";
import { edgeAfter, edgesUpTo } from "./clocks.ts";
import type { Clock } from "./digital-peer.ts";

/** Edges to look ahead before anything is known. */
const FIRST_GUESS = 8;
const MOST_MARKS = 4096;
const MOST_STANDINGS = 4096;
/** What `standing` is while no comparator watches anything. */
export const NOTHING_WATCHED = 0;
const WITHOUT_CLOCK_PS = 1000;

/** A ruler whose marks are where drives are likely: the edges of the fastest clock, or nanoseconds where there is none. */
class Ruler {
  private readonly clock: Clock | undefined;

  constructor(clocks: readonly Clock[]) {
    this.clock = [...clocks].sort((a, b) => a.period - b.period)[0];
  }

  /** The n-th mark after `t`, n >= 1. */
  mark(t: Picoseconds, n: number): Picoseconds {
    if (this.clock === undefined) return plus(t, (n * WITHOUT_CLOCK_PS) as Picoseconds);
    const first = edgeAfter(this.clock, t);
    const odd = n % 2 === 1 ? first : edgeAfter(this.clock, first);
    return plus(odd, (Math.floor((n - 1) / 2) * this.clock.period) as Picoseconds);
  }

  /** The least n whose mark is not before `to`. */
  marks(from: Picoseconds, to: Picoseconds): number {
    if (this.clock === undefined) return Math.ceil((to - from) / WITHOUT_CLOCK_PS);
    return edgesUpTo(this.clock, (to - 1) as Picoseconds) - edgesUpTo(this.clock, from) + 1;
  }
}

/**
 * How far it is worth looking ahead: far enough that few exchanges are needed, not so far that much is thrown away when a
 * drive comes. Learns, in marks, how long a drive was in coming: after the last drive where no event came in between,
 * otherwise after an event that left the comparators as they are now ("all quiet" starts a debounce, "one still moves" does
 * not). Decides nothing but the cost of a run.
 */
export class Horizon {
  private readonly ruler: Ruler;
  private readonly afterEvent = new Map<number, number>();
  private afterDrive = FIRST_GUESS;
  /** Where comparators stand as no drive has been seen to answer yet: about the longest pause between events. */
  private patience = FIRST_GUESS;
  private lastDrive = 0 as Picoseconds;
  /** The last event that was found since, and what it left. */
  private last: { readonly t: Picoseconds; readonly standing: number } | undefined;
  /** Doubled each time that nothing came up to the horizon. */
  private stretch = 1;

  constructor(clocks: readonly Clock[]) {
    this.ruler = new Ruler(clocks);
  }

  /** A drive at `t`, where looking ahead begins anew. `event` is the last one before it; undefined where there was none. */
  driven(t: Picoseconds, event: Picoseconds | undefined, standing: number): void {
    const marks = this.marks(event ?? this.lastDrive, t);
    if (standing !== NOTHING_WATCHED) {
      if (event === undefined) this.afterDrive = Math.max(this.afterDrive - 1, marks);
      else this.answered(standing, marks);
    }
    this.beginAt(t);
  }

  /** A drive at `t` that says nothing about others: nobody had looked ahead. */
  beginAt(t: Picoseconds): void {
    this.lastDrive = t;
    this.last = undefined;
    this.stretch = 1;
  }

  /** An event was found ahead, which leaves comparators standing so; "enough" where drives answer that at once. */
  found(t: Picoseconds, standing: number): "enough" | "more" {
    const pause = this.marks(this.last?.t ?? this.lastDrive, t) + 1;
    if (this.last === undefined) this.afterDrive = Math.max(this.afterDrive - 1, pause);
    else this.patience = Math.max(this.patience, pause);
    this.last = { t, standing };
    this.stretch = 1;
    return this.afterEvent.get(standing) === 0 ? "enough" : "more";
  }

  /** Up to where to look, when `t` is reached and nothing is known beyond `known`. */
  from(known: Picoseconds): Picoseconds {
    let end = this.end();
    for (; end <= known; end = this.end()) this.stretch *= 2;
    return end;
  }

  private end(): Picoseconds {
    const { last } = this;
    const length = last === undefined ? this.afterDrive : (this.afterEvent.get(last.standing) ?? this.patience);
    return this.ruler.mark(last?.t ?? this.lastDrive, Math.max(1, length) * this.stretch);
  }

  private answered(standing: number, marks: number): void {
    const before = this.afterEvent.get(standing);
    if (before === undefined) this.patience = Math.max(Math.ceil(this.patience / 2), marks);
    if (this.afterEvent.size >= MOST_STANDINGS) this.afterEvent.clear();
    this.afterEvent.set(standing, Math.max((before ?? 0) - 1, marks));
  }

  private marks(from: Picoseconds, to: Picoseconds): number {
    return to <= from ? 0 : Math.min(MOST_MARKS, this.ruler.marks(from, to));
  }
}
