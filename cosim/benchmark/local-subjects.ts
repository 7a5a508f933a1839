import type { DigitalPeer } from "../../src/lockstep/digital-peer.ts";
import { type Picoseconds, plus } from "../../src/time.ts";
import { chipSetup } from "../benches/dense-am/chip.ts";
import { openDigital } from "../host/open-digital.ts";
import { projectRoot } from "../run/project-root.ts";
import { bareCycles } from "./bare-subjects.ts";
import { chip } from "./lockstep-subjects.ts";
import type { Subject } from "./measure.ts";
import type { Group } from "./suite.ts";

/** The chip's controller in this process, out of reset, with nobody but us to ask it. */
async function openController(): Promise<DigitalPeer> {
  const { rtl, clocks } = chipSetup(chip, 1);
  const peer = await openDigital({ rtl, root: projectRoot, transport: "in-process" });
  const reset = peer.ports.findIndex(({ name }) => name === "rst_ni");
  await peer.reset({ clocks, inputs: [], probes: [] });
  await peer.advance(chip.period, [{ index: reset, value: 1 }]);
  return peer;
}

/**
 * Exchanges with the controller, each as much of a clock cycle further on. Nothing is waited for, so it is the processor time that
 * counts, compiler and garbage collector included: microseconds would otherwise be those of whoever else has the processor.
 */
function exchanges(name: string, perClock: number, count: number): Subject {
  const step = (chip.period / perClock) as Picoseconds;
  let peer: DigitalPeer | undefined;
  let t = chip.period;
  return {
    name,
    unit: "exchange",
    open: async () => {
      peer = await openController();
    },
    run: async () => {
      const start = process.cpuUsage();
      for (let i = 0; i < count; i++) {
        t = plus(t, step);
        const answer = peer?.advance(t, []);
        if (answer instanceof Promise) await answer;
      }
      const { user, system } = process.cpuUsage(start);
      return { units: count, seconds: (user + system) * 1e-6 };
    },
    close: async () => peer?.close(),
  };
}

const PER_CLOCK = "in process, an exchange per clock";
const PER_EDGE = "in process, an exchange per edge";
const BARE = "processor time";

const aboveBare = (name: string, perClock: number) => ({
  name: `${name}, above the bare clock`,
  unit: "us" as const,
  of: [name, `bare Verilated model, ${BARE}`],
  value: (exchanging: number, bare: number) => 1e6 / exchanging - 1e6 / bare / perClock,
});

export const localGroup = (): Group => ({
  name: "in-process",
  subjects: [
    bareCycles(() => chipSetup(chip, 1).rtl, BARE, 1_000_000, "processor"),
    exchanges(PER_CLOCK, 1, 200_000),
    exchanges(PER_EDGE, 2, 200_000),
  ],
  ratios: [
    { ...aboveBare(PER_CLOCK, 1), bar: { atMost: 1.5 } },
    { ...aboveBare(PER_EDGE, 2), bar: { atMost: 1.5 } },
  ],
});
