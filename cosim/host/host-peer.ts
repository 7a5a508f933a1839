import { SettleError, unknownName } from "../../src/errors.ts";
import {
  type Bits,
  type Burst,
  type BurstRecord,
  type Change,
  type Clock,
  type DigitalPeer,
  type DigitalStart,
  isThere,
  type Port,
} from "../../src/lockstep/digital-peer.ts";
import { checkedClock } from "../../src/lockstep/clocks.ts";
import { formatTime, type Picoseconds } from "../../src/time.ts";
import { type BodyOf, MAX_EVALUATIONS, MAX_STEPS } from "../protocol/messages.ts";
import type { BuiltHost } from "./build.ts";
import { HostFailure, type Conversation } from "./conversation.ts";
import { processorTimeOf } from "./diagnosis.ts";
import { InputValues } from "./port-values.ts";
import { SignalNames } from "./signal-names.ts";
import type { TransportKind } from "./transports.ts";

interface WithInputs {
  readonly inputs: readonly Change[];
}

/** The digital half, wherever it runs. Made by `openDigital`; call order as DigitalPeer says. */
export class HostPeer implements DigitalPeer {
  readonly ports: readonly Port[];
  readonly isNear: boolean;
  private readonly names: SignalNames;
  private readonly values: InputValues;
  private started = false;
  private closing: Promise<void> | undefined;

  constructor(
    host: BuiltHost,
    private readonly exchange: Conversation,
    readonly transport: TransportKind,
    /** of the process that runs the model */
    readonly pid: number,
    /** Ends the model and removes what belongs to it. `orderly` when it may first be told. */
    private readonly end: (orderly: boolean) => Promise<void>,
  ) {
    this.ports = host.ports;
    this.isNear = transport === "in-process";
    this.names = new SignalNames(host);
    this.values = new InputValues(host.ports);
  }

  async reset(start: DigitalStart): Promise<readonly Change[]> {
    const clocks = start.clocks.map((clock) => this.clockRow(clock));
    const inputs = this.values.fitted(start.inputs);
    const probes = start.probes.map((name) => this.names.canonical(name, "the probes"));
    const outputs = await this.ask(() =>
      this.exchange.request("Configure", { clocks, inputs, probes }, "Outputs", "Configure"),
    );
    this.started = true;
    return outputs.changes;
  }

  private clockRow(clock: Clock): BodyOf<"Configure">["clocks"][number] {
    const { port: name, period, firstRise, high } = checkedClock(clock);
    const port = this.ports.findIndex((p) => p.name === name);
    if (port < 0)
      throw unknownName(
        "port",
        name,
        "the clocks",
        this.ports.map((p) => p.name),
      );
    const { direction, width } = this.ports[port];
    if (direction !== "in" || width !== 1)
      throw new SettleError(
        "BAD_BENCH",
        `clock "${name}" must be an input of 1 bit; it is an ${direction}put of ${width}`,
      );
    return { port, period, firstRise, high };
  }

  advance(to: Picoseconds, inputs: readonly Change[]): readonly Change[] | Promise<readonly Change[]> {
    this.requireStarted("advance");
    const fitted = this.values.fitted(inputs);
    try {
      const changes = this.exchange.advance(to, fitted);
      return isThere(changes) ? changes : changes.catch(explained);
    } catch (error) {
      return explained(error);
    }
  }

  run(burst: Burst): BurstRecord | Promise<BurstRecord> {
    this.requireStarted("run");
    const body = this.burstBody(burst);
    try {
      const ran = this.exchange.burst(body);
      if (ran instanceof Promise) return ran.then(recorded, explained);
      return recorded(ran);
    } catch (error) {
      return explained(error);
    }
  }

  /** The burst itself, as it nearly always is; what is longer than a message may be is done in part, for a burst may end early. */
  private burstBody(burst: Burst): BodyOf<"Burst"> {
    const { limit, evaluations, events, steps } = burst;
    const isShort = events.length <= MAX_EVALUATIONS && steps.length <= MAX_STEPS && evaluations <= MAX_EVALUATIONS;
    if (isShort && this.areFitted(events) && this.areFitted(steps)) return burst;
    return {
      ...burst,
      limit: events.length <= MAX_EVALUATIONS ? limit : events[MAX_EVALUATIONS].t,
      evaluations: Math.min(evaluations, MAX_EVALUATIONS),
      events: this.fitted(events.slice(0, MAX_EVALUATIONS)),
      steps: this.fitted(steps.slice(0, MAX_STEPS)),
    };
  }

  private areFitted(owners: readonly WithInputs[]): boolean {
    for (let k = 0; k < owners.length; k++) if (this.values.fitted(owners[k].inputs) !== owners[k].inputs) return false;
    return true;
  }

  private fitted<T extends WithInputs>(owners: readonly T[]): readonly T[] {
    return owners.map((owner) => ({ ...owner, inputs: this.values.fitted(owner.inputs) }));
  }

  async peek(names: readonly string[]): Promise<readonly Bits[]> {
    this.requireStarted("peek");
    const known = names.map((name) => this.names.canonical(name, "peek"));
    const { values } = await this.ask(() => this.exchange.request("Peek", { names: known }, "Values", "Peek"));
    return values;
  }

  async save(): Promise<Uint8Array> {
    this.requireStarted("save");
    const { state } = await this.ask(() => this.exchange.request("Save", {}, "Snapshot", "Save"));
    return state;
  }

  async restore(snapshot: Uint8Array): Promise<readonly Change[]> {
    this.requireStarted("restore");
    const { changes } = await this.ask(() =>
      this.exchange.request("Restore", { state: snapshot }, "Outputs", "Restore"),
    );
    return changes;
  }

  processorTime(): number | undefined {
    return this.isNear ? undefined : processorTimeOf(this.pid);
  }

  close(): Promise<void> {
    this.closing ??= this.end(!this.exchange.isBroken && !this.exchange.isBusy);
    return this.closing;
  }

  private requireStarted(call: string): void {
    if (this.closing !== undefined) throw new SettleError("MISUSE", `${call}() after close()`);
    if (!this.started) throw new SettleError("MISUSE", `${call}() before reset()`);
  }

  private async ask<T>(request: () => T | Promise<T>): Promise<T> {
    if (this.closing !== undefined) throw new SettleError("MISUSE", "the digital half is closed");
    try {
      return await request();
    } catch (error) {
      return explained(error);
    }
  }
}

/** Times on the wire are plain numbers. */
const recorded = (ran: BodyOf<"Ran">): BurstRecord => ran as unknown as BurstRecord;

const BY_RTL: ReadonlySet<string> = new Set(["ASSERTION", "RTL_FINISH", "ZERO_DELAY_LOOP"]);

/** Says in words what the host answered in numbers. */
function explained(error: unknown): never {
  if (!(error instanceof HostFailure) || !BY_RTL.has(error.code)) throw error;
  const when = formatTime(error.time as Picoseconds);
  const what = {
    ASSERTION: "an assertion of the RTL failed",
    RTL_FINISH: "the RTL ended the simulation",
    ZERO_DELAY_LOOP: "the RTL never settles within one instant",
  }[error.code as "ASSERTION"];
  throw new SettleError(error.code, `${what} at ${when}: ${error.text}`, { cause: error });
}
