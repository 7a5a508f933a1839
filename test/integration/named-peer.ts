import { levelAt } from "../../src/lockstep/clocks.ts";
import type { Bits, Burst, BurstRecord, Change, Clock, DigitalPeer } from "../../src/lockstep/digital-peer.ts";
import { NEVER, ps, type Picoseconds } from "../../src/time.ts";
import type { SteppedPeer } from "../lockstep/reference-burst.ts";
import type { BurstRow } from "./burst-rows.ts";

/** A peer by names instead of indices, with what it last said of each. */
export class Named {
  readonly values = new Map<string, Bits>();
  private names: string[] = [];
  constructor(readonly peer: DigitalPeer) {}

  async reset(clocks: readonly Clock[], inputs: Record<string, Bits>, probes: readonly string[] = []): Promise<void> {
    this.names = [...this.peer.ports.map(({ name }) => name), ...probes];
    this.values.clear();
    this.note(await this.peer.reset({ clocks, inputs: this.changes(inputs), probes }));
  }

  async advance(to: number, inputs: Record<string, Bits> = {}): Promise<Record<string, Bits>> {
    return this.note(await this.peer.advance(to as Picoseconds, this.changes(inputs)));
  }

  async restore(snapshot: Uint8Array): Promise<Record<string, Bits>> {
    return this.note(await this.peer.restore(snapshot));
  }

  /** Bursts one after the other, by whoever runs them; what each answered. */
  async run(
    rows: readonly BurstRow[],
    at: number,
    run: (burst: Burst, now: number) => BurstRecord | Promise<BurstRecord>,
  ): Promise<readonly BurstRecord[]> {
    const records: BurstRecord[] = [];
    for (const row of rows) {
      const now = records.at(-1)?.time ?? at;
      records.push(await run(this.burst(row, now), now));
    }
    return records;
  }

  /** The row's times count from `now`. */
  private burst({ length, evaluations, enables, watches, steps, clock }: BurstRow, now: number): Burst {
    const index = (name: string) => this.names.indexOf(name);
    const instants = [...new Set(enables.map(({ after }) => now + after))].sort((a, b) => a - b);
    return {
      limit: ps(now + length),
      evaluations,
      events: instants.map((t, i) => ({ t: ps(t), inputs: this.changes({ enable_i: i % 2 }) })),
      watches: watches.map(({ port, slack, until, ...bits }) => ({
        ...bits,
        index: index(port),
        slack: ps(slack),
        until: until === undefined ? NEVER : ps(now + until),
      })),
      steps: steps.map(({ enable, isPatient, cycles }) => ({
        inputs: enable === undefined ? [] : this.changes({ enable_i: enable }),
        ready: isPatient ? [index("async_o")] : [],
        reads: ["fast_o", "enable_i", "seen_o"].map(index),
        cycles,
      })),
      clock: index(clock),
    };
  }

  /** What the reference needs to run a burst by single calls. */
  stepped(clocks: readonly Clock[], at: number): SteppedPeer {
    let now = at as Picoseconds;
    return {
      ports: this.peer.ports,
      clocks,
      now,
      valueOf: (index) => {
        const clock = clocks.find(({ port }) => port === this.names[index]);
        return clock === undefined ? (this.values.get(this.names[index]) ?? 0) : levelAt(clock, now);
      },
      advance: async (to, inputs) => {
        now = to;
        this.note(inputs);
        const changes = await this.peer.advance(to, inputs);
        this.note(changes);
        return changes;
      },
    };
  }

  changes(inputs: Record<string, Bits>): Change[] {
    return Object.entries(inputs).map(([name, value]) => ({ index: this.names.indexOf(name), value }));
  }

  note(changes: readonly Change[]): Record<string, Bits> {
    const named = changes.map(({ index, value }) => [this.names[index], value] as const);
    for (const [name, value] of named) this.values.set(name, value);
    return Object.fromEntries(named);
  }
}
