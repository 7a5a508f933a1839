import { SettleError } from "../../src/errors.ts";
import type { LockstepMode } from "../../src/lockstep/lockstep.ts";
import bench from "../benches/tracking-adc.ts";
import { bareCycles, pingPong } from "./bare-subjects.ts";
import { type BenchTransport, staged } from "./lockstep-subjects.ts";
import type { Subject } from "./measure.ts";
import type { Group } from "./suite.ts";
import { BY_HAND, trackingByHand } from "./tracking-by-hand.ts";

/** Clock edges of a round: the compiler needs some hundred thousand of them in windows until it has settled. */
const EDGES = { strict: 10_000, windowed: 50_000, "in-process": 200_000 } as const;

const parametersOf = (transport: BenchTransport, mode: LockstepMode) =>
  bench.parameters.parse({ edges: EDGES[transport === "in-process" ? transport : mode] });
const setup = () => bench.setup(bench.parameters.parse({}), 1);

const nameOf = (transport: BenchTransport, mode: LockstepMode) => `tracking ADC over ${transport}, ${mode}`;

/** The whole bench but for building, starting and writing: every round is a run of its own, and its counts must be exact. */
function tracking(transport: BenchTransport, mode: LockstepMode): Subject {
  const parameters = parametersOf(transport, mode);
  return {
    name: nameOf(transport, mode),
    unit: "clock cycle",
    open: async () => {},
    run: async () => {
      const { stage, body, findings } = await staged(bench, setup(), transport, mode);
      const start = process.hrtime.bigint();
      await bench.test(body, parameters, 1);
      const seconds = Number(process.hrtime.bigint() - start) * 1e-9;
      await stage.close();
      if (!findings.allPassed) throw new SettleError("MISUSE", "the tracking ADC of the benchmark miscounts");
      return { units: parameters.edges, seconds };
    },
    close: async () => {},
  };
}

export const trackingGroup = (): Group => ({
  name: "tracking-adc",
  subjects: [
    bareCycles(() => setup().rtl, "tracking ADC", 10_000_000),
    pingPong("ipc", 5_000),
    trackingByHand(EDGES["in-process"]),
    tracking("in-process", "windowed"),
    tracking("ipc", "windowed"),
    tracking("ipc", "strict"),
  ],
  ratios: [
    {
      name: "clocks over ipc / bare round trips",
      unit: "x",
      bar: { atLeast: 0.75 },
      of: [nameOf("ipc", "windowed"), "bare round trip over ipc"],
      value: (clocks, trips) => clocks / trips,
    },
    {
      name: "bare Verilated clocks / clocks in process",
      unit: "x",
      bar: { atMost: 40 },
      of: ["bare Verilated model, tracking ADC", nameOf("in-process", "windowed")],
      value: (bare, clocks) => bare / clocks,
    },
    {
      name: "bare Verilated clocks / clocks of that loop",
      unit: "x",
      of: ["bare Verilated model, tracking ADC", BY_HAND],
      value: (bare, clocks) => bare / clocks,
    },
  ],
});
