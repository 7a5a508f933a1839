import { SettleError } from "../errors.ts";
import { earlier, NEVER, type Picoseconds } from "../time.ts";
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

/** The last rising edge at or before `t`, which is not before the first. */
function lastRise({ firstRise, period }: Clock, t: number): number {
  // Exact, and a fraction of what a remainder of large numbers costs.
  return firstRise + Math.floor((t - firstRise) / period) * period;
}

/** The clock's next edge of either direction strictly after `t`. */
export function edgeAfter(clock: Clock, t: Picoseconds): Picoseconds {
  const { firstRise, period, high } = clock;
  if (t < firstRise) return firstRise;
  const rise = lastRise(clock, t);
  return (t < rise + high ? rise + high : rise + period) as Picoseconds;
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

  constructor(private readonly clocks: readonly Clock[]) {}

  /** The first edge of any of them strictly after `t`. */
  after(t: Picoseconds): Picoseconds {
    if (t >= this.from && t < this.edge) return this.edge;
    this.from = t;
    this.edge = nextEdge(this.clocks, t);
    return this.edge;
  }
}

/** The level of a clock at `t`, an edge at `t` included. */
export const levelAt = (clock: Clock, t: Picoseconds): 0 | 1 =>
  t >= clock.firstRise && t - lastRise(clock, t) < clock.high ? 1 : 0;

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
