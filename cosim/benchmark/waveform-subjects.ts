import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SettleError } from "../../src/errors.ts";
import type { Bench } from "../bench/bench.ts";
import hamming from "../benches/hamming.ts";
import tracking from "../benches/tracking-adc.ts";
import { runBench, type RunOptions } from "../run/run-bench.ts";
import { SILENT } from "./lockstep-subjects.ts";
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

/** From the test body's start to the end of its time, which closes waves.vcd: a whole run, in a folder of its own. */
async function timed({ bench, set, transport }: Run, waves: boolean, runsRoot: string) {
  let [start, end] = [0n, 0n];
  let clocks = 0;
  const { status } = await runBench(bench, {
    seed: 1,
    set,
    transport,
    lockstepMode: "windowed",
    waves,
    timeLimit_ms: 20_000,
    signal: new AbortController().signal,
    runsRoot,
    command: "settle benchmark",
    // The last stage that a run tells of is that of its test body.
    events: { ...SILENT, stage: () => (start = process.hrtime.bigint()) },
    effort: ({ cycles }) => {
      end = process.hrtime.bigint();
      clocks = cycles;
    },
  });
  if (status !== "passed") throw new SettleError("MISUSE", `the run of ${bench.name} in the benchmark ${status}`);
  return { units: clocks, seconds: Number(end - start) * 1e-9 };
}

function running(run: Run, waves: boolean): Subject {
  let root = "";
  return {
    name: nameOf(run, waves),
    unit: "clock cycle",
    open: async () => {
      root = mkdtempSync(join(tmpdir(), "settle-waveforms-"));
    },
    run: () => timed(run, waves, root),
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
