import { SettleError } from "../errors.ts";
import { earlier, formatTime, type Picoseconds } from "../time.ts";
import type { AnalogHalf, AnalogSnapshot } from "./analog-half.ts";
import { levelAt, nextEdge } from "./clocks.ts";
import type { BitsChange } from "./converters/converter.ts";
import type { Bits, Change, Clock, DigitalPeer } from "./digital-peer.ts";
import type { Observer } from "./observer.ts";
import type { PortValues } from "./port-values.ts";

/** The complete state of both halves and of the boundary between them. */
export interface Snapshot {
  readonly t: Picoseconds;
  readonly ports: readonly Bits[];
  readonly probes: readonly Bits[];
  readonly analog: AnalogSnapshot;
  readonly digital: Uint8Array;
}

export interface Halves {
  readonly digital: DigitalPeer;
  readonly analog: AnalogHalf;
  readonly ports: PortValues;
  readonly clocks: readonly Clock[];
  readonly probes: readonly string[];
  readonly observers: readonly Observer[];
}

/** Exchanges without time passing after which the halves are said to chase each other. */
const ZERO_DELAY_LIMIT = 64;

/**
 * Strict lockstep: the only loop that moves time. One exchange per clock edge and per event. At one instant: the clock
 * edge (which sees every earlier event), the drives it causes, what the test sets, then events of that instant.
 */
export class Lockstep {
  private t = 0 as Picoseconds;
  private probeValues: Bits[];
  /** Events delivered at one instant, to notice halves that answer each other for ever. */
  private loop = { t: -1 as Picoseconds, exchanges: 0, ports: new Set<string>() };
  private exchangeCount = 0;

  private constructor(private readonly halves: Halves) {
    this.probeValues = halves.probes.map(() => 0);
  }

  /** Time 0: both halves take their first values from each other. */
  static async start(halves: Halves, inputs: readonly Change[]): Promise<Lockstep> {
    const { digital, analog, ports, clocks, probes } = halves;
    const lockstep = new Lockstep(halves);
    for (const change of inputs) ports.write(change);
    const outputs = await digital.reset({ clocks, inputs, probes });
    lockstep.take(outputs);
    const initial = analog.begin(ports);
    lockstep.announce(
      ports.ports.map((_, index) => ({ index, value: ports.valueOf(index) })),
      outputs,
    );
    await lockstep.exchange(0 as Picoseconds, initial);
    return lockstep;
  }

  get now(): Picoseconds {
    return this.t;
  }

  get exchanges(): number {
    return this.exchangeCount;
  }

  /** The next exchange, at an edge or an event up to and including `limit`; or none, and time is `limit`. */
  async step(limit: Picoseconds): Promise<void> {
    const edge = nextEdge(this.halves.clocks, this.t);
    const batch = this.halves.analog.next(earlier(edge, limit));
    if (batch !== undefined) await this.exchange(batch.t, batch.changes);
    else if (edge <= limit) await this.exchange(edge, []);
    else this.t = limit;
  }

  /** Puts values on input ports at the present instant. */
  async set(changes: readonly Change[]): Promise<void> {
    await this.exchangeChanges(this.t, changes);
  }

  async save(): Promise<Snapshot> {
    const { ports, analog, digital } = this.halves;
    return {
      t: this.t,
      ports: ports.save(),
      probes: [...this.probeValues],
      analog: analog.save(),
      digital: await digital.save(),
    };
  }

  async restore(snapshot: Snapshot): Promise<void> {
    const { ports, analog, digital } = this.halves;
    await digital.restore(snapshot.digital);
    ports.restore(snapshot.ports);
    this.probeValues = [...snapshot.probes];
    analog.restore(snapshot.analog);
    this.t = snapshot.t;
    this.loop = { t: -1 as Picoseconds, exchanges: 0, ports: new Set() };
  }

  /** Delivers events to the digital half; bits that end where they began are no change and cost no exchange. */
  private async exchange(t: Picoseconds, events: readonly BitsChange[]): Promise<void> {
    const inputs = this.merged(events);
    if (events.length > 0 && inputs.length === 0) {
      this.t = t;
      return;
    }
    if (events.length > 0) this.guardAgainstLoops(t, inputs);
    await this.exchangeChanges(t, inputs);
  }

  /** Several slices of one port become one change of the port. */
  private merged(events: readonly BitsChange[]): readonly Change[] {
    if (events.length === 0) return [];
    const { ports } = this.halves;
    const before = new Map<number, Bits>();
    for (const { bits, value } of events) {
      const change = ports.changeOfBits(bits, value);
      if (!before.has(change.index)) before.set(change.index, ports.valueOf(change.index));
      ports.write(change);
    }
    return [...before]
      .filter(([index, value]) => ports.valueOf(index) !== value)
      .map(([index]) => ({ index, value: ports.valueOf(index) }));
  }

  private async exchangeChanges(t: Picoseconds, inputs: readonly Change[]): Promise<void> {
    const { digital, analog, ports } = this.halves;
    const clocks = this.clockChanges(t);
    this.t = t;
    for (const change of inputs) ports.write(change);
    const answer = digital.advance(t, inputs);
    const outputs = answer instanceof Promise ? await answer : answer;
    this.exchangeCount++;
    if (outputs.length === 0) return this.announce([...clocks, ...inputs], outputs);
    const before = ports.copy();
    const changedPorts = this.take(outputs);
    this.announce([...clocks, ...inputs], outputs);
    if (changedPorts.size > 0) analog.hear(ports, before, changedPorts);
  }

  /** Writes outputs and probes; answers the names of the output ports that changed. */
  private take(outputs: readonly Change[]): ReadonlySet<string> {
    const { ports } = this.halves;
    const names = new Set<string>();
    for (const change of outputs) {
      const probe = change.index - ports.ports.length;
      if (probe >= 0) this.probeValues[probe] = change.value;
      else {
        ports.write(change);
        names.add(ports.port(change.index).name);
      }
    }
    return names;
  }

  private clockChanges(t: Picoseconds): readonly Change[] {
    if (t === this.t) return [];
    const { clocks, ports } = this.halves;
    const levels = clocks.map((clock) => ({ index: ports.at(clock.port, "a clock"), value: levelAt(clock, t) }));
    const changes = levels.filter(({ index, value }) => ports.valueOf(index) !== value);
    for (const change of changes) ports.write(change);
    return changes;
  }

  private announce(inputs: readonly Change[], outputs: readonly Change[]): void {
    const { ports, probes, observers } = this.halves;
    const listening = observers.filter((observer) => observer.frame !== undefined);
    if (listening.length === 0) return;
    const nameOf = (index: number) =>
      index < ports.ports.length ? ports.port(index).name : probes[index - ports.ports.length];
    const changes = [...inputs, ...outputs].map(({ index, value }) => ({ name: nameOf(index), value }));
    for (const observer of listening) observer.frame?.({ t: this.t, changes });
  }

  private guardAgainstLoops(t: Picoseconds, inputs: readonly Change[]): void {
    if (t !== this.loop.t) this.loop = { t, exchanges: 0, ports: new Set() };
    for (const { index } of inputs) this.loop.ports.add(this.halves.ports.port(index).name);
    if (++this.loop.exchanges <= ZERO_DELAY_LIMIT) return;
    throw new SettleError(
      "ZERO_DELAY_LOOP",
      `at ${formatTime(t)} the two halves exchanged ${ZERO_DELAY_LIMIT} times without time passing, through ` +
        `${[...this.loop.ports].join(", ")}; give one converter of the loop a delay, or hysteresis to the comparator`,
    );
  }
}
