import type { Bits, Change, DigitalPeer } from "../../src/lockstep/digital-peer.ts";
import { unknownName } from "../../src/errors.ts";
import type { Picoseconds } from "../../src/time.ts";

export const CLOCK = { port: "clk_i", period: 10_000, firstRise: 5_000, high: 5_000 } as const;
/** Of one exchange. */
const MOST_CYCLES = 20_000;
const FIRST_RISE = CLOCK.firstRise as Picoseconds;

/** What answers the pins between two clock edges: it sees the outputs and says which inputs change. */
export type Surroundings = (pins: Pins) => Readonly<Record<string, Bits>>;

/** The ports of a model by name, one clock cycle at a time. */
export class Pins {
  readonly values = new Map<string, Bits>();
  /** Rising edges since reset. */
  edges = 0;
  surroundings: Surroundings = () => ({});
  private now = 0 as Picoseconds;
  private readonly index: ReadonlyMap<string, number>;

  private constructor(private readonly peer: DigitalPeer) {
    this.index = new Map(peer.ports.map(({ name }, i) => [name, i]));
  }

  static async open(peer: DigitalPeer, inputs: Readonly<Record<string, Bits>> = {}): Promise<Pins> {
    const pins = new Pins(peer);
    for (const { name } of peer.ports) pins.values.set(name, 0);
    const clocked = pins.index.has(CLOCK.port);
    const clocks = clocked
      ? [{ ...CLOCK, period: CLOCK.period as Picoseconds, firstRise: FIRST_RISE, high: CLOCK.high as Picoseconds }]
      : [];
    pins.note(pins.changes(inputs));
    pins.note(await peer.reset({ clocks, inputs: pins.changes(inputs), probes: [] }));
    return pins;
  }

  get(port: string): Bits {
    const value = this.values.get(port);
    if (value === undefined) throw unknownName("port", port, "a test", this.values.keys());
    return value;
  }

  number(port: string): number {
    return Number(this.get(port));
  }

  /** The next rising edges; after each of them the surroundings answer. */
  async cycle(count = 1): Promise<void> {
    for (let i = 0; i < count; i++) {
      this.now = (CLOCK.firstRise + this.edges * CLOCK.period) as Picoseconds;
      this.edges++;
      await this.exchange({});
      await this.set(this.surroundings(this));
    }
  }

  /** Many rising edges during which no input changes, in exchanges that even a busy machine answers within its time limit. */
  async skip(count: number): Promise<void> {
    for (let left = count; left > 0; left -= MOST_CYCLES) {
      this.edges += Math.min(left, MOST_CYCLES);
      this.now = (CLOCK.firstRise + (this.edges - 1) * CLOCK.period) as Picoseconds;
      await this.exchange({});
    }
  }

  /** Inputs change at the present instant: the next edge is the first to see them. */
  async set(inputs: Readonly<Record<string, Bits>>): Promise<void> {
    const moved = Object.entries(inputs).filter(([port, value]) => BigInt(this.get(port)) !== BigInt(value));
    if (moved.length > 0) await this.exchange(Object.fromEntries(moved));
  }

  /** Time passes without an edge, for tops that have no clock. */
  async wait(length: number, inputs: Readonly<Record<string, Bits>> = {}): Promise<void> {
    this.now = (this.now + length) as Picoseconds;
    await this.exchange(inputs);
  }

  private async exchange(inputs: Readonly<Record<string, Bits>>): Promise<void> {
    const changes = this.changes(inputs);
    this.note(changes);
    this.note(await this.peer.advance(this.now, changes));
  }

  private changes(inputs: Readonly<Record<string, Bits>>): Change[] {
    return Object.entries(inputs).map(([port, value]) => {
      const index = this.index.get(port);
      if (index === undefined) throw unknownName("port", port, "a test", this.index.keys());
      return { index, value };
    });
  }

  private note(changes: readonly Change[]): void {
    for (const { index, value } of changes) {
      const port = this.peer.ports[index];
      if (port) this.values.set(port.name, value);
    }
  }
}

/** Reset held over two edges. */
export async function reset(pins: Pins): Promise<void> {
  await pins.set({ rst_ni: 0 });
  await pins.cycle(2);
  await pins.set({ rst_ni: 1 });
}
