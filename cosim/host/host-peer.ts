import { SettleError, unknownName } from "../../src/errors.ts";
import type {
  Bits,
  Burst,
  BurstRecord,
  Change,
  Clock,
  DigitalPeer,
  DigitalStart,
  Port,
  Watch,
} from "../../src/lockstep/digital-peer.ts";
import { checkedClock } from "../../src/lockstep/clocks.ts";
import { formatTime, type Picoseconds } from "../../src/time.ts";
import { type BodyOf, MAX_EVALUATIONS, MAX_STEPS, MAX_TIME_PS } from "../protocol/messages.ts";
import type { BuiltHost } from "./build.ts";
import { HostFailure, type Conversation } from "./conversation.ts";
import { processorTimeOf } from "./diagnosis.ts";
import { fittedInputs } from "./port-values.ts";
import { SignalNames } from "./signal-names.ts";
import type { TransportKind } from "./transports.ts";

/** The digital half, wherever it runs. Made by `openDigital`; call order as DigitalPeer says. */
export class HostPeer implements DigitalPeer {
  readonly ports: readonly Port[];
  readonly isNear: boolean;
  private readonly names: SignalNames;
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
  }

  async reset(start: DigitalStart): Promise<readonly Change[]> {
    const clocks = start.clocks.map((clock) => this.clockRow(clock));
    const inputs = fittedInputs(this.ports, start.inputs);
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
    const fitted = fittedInputs(this.ports, inputs);
    try {
      const changes = this.exchange.advance(to, fitted);
      return changes instanceof Promise ? changes.catch(explained) : changes;
    } catch (error) {
      return explained(error);
    }
  }

  run(burst: Burst): BurstRecord | Promise<BurstRecord> {
    this.requireStarted("run");
    const body = this.burstBody(burst);
    try {
      const ran = this.exchange.request("Burst", body, "Ran", "Burst");
      if (ran instanceof Promise) return ran.then(recorded, explained);
      return recorded(ran);
    } catch (error) {
      return explained(error);
    }
  }

  /** What is longer than a message may be is done in part: a burst may always end early. */
  private burstBody({ limit, evaluations, events, watches, clock, steps }: Burst): BodyOf<"Burst"> {
    const mostEvents = events.slice(0, MAX_EVALUATIONS);
    return {
      limit: finite(mostEvents.length < events.length ? events[MAX_EVALUATIONS].t : limit),
      evaluations: Math.min(evaluations, MAX_EVALUATIONS),
      events: mostEvents.map(({ t, inputs }) => ({ time: t, inputs: fittedInputs(this.ports, inputs) })),
      watches: watches.map(onTheWire),
      clock,
      steps: steps.slice(0, MAX_STEPS).map((step) => ({ ...step, inputs: fittedInputs(this.ports, step.inputs) })),
    };
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

/** Most watches come again and again. */
const wireWatches = new WeakMap<Watch, BodyOf<"Burst">["watches"][number]>();

function onTheWire(watch: Watch): BodyOf<"Burst">["watches"][number] {
  const known = wireWatches.get(watch);
  if (known !== undefined) return known;
  const made = { ...watch, slack: finite(watch.slack), until: finite(watch.until) };
  wireWatches.set(watch, made);
  return made;
}

const finite = (t: Picoseconds): number => Math.min(t, MAX_TIME_PS);

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
