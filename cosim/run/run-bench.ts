import { SettleError } from "../../src/errors.ts";
import { risesUpTo } from "../../src/lockstep/clocks.ts";
import { later, type Picoseconds } from "../../src/time.ts";
import type { Effort } from "../profile/breakdown.ts";
import type { LockstepMode } from "../../src/lockstep/lockstep.ts";
import type { ConverterRow } from "../../src/lockstep/converters/converter.ts";
import type { Bench } from "../bench/bench.ts";
import type { Findings } from "./findings.ts";
import { type CheckReport, type RunResult, type RunStatus } from "../bench/result.ts";
import type { BusKind, TransportKind } from "../host/transports.ts";
import { inputFilesOf, placeless } from "./input-files.ts";
import { parseParameters, type SolverParameters } from "./parameters.ts";
import { checkedClaims, claimBeforeRun, type InputSearchOptions } from "./claims.ts";
import { RunFolder } from "./run-folder.ts";
import { openStage, type OpenStage } from "./stage.ts";
import { describePlan, planBench, type Plan } from "./plan.ts";
import { TestBody } from "./test-body.ts";
import { RunRecord } from "./run-record.ts";

export interface RunEvents {
  converters(rows: readonly ConverterRow[]): void;
  log(text: string): void;
  progress(done: number, total: number, what: string): void;
  /** "building the Verilated host", ... */
  stage(text: string): void;
}

export interface RunOptions {
  readonly seed: number;
  readonly set: Readonly<Record<string, string>>;
  readonly transport: TransportKind;
  /** What to use instead of "in-process" where the digital half does not load; without it, that is an error. */
  readonly fallback?: BusKind | undefined;
  /** Changes what a run costs and nothing that it says. */
  readonly lockstepMode: LockstepMode;
  readonly waves: boolean;
  /** Longest real time that one answer of the host may take. */
  readonly timeLimit_ms: number;
  readonly signal: AbortSignal;
  readonly runsRoot: string;
  /** The canonical command. */
  readonly command: string;
  readonly events: RunEvents;
  /** Is told what the run has cost so far, when its time is over and both halves still stand. */
  readonly effort?: (effort: Effort) => void;
}

export interface CheckOptions extends RunOptions, InputSearchOptions {}

/** Which of the ways to end badly say that the design or its test is at fault, and not the machinery. */
const STATUS_OF: Partial<Record<SettleError["code"], RunStatus>> = {
  TIME_LIMIT: "failed",
  ASSERTION: "failed",
  RTL_FINISH: "failed",
  ZERO_DELAY_LOOP: "failed",
  STEP_UNDERFLOW: "diverged",
  NOT_FINITE: "diverged",
  RUNAWAY: "diverged",
  INTERRUPTED: "interrupted",
};

/**
 * Runs a bench and leaves its folder. What goes wrong in the bench, the design or the machinery is in the result; only a
 * mistake in the call (an unknown parameter) or a bug of ours throws.
 */
export async function runBench(bench: Bench, options: RunOptions): Promise<RunResult> {
  const { parameters, solver } = parseParameters(bench, options.set);
  const inputs = inputFilesOf(bench, parameters);
  const set = placeless(options.set, inputs);
  const folder = new RunFolder(options.runsRoot, { bench: bench.name, seed: options.seed, set, inputs });
  const record = new RunRecord(bench, placeless({ ...parameters, ...solver }, inputs), options, folder, inputs);
  try {
    const error = await perform(bench, parameters, solver, options, record);
    return await record.publish(statusOf(error, record.findings), error);
  } finally {
    folder.discard();
  }
}

/** Everything short of running: parameters, what the weights guarantee, RTL build, wiring, initial state. */
export async function checkBench(bench: Bench, options: CheckOptions): Promise<CheckReport> {
  const { parameters, solver } = parseParameters(bench, options.set);
  inputFilesOf(bench, parameters);
  const lines: string[] = [];
  try {
    const plan = planBench(bench, parameters, options.seed);
    lines.push(...describePlan(plan), ...(await checkedClaims(plan.setup, options)));
    const stage = await openStage(plan, { ...options, solver, observers: () => [] });
    await stage.close();
    lines.push(
      `RTL top ${plan.setup.rtl.top}: builds, every port, signal and input of the wiring exists, reset succeeds`,
    );
    return { bench: bench.name, ok: true, lines };
  } catch (error) {
    const { code, message } = asSettleError(error);
    return { bench: bench.name, ok: false, lines, error: { code, message } };
  }
}

async function perform(
  bench: Bench,
  parameters: Record<string, unknown>,
  solver: SolverParameters,
  options: RunOptions,
  record: RunRecord,
): Promise<SettleError | undefined> {
  let stage: OpenStage | undefined;
  const failure = await attempted(async () => {
    const plan = planBench(bench, parameters, options.seed);
    record.planned(plan);
    await claimBeforeRun(plan.setup, { ...options.events, signal: options.signal }, record);
    const events = { ...options.events, log: (text: string) => record.log(text) };
    stage = await openStage(plan, { ...options, events, solver, observers: (facts) => record.observe(plan, facts) });
    record.opened(stage.digital.transport);
    await runBody(bench, parameters, plan, stage, options, record);
  });
  const opened = stage;
  // What goes wrong while ending is told only where nothing went wrong before: the first error is the cause.
  const atEnd = opened === undefined ? undefined : await attempted(() => end(opened, record, options));
  return failure ?? atEnd;
}

async function attempted(action: () => Promise<void>): Promise<SettleError | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    return asSettleError(error);
  }
}

async function runBody(
  bench: Bench,
  parameters: Record<string, unknown>,
  plan: Plan,
  stage: OpenStage,
  options: RunOptions,
  record: RunRecord,
): Promise<void> {
  const { events, signal, seed } = options;
  events.stage(`running ${bench.name}`);
  const body = new TestBody({
    ...stage,
    findings: record.findings,
    firstClock: plan.setup.clocks[0]?.port,
    signal,
    log: (text) => record.log(text),
    progress: (done, total, what) => events.progress(done, total, what),
  });
  try {
    await bench.test(body, parameters, seed);
  } finally {
    await body.end();
  }
  body.requireAwaited();
  if (record.findings.checks.length === 0) {
    throw new SettleError(
      "BAD_BENCH",
      "the test body recorded no check, so it can not fail; say what must hold with t.expect(...)",
    );
  }
}

async function end(stage: OpenStage, record: RunRecord, { effort }: RunOptions): Promise<void> {
  try {
    stage.analog.finish();
    // After an error in the middle of an exchange the analog half may already stand at the event that was to be delivered.
    const last = later(stage.lockstep.now, stage.analog.now);
    record.ended(last, stage.analog.counters, stage.lockstep);
    effort?.(effortOf(stage, last));
  } finally {
    await stage.close();
  }
}

function effortOf({ lockstep, digital, clock, building }: OpenStage, t: Picoseconds): Effort {
  const { exchanges, evaluations } = lockstep;
  const cycles = clock === undefined ? 0 : risesUpTo(clock, t);
  return { exchanges, evaluations, cycles, digital_s: digital.processorTime?.(), building };
}

function statusOf(error: SettleError | undefined, findings: Findings): RunStatus {
  if (error !== undefined) return STATUS_OF[error.code] ?? "error";
  return findings.allPassed ? "passed" : "failed";
}

/** A SettleError is a finding about the run; anything else is a bug in the bench or in Settle, and says so with its stack. */
function asSettleError(error: unknown): SettleError {
  if (error instanceof SettleError) return error;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new SettleError("BAD_BENCH", `the bench threw: ${text}`, { cause: error });
}
