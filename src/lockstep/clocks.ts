import { SettleError } from "../errors.ts";
import { earlier, NEVER, type Picoseconds, plus } from "../time.ts";
import type { Clock } from "./digital-peer.ts";

export function checkedClock(clock: Clock): Clock {
  const { port, period, firstRise, high } = clock;
  if (!(high > 0 && high < period)) {
    throw new SettleError(
      "BAD_BENCH",
      `clock "${port}": high time ${high} ps must lie inside its period of ${period} ps`,
    );
  }
  if (!(firstRise > 0))
    throw new SettleError("BAD_BENCH", `clock "${port}": its first rise at ${firstRise} ps must come after 0`);
  return clock;
}

/** The next multiple of `period`, offset by `first`, strictly after `t`. */
function nextInComb(first: number, period: number, t: number): number {
  return t < first ? first : first + (Math.floor((t - first) / period) + 1) * period;
}

/** The clock's next edge of either direction strictly after `t`. */
export function edgeAfter({ firstRise, period, high }: Clock, t: Picoseconds): Picoseconds {
  return Math.min(nextInComb(firstRise, period, t), nextInComb(firstRise + high, period, t)) as Picoseconds;
}

export function nextEdge(clocks: readonly Clock[], t: Picoseconds): Picoseconds {
  let next = NEVER;
  for (let k = 0; k < clocks.length; k++) next = earlier(next, edgeAfter(clocks[k], t));
  return next;
}

/** The next edge of some clocks, remembered until it has come. */
export class EdgeTimer {
  private from = NEVER;
  private edge = NEVER;
  private readonly only: Clock | undefined;

  constructor(private readonly clocks: readonly Clock[]) {
    if (clocks.length === 1) [this.only] = clocks;
  }

  /** The first edge of any of them strictly after `t`. */
  after(t: Picoseconds): Picoseconds {
    if (t >= this.from && t < this.edge) return this.edge;
    const next = this.only !== undefined && t === this.edge ? edgeAfterEdge(this.only, t) : nextEdge(this.clocks, t);
    this.from = t;
    this.edge = next;
    return next;
  }
}

/** The edge that follows the one at `t`. */
function edgeAfterEdge(clock: Clock, t: Picoseconds): Picoseconds {
  const { period, high } = clock;
  return plus(t, levelAt(clock, t) === 1 ? high : ((period - high) as Picoseconds));
}

/** The level of a clock at `t`, an edge at `t` included. */
export function levelAt({ firstRise, period, high }: Clock, t: Picoseconds): 0 | 1 {
  if (t < firstRise) return 0;
  const past = t - firstRise;
  // Exact, and a fraction of what a remainder of large numbers costs.
  return past - Math.floor(past / period) * period < high ? 1 : 0;
}

/** Edges of either direction up to and including `t`. */
export function edgesUpTo({ firstRise, period, high }: Clock, t: Picoseconds): number {
  return countInComb(firstRise, period, t) + countInComb(firstRise + high, period, t);
}

/** How many multiples of `period`, offset by `first`, lie at or before `t`. */
function countInComb(first: number, period: number, t: number): number {
  return t < first ? 0 : Math.floor((t - first) / period) + 1;
}

/** Rising edges up to and including `t`. */
export const risesUpTo = ({ firstRise, period }: Clock, t: Picoseconds): number => countInComb(firstRise, period, t);

/** The n-th rising edge after `t`, n >= 1. */
export function riseAfter({ firstRise, period }: Clock, t: Picoseconds, n: number): Picoseconds {
  return (nextInComb(firstRise, period, t) + (n - 1) * period) as Picoseconds;
}
