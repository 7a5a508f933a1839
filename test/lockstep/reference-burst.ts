import { SettleError } from "../../src/errors.ts";
import { edgeAfter, levelAt, nextEdge } from "../../src/lockstep/clocks.ts";
import { bitsChange } from "../../src/lockstep/converters/bits.ts";
import type {
  Bits,
  Burst,
  BurstRecord,
  Change,
  Clock,
  Evaluation,
  Port,
  Watch,
} from "../../src/lockstep/digital-peer.ts";
import { NEVER, type Picoseconds, plus } from "../../src/time.ts";

/** What a burst is made of: single calls of `advance`, and what every port holds in between. */
export interface SteppedPeer {
  readonly ports: readonly Port[];
  readonly clocks: readonly Clock[];
  readonly now: Picoseconds;
  valueOf(index: number): Bits;
  advance(to: Picoseconds, inputs: readonly Change[]): readonly Change[] | Promise<readonly Change[]>;
}

/** The meaning of a burst, one evaluation after the other; the host's own is compared with it. */
export async function referenceBurst(peer: SteppedPeer, burst: Burst): Promise<BurstRecord> {
  return new ReferenceBurst(peer, burst).run();
}

class ReferenceBurst {
  private limit: Picoseconds;
  private isMoved = false;
  private t: Picoseconds;
  private evaluations = 0;
  private events = 0;
  private cycles = 0;
  private readonly frames: Evaluation[] = [];
  private readonly ends: BurstRecord["steps"][number][] = [];

  constructor(
    private readonly peer: SteppedPeer,
    private readonly burst: Burst,
  ) {
    this.limit = burst.limit;
    this.t = peer.now;
  }

  async run(): Promise<BurstRecord> {
    try {
      return await this.all();
    } catch (error) {
      if (!(error instanceof SettleError && error.code === "RTL_FINISH")) throw error;
      return { ...this.record(this.t), ended: "yes" };
    }
  }

  private async all(): Promise<BurstRecord> {
    await this.beginStep();
    while (this.evaluations < this.burst.evaluations) {
      const edge = nextEdge(this.peer.clocks, this.t);
      const event = this.burst.events[this.events];
      if (edge <= this.limit && edge <= (event?.t ?? NEVER)) await this.edge(edge);
      else if (event !== undefined && (event.t < this.limit || (event.t === this.limit && !this.isMoved))) {
        await this.evaluate(event.t, event.inputs);
        this.events++;
      } else {
        if (this.limit > this.t) await this.peer.advance(this.limit, []);
        return this.record(this.limit);
      }
    }
    return this.record(this.t);
  }

  private record(time: Picoseconds): BurstRecord {
    const { evaluations, events, frames, ends } = this;
    return { time, evaluations, events, ended: "no", frames, steps: ends };
  }

  private async edge(t: Picoseconds): Promise<void> {
    const step = this.burst.steps[this.ends.length];
    const counts = step !== undefined && this.rises(t);
    const isReady = counts && step.ready.every((index) => this.peer.valueOf(index) === 1);
    const values = step?.reads.map((index) => this.peer.valueOf(index)) ?? [];
    await this.evaluate(t, []);
    if (isReady) {
      this.ends.push({ time: t, values });
      await this.beginStep();
    } else if (counts && ++this.cycles >= step.cycles) this.move(t);
  }

  private rises(t: Picoseconds): boolean {
    const { name } = this.peer.ports[this.burst.clock];
    const clock = this.peer.clocks.find(({ port }) => port === name);
    return clock !== undefined && edgeAfter(clock, this.t) === t && levelAt(clock, t) === 1;
  }

  private async beginStep(): Promise<void> {
    const { steps } = this.burst;
    for (let step = steps[this.ends.length]; step !== undefined; step = steps[this.ends.length]) {
      this.cycles = 0;
      if (step.inputs.length > 0) await this.evaluate(this.t, step.inputs);
      if (step.cycles > 0) return;
      this.ends.push({ time: this.t, values: [] });
    }
    if (steps.length > 0) this.move(this.t);
  }

  private move(limit: Picoseconds): void {
    if (limit > this.limit) return;
    this.limit = limit;
    this.isMoved = true;
  }

  private async evaluate(t: Picoseconds, inputs: readonly Change[]): Promise<void> {
    const before = this.burst.watches.map(({ index }) => this.peer.valueOf(index));
    const changes = await this.peer.advance(t, inputs);
    this.t = t;
    if (changes.length > 0) this.frames.push({ evaluation: this.evaluations, time: t, changes });
    this.evaluations++;
    this.burst.watches.forEach((watch, i) => this.look(watch, before[i], t));
  }

  private look(watch: Watch, before: Bits, t: Picoseconds): void {
    const change = bitsChange(before, this.peer.valueOf(watch.index), { ...watch, port: "" });
    if (change === "none" || (watch.edge !== "change" && watch.edge !== change)) return;
    if (t < watch.until) this.move(plus(t, watch.slack));
  }
}
