import { SettleError } from "../../src/errors.ts";
import { AnalogHalf } from "../../src/lockstep/analog-half.ts";
import type { Clock } from "../../src/lockstep/digital-peer.ts";
import { Lockstep } from "../../src/lockstep/lockstep.ts";
import type { Observer } from "../../src/lockstep/observer.ts";
import { PortValues } from "../../src/lockstep/port-values.ts";
import { checkWiring } from "../../src/lockstep/wiring-check.ts";
import { type BuiltHost, buildHost } from "../host/build.ts";
import type { HostPeer } from "../host/host-peer.ts";
import { openBuilt } from "../host/open-digital.ts";
import type { Interval } from "../profile/attribution.ts";
import type { SolverParameters } from "./parameters.ts";
import type { Plan } from "./plan.ts";
import { projectRoot } from "./project-root.ts";
import type { RunOptions } from "./run-bench.ts";

/** Both halves, wired and reset: ready for a test body. */
export interface OpenStage {
  readonly digital: HostPeer;
  readonly ports: PortValues;
  readonly analog: AnalogHalf;
  readonly lockstep: Lockstep;
  /** Input ports that a clock or a converter drives. */
  readonly driven: ReadonlySet<string>;
  /** The bench's first. */
  readonly clock: Clock | undefined;
  /** When the digital half was built and started, by performance.now() [ms]. */
  readonly building: Interval;
  readonly close: () => Promise<void>;
}

interface StageOptions
  extends Pick<RunOptions, "transport" | "fallback" | "timeLimit_ms" | "signal" | "events" | "lockstepMode"> {
  readonly solver: SolverParameters;
  /** Called once the compiled model is known. */
  readonly observers: (host: BuiltHost) => readonly Observer[];
}

export async function openStage(plan: Plan, options: StageOptions): Promise<OpenStage> {
  const { rtl } = plan.setup;
  const { events } = options;
  const root = rtl.root ?? projectRoot;
  events.stage("building the Verilated host, if it is not there yet");
  const from = performance.now();
  const host = await buildHost({ ...rtl, root });
  const digital = await openPeer(host, root, options);
  const building = { from, until: performance.now() };
  try {
    return { ...(await wired(plan, host, digital, options)), building };
  } catch (error) {
    await digital.close();
    throw error;
  }
}

async function openPeer(host: BuiltHost, root: string, options: StageOptions): Promise<HostPeer> {
  const { transport, fallback, timeLimit_ms, signal, events } = options;
  const digital = { transport, timeLimit_ms, signal, onStderr: (line: string) => events.log(line) };
  try {
    return await openBuilt(host, root, digital);
  } catch (error) {
    if (fallback === undefined || !(error instanceof SettleError) || error.code !== "ADDON") throw error;
    events.log(`over ${fallback} instead of ${transport}: ${error.message}`);
    return openBuilt(host, root, { ...digital, transport: fallback });
  }
}

async function wired(
  { setup }: Plan,
  host: BuiltHost,
  digital: HostPeer,
  { solver, events, observers, lockstepMode }: StageOptions,
): Promise<Omit<OpenStage, "building">> {
  const { clocks, circuit, wiring, probes = [], inputs = {} } = setup;
  const ports = new PortValues(digital.ports);
  const driven = checkWiring(ports, clocks, wiring);
  const twice = Object.keys(inputs).find((port) => driven.has(port));
  if (twice !== undefined) {
    throw new SettleError("BAD_BENCH", `inputs: a clock or converter drives "${twice}" already; leave it out`);
  }
  const initial = Object.entries(inputs).map(([port, value]) =>
    ports.change(port, value, "the bench's initial inputs"),
  );
  const watching = observers(host);
  const [relative, absolute] = [solver["solver.rtol"], solver["solver.atol"]];
  const analogSolver = { relative, absolute, method: solver["solver.method"] };
  const analog = new AnalogHalf(circuit, wiring, analogSolver, watching, clocks);
  events.converters(wiring);
  const halves = { digital, analog, ports, clocks, wiring, probes, observers: watching, mode: lockstepMode };
  const lockstep = await Lockstep.start(halves, initial);
  return { digital, ports, analog, lockstep, driven, clock: clocks[0], close: () => digital.close() };
}
