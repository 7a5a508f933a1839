import { execFile, spawn, type ChildProcess } from "node:child_process";
import { promisify } from "node:util";
import { denseAm } from "../../analog-models/networks/dense-am.ts";
import { denseAmDefaults } from "../../analog-models/networks/dense-am-parameters.ts";
import { SettleError } from "../../src/errors.ts";
import { Trajectory } from "../../src/lockstep/trajectory.ts";
import type { Picoseconds } from "../../src/time.ts";
import type { RtlTop } from "../bench/bench.ts";
import { buildBareModel, buildEcho } from "../host/build.ts";
import { projectRoot } from "../run/project-root.ts";
import { openTransport } from "../transport/open-transport.ts";
import type { Transport } from "../transport/transport.ts";
import type { Subject } from "./measure.ts";

const execute = promisify(execFile);

/** The Verilated model alone in a C++ loop: the floor under every clock cycle. By the wall's clock, or by processor time. */
export function bareCycles(
  rtl: () => RtlTop,
  what: string,
  cycles: number,
  by: "wall" | "processor" = "wall",
): Subject {
  let executable = "";
  return {
    name: `bare Verilated model, ${what}`,
    unit: "clock cycle",
    open: async () => {
      ({ executable } = await buildBareModel({ ...rtl(), root: projectRoot }));
    },
    run: async () => {
      const { stdout } = await execute(executable, ["clk_i", String(cycles), "rst_ni=1"]);
      const [wallRate, processorRate] = stdout.split("\n").map(Number);
      return { units: cycles, seconds: cycles / (by === "wall" ? wallRate : processorRate) };
    },
    close: async () => {},
  };
}

/** As long as an Advance without inputs. */
const MESSAGE_BYTES = 12;
const ANSWER_LIMIT_NS = 5_000_000_000n;

function answer(bus: Transport): void {
  const deadline = process.hrtime.bigint() + ANSWER_LIMIT_NS;
  while (bus.receive() === undefined) {
    if (process.hrtime.bigint() > deadline)
      throw new SettleError("HOST_TIMEOUT", "the echo of the benchmark does not answer");
  }
}

/** Round trips between Node and a C++ peer that only sends back: the floor under every exchange. */
export function pingPong(transport: "ipc" | "tcp", trips: number): Subject {
  const message = new Uint8Array(MESSAGE_BYTES).fill(1);
  let bus: Transport | undefined;
  let peer: ChildProcess | undefined;
  return {
    name: `bare round trip over ${transport}`,
    unit: "exchange",
    open: async () => {
      const executable = await buildEcho();
      bus = await openTransport(transport);
      peer = spawn(executable, [bus.address], { stdio: ["pipe", "ignore", "inherit"] });
    },
    run: async () => {
      const open = bus as Transport;
      for (let i = 0; i < trips; i++) {
        while (!open.send(message));
        answer(open);
      }
      return { units: trips };
    },
    close: async () => {
      peer?.stdin?.end();
      if (peer !== undefined && peer.exitCode === null) await new Promise((gone) => peer?.once("exit", gone));
      bus?.close();
    },
  };
}

/** The analog half alone: one released core relaxing from a corrupted row, steps times states. */
export function nodeSteps(visible: number, rows: number, length: Picoseconds): Subject {
  const defaults = denseAmDefaults(visible, rows);
  const levels = Float64Array.from({ length: rows * visible }, (_, cell) =>
    ((cell * 7919) >> 3) % 2 === 0 ? 127 : -127,
  );
  const initial = {
    ...defaults.initial,
    visible: Array.from({ length: visible }, (_, i) => (i % 3 === 0 ? -0.5 : 0.5)),
  };
  const core = denseAm({ ...defaults, weights: levels, initial });
  const { circuit } = core;
  circuit.setInput(
    circuit.inputNames.findIndex((name) => name.startsWith("release")),
    1,
  );
  return {
    name: `analog engine alone, ${visible} x ${rows} core`,
    unit: "node-step",
    open: async () => {},
    run: async () => {
      const trajectory = new Trajectory(circuit, { relative: 1e-6, absolute: 1e-9 });
      trajectory.begin();
      while (!trajectory.covers(length)) trajectory.extend();
      return { units: trajectory.integration.accepted * circuit.stateNames.length };
    },
    close: async () => {},
  };
}
