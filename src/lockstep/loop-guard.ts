import { SettleError } from "../errors.ts";
import { formatTime, type Picoseconds } from "../time.ts";
import type { Change } from "./digital-peer.ts";
import type { PortValues } from "./port-values.ts";

/** Exchanges without time passing after which the halves are said to chase each other. */
const ZERO_DELAY_LIMIT = 64;

/** Counts the events delivered at one instant, to notice halves that answer each other for ever. */
export class LoopGuard {
  private t = -1 as Picoseconds;
  private exchanges = 0;
  private readonly indices = new Set<number>();

  constructor(private readonly ports: PortValues) {}

  reset(): void {
    this.t = -1 as Picoseconds;
  }

  /** An event at `t` is delivered. Throws ZERO_DELAY_LOOP where it is one too many. */
  count(t: Picoseconds, inputs: readonly Change[]): void {
    if (t !== this.t) return this.begin(t);
    // Not from the first on, which mostly is the only one: the ports of a loop come again.
    for (const { index } of inputs) this.indices.add(index);
    if (++this.exchanges <= ZERO_DELAY_LIMIT) return;
    throw new SettleError(
      "ZERO_DELAY_LOOP",
      `at ${formatTime(t)} the two halves exchanged ${ZERO_DELAY_LIMIT} times without time passing, through ` +
        `${[...this.indices].map((index) => this.ports.port(index).name).join(", ")}; give one converter of the loop a delay, ` +
        "or hysteresis to the comparator",
    );
  }

  private begin(t: Picoseconds): void {
    this.t = t;
    this.exchanges = 1;
    if (this.indices.size > 0) this.indices.clear();
  }
}
