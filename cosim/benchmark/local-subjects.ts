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

type Work = () => void | Promise<unknown>;

/** `count` times what `prepare` answers, on a controller of its own. */
function onController(
  name: string,
  unit: string,
  count: number,
  prepare: (peer: DigitalPeer) => Work | Promise<Work>,
): Subject {
  let opened: { readonly peer: DigitalPeer; readonly work: Work } | undefined;
  return {
    name,
    unit,
    open: async () => {
      const peer = await openController();
      opened = { peer, work: await prepare(peer) };
    },
    run: async () => {
      for (let i = 0; i < count; i++) {
        const done = opened?.work();
        if (done !== undefined) await done;
      }
      return { units: count };
    },
    close: async () => opened?.peer.close(),
  };
}

const PER_CLOCK = "in process, an exchange per clock";
const PER_EDGE = "in process, an exchange per edge";

/** Exchanges with the controller, each about as much of a clock cycle further on. */
function exchanges(name: string, perClock: number, count: number): Subject {
  const step = (chip.period / perClock) as Picoseconds;
  return onController(name, "exchange", count, (peer) => {
    let t = chip.period;
    return () => {
      t = plus(t, step);
      const answer = peer.advance(t, []);
      return answer instanceof Promise ? answer : undefined;
    };
  });
}

const SAVE = "in process, save of the digital half";
const RESTORE = "in process, restore of the digital half";

const save = (times: number): Subject => onController(SAVE, "snapshot", times, (peer) => () => peer.save());
const restore = (times: number): Subject =>
  onController(RESTORE, "snapshot", times, async (peer) => {
    const snapshot = await peer.save();
    return () => peer.restore(snapshot);
  });

const aboveBare = (name: string, perClock: number) => ({
  name: `${name}, above the bare clock`,
  unit: "us" as const,
  of: [name, "bare Verilated model"],
  value: (exchanging: number, bare: number) => 1e6 / exchanging - 1e6 / bare / perClock,
});

const each = (name: string) => ({ name, unit: "us" as const, of: [name], value: (rate: number) => 1e6 / rate });

export const localGroup = (): Group => ({
  name: "in-process",
  subjects: [
    bareCycles(1_000_000),
    exchanges(PER_CLOCK, 1, 200_000),
    exchanges(PER_EDGE, 2, 200_000),
    save(2_000),
    restore(2_000),
  ],
  ratios: [
    { ...aboveBare(PER_CLOCK, 1), bar: { atMost: 1.5 } },
    { ...aboveBare(PER_EDGE, 2), bar: { atMost: 1.5 } },
    each(SAVE),
    each(RESTORE),
  ],
});
