import type { DrivenSystem } from "../../src/ode/contracts.ts";
import type { LockstepMode } from "../../src/lockstep/lockstep.ts";
import type { Observer } from "../../src/lockstep/observer.ts";
import { NEVER } from "../../src/time.ts";
import { chipOf, CHIP_PARAMETERS } from "../benches/dense-am/parameters.ts";
import { chipSetup } from "../benches/dense-am/chip.ts";
import { defineBench, type Bench, type Setup } from "../bench/bench.ts";
import { CODEWORDS, WORD_BITS } from "../benches/hamming-code.ts";
import { Findings } from "../run/findings.ts";
import { SOLVER_PARAMETERS } from "../run/parameters.ts";
import type { RunOptions } from "../run/run-bench.ts";
import { openStage, type OpenStage } from "../run/stage.ts";
import { TestBody } from "../run/test-body.ts";
import type { Subject } from "./measure.ts";

export const CHIP = CHIP_PARAMETERS.parse({});
export const chip = chipOf(CHIP, WORD_BITS, CODEWORDS.length);
export const chipBench: Bench = defineBench({
  name: "benchmark",
  summary: "the Hamming chip, without a test",
  parameters: CHIP_PARAMETERS,
  setup: (_parameters, seed) => chipSetup(chip, seed),
  test: async () => {},
});

/** One node at rest: whatever is spent now is spent on the exchange. */
const nothingMoves: DrivenSystem = {
  stateNames: ["rest [V]"],
  inputNames: [],
  inputs: new Float64Array(0),
  signalNames: ["rest [V]"],
  signalIsLinear: [true],
  longestStep: Number.POSITIVE_INFINITY,
  initialState: () => new Float64Array(1),
  begin: () => {},
  breakpointAfter: () => NEVER,
  setInput: () => {},
  derivative: (_tau, _x, dxdt) => dxdt.fill(0),
  signals: (_tau, x, out) => out.set(x),
};

export const SILENT = { converters: () => {}, log: () => {}, progress: () => {}, stage: () => {} };

export type BenchTransport = RunOptions["transport"];

/** A bench on its stage, with a test body that nobody has called yet. */
export async function staged(
  bench: Bench,
  setup: Setup,
  transport: BenchTransport,
  mode: LockstepMode,
  observers: readonly Observer[] = [],
): Promise<{ readonly stage: OpenStage; readonly body: TestBody; readonly findings: Findings }> {
  const { signal } = new AbortController();
  const stage = await openStage(
    { bench, setup, seed: 1 },
    {
      transport,
      lockstepMode: mode,
      timeLimit_ms: 20_000,
      signal,
      events: SILENT,
      solver: SOLVER_PARAMETERS.parse({}),
      observers: () => observers,
    },
  );
  return { stage, ...bodyOn(stage) };
}

/** Another test body on a stage, which finds it as the last one has left it. */
export function bodyOn(stage: OpenStage): { readonly body: TestBody; readonly findings: Findings } {
  const findings = new Findings();
  const { signal } = new AbortController();
  const firstClock = stage.clock?.port;
  const body = new TestBody({ ...stage, findings, firstClock, signal, log: () => {}, progress: () => {} });
  return { body, findings };
}

/** Clock cycles, in strict lockstep two exchanges each, while the analog half has nothing to do. */
export function idleCycles(transport: BenchTransport, mode: LockstepMode, cycles: number): Subject {
  let open: Awaited<ReturnType<typeof staged>> | undefined;
  return {
    name: `${mode} lockstep over ${transport}, analog half idle`,
    unit: "clock cycle",
    open: async () => {
      const { rtl, clocks } = chipSetup(chip, 1);
      open = await staged(chipBench, { rtl, clocks, circuit: nothingMoves, wiring: [] }, transport, mode);
    },
    run: async () => {
      await open?.body.cycles(cycles);
      return { units: cycles };
    },
    close: async () => open?.stage.close(),
  };
}
