import { SettleError } from "../../src/errors.ts";
import type { Bits, Watch } from "../../src/lockstep/digital-peer.ts";
import { watchOfPort } from "../../src/lockstep/boundary-watches.ts";
import type { PortValues } from "../../src/lockstep/port-values.ts";

/**
 * The condition of `until`, with what it looked at when it was asked last: that says how far time may go before it has to be
 * asked again. One that looked at ports alone can only change its mind when one of them changes.
 */
export class Condition {
  private readonly seen = new Map<number, Bits>();
  /** It looked at something that changes at every instant, or at nothing that we know of. */
  private looksAtAnything = false;
  private isAsking = false;

  constructor(
    private readonly condition: () => boolean,
    private readonly ports: PortValues,
    private readonly everyEdge: boolean,
  ) {}

  /** The condition reads a port now, or something else. */
  look(port: number | "anything"): void {
    if (!this.isAsking) return;
    if (port === "anything") this.looksAtAnything = true;
    else this.seen.set(port, this.ports.valueOf(port));
  }

  ask(): boolean {
    const couldChange = this.couldChange();
    this.seen.clear();
    this.looksAtAnything = false;
    this.isAsking = true;
    try {
      if (!this.condition()) return false;
    } finally {
      this.isAsking = false;
    }
    if (couldChange) return true;
    throw new SettleError(
      "BAD_BENCH",
      `until(): the condition holds now although none of the ports that it looked at has changed ` +
        `(${[...this.seen.keys()].map((index) => this.ports.port(index).name).join(", ")}); let it depend on get(), probe() ` +
        "and now alone, or give { everyEdge: true }",
    );
  }

  watched(): readonly Watch[] | "anything" {
    if (this.isUnpredictable) return "anything";
    return [...this.seen.keys()].map((index) => watchOfPort(this.ports, index, "change"));
  }

  private get isUnpredictable(): boolean {
    return this.everyEdge || this.looksAtAnything || this.seen.size === 0;
  }

  private couldChange(): boolean {
    return this.isUnpredictable || [...this.seen].some(([index, value]) => this.ports.valueOf(index) !== value);
  }
}
