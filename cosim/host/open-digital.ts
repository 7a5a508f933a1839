import { randomBytes } from "node:crypto";
import { SettleError } from "../../src/errors.ts";
import { PROTOCOL_VERSION, TIME_PRECISION_EXPONENT, type BodyOf } from "../protocol/messages.ts";
import { openTransport } from "../transport/open-transport.ts";
import type { Transport } from "../transport/transport.ts";
import { loadAddon } from "./addon.ts";
import { buildAddon, buildHost, type BuiltHost } from "./build.ts";
import type { Conversation } from "./conversation.ts";
import type { RtlTop } from "../bench/bench.ts";
import type { BuildOptions } from "./host-objects.ts";
import { Exchange } from "./exchange.ts";
import { HostChild } from "./host-child.ts";
import { HostPeer } from "./host-peer.ts";
import { LocalExchange } from "./local-exchange.ts";
import { removeAtExit } from "./leftovers.ts";
import type { BusKind, TransportKind } from "./transports.ts";

export interface DigitalOptions {
  readonly transport: TransportKind;
  /** Longest to wait for any one answer. Default: 10 000. */
  readonly timeLimit_ms?: number;
  /** Ends the run with INTERRUPTED. */
  readonly signal?: AbortSignal | undefined;
  /** Every line that the host or the RTL prints. */
  readonly onStderr?: ((line: string) => void) | undefined;
}

const DEFAULT_LIMIT_MS = 10_000;
const HALF_SECRET_BYTES = 16;
/** Whoever shares a process has no need to prove anything. */
const NOTHING = Buffer.alloc(0);
const FAREWELL_LIMIT_MS = 500;
const EXIT_PATIENCE_MS = 1000;

/** Builds the host when needed, starts it and shakes hands; `root` is what the RTL's relative paths count from. */
export async function openDigital(
  options: DigitalOptions & BuildOptions & { readonly rtl: RtlTop; readonly root: string },
): Promise<HostPeer> {
  const { rtl, root, ...rest } = options;
  return openBuilt(await buildHost({ ...rtl, root }, rest), root, rest);
}

/** Starts a host that is built already. */
export async function openBuilt(host: BuiltHost, cwd: string, options: DigitalOptions): Promise<HostPeer> {
  const { transport } = options;
  return transport === "in-process" ? openHere(host, options) : openProcess(host, cwd, options, transport);
}

/** The digital half in this very process. */
async function openHere(host: BuiltHost, options: DigitalOptions): Promise<HostPeer> {
  const { timeLimit_ms = DEFAULT_LIMIT_MS, signal, onStderr } = options;
  const half = loadAddon(await buildAddon(host)).open();
  const conversation = new LocalExchange(half, { timeLimit_ms, signal, onStderr });
  const end = async (orderly: boolean) => {
    if (orderly) await saidFarewell(conversation);
    conversation.break(closed());
    conversation.close();
  };
  try {
    await shakeHands(conversation, host, { client: NOTHING, host: NOTHING });
    return new HostPeer(host, conversation, "in-process", process.pid, end);
  } catch (error) {
    await end(false);
    throw error;
  }
}

async function openProcess(host: BuiltHost, cwd: string, options: DigitalOptions, kind: BusKind): Promise<HostPeer> {
  const transport = await openTransport(kind);
  const session = randomBytes(4).readUInt32LE();
  const secret = { client: randomBytes(HALF_SECRET_BYTES), host: randomBytes(HALF_SECRET_BYTES) };
  const child = new HostChild({
    command: host.executable,
    args: [transport.address, String(session), String(process.pid)],
    cwd,
    secret: secret.client.toString("hex") + secret.host.toString("hex"),
    onStderr: options.onStderr,
  });
  const { timeLimit_ms = DEFAULT_LIMIT_MS, signal } = options;
  const exchange = new Exchange(transport, child, { session, timeLimit_ms, signal });
  const end = ender(transport, child, exchange);
  try {
    await shakeHands(exchange, host, secret);
    return new HostPeer(host, exchange, kind, child.pid ?? 0, end);
  } catch (error) {
    await end(false);
    throw error;
  }
}

async function shakeHands(
  exchange: Conversation,
  host: BuiltHost,
  secret: { readonly client: Buffer; readonly host: Buffer },
): Promise<void> {
  const ours = {
    version: PROTOCOL_VERSION,
    proof: secret.client,
    rtlHash: host.rtlHash,
    timePrecision: TIME_PRECISION_EXPONENT,
    ports: host.ports,
  };
  const theirs = await exchange.request("Hello", ours, "Welcome", "Hello");
  if (!secret.host.equals(theirs.proof))
    throw new SettleError("HANDSHAKE", "whoever answered does not know this session's secret; it is not our host");
  compare("RTL hash", ours.rtlHash, theirs.rtlHash);
  compare("time precision", `10^-${ours.timePrecision} s`, `10^-${theirs.timePrecision} s`);
  comparePorts(ours.ports, theirs.ports);
}

function compare(what: string, client: string, host: string): void {
  if (client !== host)
    throw new SettleError("HANDSHAKE", `${what} differs: the host has ${host}, the client expects ${client}`);
}

type PortRows = BodyOf<"Hello">["ports"];

function comparePorts(client: PortRows, host: PortRows): void {
  compare("number of ports", String(client.length), String(host.length));
  const row = ({ name, width, direction }: PortRows[number]) => `${name} (${width} bits ${direction})`;
  client.forEach((port, i) => compare(`port ${i}`, row(port), row(host[i])));
}

/** False when the host does not answer any more; why, was told to whoever asked before. */
async function saidFarewell(exchange: Conversation): Promise<boolean> {
  try {
    await exchange.request("Bye", {}, "Farewell", "Bye", FAREWELL_LIMIT_MS);
    return true;
  } catch {
    return false;
  }
}

const closed = () => new SettleError("MISUSE", "the digital half is closed");

/** Ends host and bus on every path; what is left when this process dies first is removed at its exit. */
function ender(transport: Transport, child: HostChild, exchange: Exchange): (orderly: boolean) => Promise<void> {
  const forget = removeAtExit(() => {
    child.kill();
    transport.close();
  });
  return async (orderly) => {
    const told = orderly && (await saidFarewell(exchange));
    exchange.break(closed());
    if (!told) child.kill();
    await child.stop(EXIT_PATIENCE_MS);
    transport.close();
    forget();
  };
}
