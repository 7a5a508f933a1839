import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SettleError } from "../../src/errors.ts";
import type { Bench } from "../bench/bench.ts";
import hamming from "../benches/hamming.ts";
import tracking from "../benches/tracking-adc.ts";
import type { Effort } from "../profile/breakdown.ts";
import { runBench, type RunOptions } from "../run/run-bench.ts";
import type { Subject } from "./measure.ts";
import type { Group } from "./suite.ts";

/** A run of a bench as `settle run` makes it. */
interface Run {
  readonly bench: Bench;
  readonly set: RunOptions["set"];
  readonly transport: RunOptions["transport"];
}

const RUNS: readonly Run[] = [
  { bench: hamming, set: { words: "32" }, transport: "ipc" },
  { bench: tracking, set: { edges: "20000" }, transport: "in-process" },
];

const nameOf = ({ bench }: Run, waves: boolean): string => `${bench.name}, waves.vcd ${waves ? "on" : "off"}`;

/** The whole run in a folder of its own; timed from the test body's start to the end of its time, which closes waves.vcd. */
function running(run: Run, waves: boolean): Subject {
  const { bench, set, transport } = run;
  let root = "";
  return {
    name: nameOf(run, waves),
    unit: "clock cycle",
    open: async () => {
      root = mkdtempSync(join(tmpdir(), "settle-waveforms-"));
    },
    run: async () => {
      let [start, seconds] = [0n, 0];
      let cost: Effort | undefined;
      const { signal } = new AbortController();
      // The last stage that a run tells of is that of its test body.
      const stage = () => (start = process.hrtime.bigint());
      const result = await runBench(bench, {
        ...{ seed: 1, set, transport, lockstepMode: "windowed", waves, timeLimit_ms: 20_000, signal, runsRoot: root },
        command: "settle benchmark",
        events: { converters: () => {}, log: () => {}, progress: () => {}, stage },
        effort: (told) => {
          seconds = Number(process.hrtime.bigint() - start) * 1e-9;
          cost = told;
        },
      });
      if (result.status !== "passed")
        throw new SettleError("MISUSE", `${bench.name} of the benchmark ${result.status}`);
      return { units: cost?.cycles ?? 0, seconds };
    },
    close: async () => rmSync(root, { recursive: true, force: true }),
  };
}

export const waveformGroup = (): Group => ({
  name: "waveforms",
  subjects: RUNS.flatMap((run) => [running(run, false), running(run, true)]),
  ratios: RUNS.map((run) => ({
    name: `${run.bench.name}: time with waves.vcd / without`,
    unit: "x",
    bar: { atMost: 1.25 },
    of: [nameOf(run, true), nameOf(run, false)],
    value: (on, off) => off / on,
  })),
});
