import type { SettleError } from "../../src/errors.ts";
import type { ConverterRow } from "../../src/lockstep/converters/converter.ts";
import type { Observer } from "../../src/lockstep/observer.ts";
import { selection } from "../../src/observe/select-signals.ts";
import { formatTime, later, type Picoseconds } from "../../src/time.ts";
import type { Bench } from "../bench/bench.ts";
import type { Claim } from "../bench/stability.ts";
import type { BuiltHost } from "../host/build.ts";
import { SignalNames } from "../host/signal-names.ts";
import { plottedSignals } from "../report/plotted-signals.ts";
import { renderReport } from "../report/render-report.ts";
import { TraceRecorder } from "../report/trace-recorder.ts";
import { PROTOCOL_VERSION } from "../protocol/messages.ts";
import { claimLine } from "./claims.ts";
import { CrossingLedger } from "./crossing-ledger.ts";
import { Findings } from "./findings.ts";
import type { InputFiles } from "./input-files.ts";
import { writeManifest } from "./manifest.ts";
import type { Plan } from "./plan.ts";
import { type RunResult, type RunStatus, resultText } from "../bench/result.ts";
import type { RunFolder } from "./run-folder.ts";
import type { RunOptions } from "./run-bench.ts";
import { Watches } from "./watches.ts";
import { WavesFile } from "./waves-file.ts";

interface Steps {
  readonly accepted: number;
  readonly rejected: number;
  readonly evaluations: number;
}

/** What the digital half was asked for. */
interface Effort {
  readonly exchanges: number;
  readonly evaluations: number;
}

/** Everything a run writes down: findings, log, waveforms, traces, and at the end the folder. */
export class RunRecord {
  readonly findings = new Findings();
  private readonly lines: string[] = [];
  private readonly crossings = new CrossingLedger();
  private readonly started = new Date();
  private host: BuiltHost | undefined;
  private converters: readonly ConverterRow[] = [];
  private waves: WavesFile | undefined;
  private traces: TraceRecorder | undefined;
  private watches: Watches | undefined;
  private transport: string;
  private effort: Effort = { exchanges: 0, evaluations: 0 };
  /** Claims and warnings, for the report. */
  private readonly notes: string[] = [];

  constructor(
    private readonly bench: Bench,
    private readonly parameters: Readonly<Record<string, unknown>>,
    private readonly options: RunOptions,
    private readonly folder: RunFolder,
    private readonly inputs: InputFiles,
  ) {
    this.transport = options.transport;
  }

  planned({ setup }: Plan): void {
    this.converters = setup.wiring;
  }

  /** How the halves talk, which may not be what was asked for. */
  opened(transport: string): void {
    this.transport = transport;
  }

  log(text: string): void {
    this.lines.push(text);
    this.options.events.log(text);
  }

  /** What is guaranteed, or a warning of what is not. */
  claim(claim: Claim): void {
    this.notes.push(claimLine(claim));
    this.log(claimLine(claim));
  }

  /** A file of the run that only some runs have. */
  attach(name: string, text: string): void {
    this.folder.write(name, text);
  }

  /** The observers of this run. */
  observe({ setup }: Plan, host: BuiltHost): readonly Observer[] {
    this.host = host;
    const { circuit, energy } = setup;
    const names = circuit.signalNames;
    this.traces = new TraceRecorder({
      signalNames: names,
      keep: plottedSignals(circuit.stateNames),
      ...(energy === undefined ? {} : { law: energy }),
    });
    this.watches = new Watches(setup);
    const waves = this.options.waves ? [this.openWaves(setup, host)] : [];
    return [this.crossings, this.traces, ...this.watches.observers, ...waves, ...this.watches.last];
  }

  /** `reached` by both halves; voltages may have run away within a step beyond it. */
  ended(reached: Picoseconds, steps: Steps, { exchanges, evaluations }: Effort): void {
    this.effort = { exchanges, evaluations };
    const t = later(reached, this.watches?.divergedAt ?? reached);
    this.waves?.close(t);
    this.findings.figure("simulated time", t / 1e3, "ns");
    this.findings.figure("integration steps", steps.accepted, "1");
    this.findings.figure("crossings", this.crossings.count, "1");
    this.findings.figure("largest error bound of a crossing", this.crossings.largestBound_ps, "ps");
    this.lines.push(`ended at ${formatTime(t)}: ${steps.accepted} steps accepted, ${steps.rejected} rejected`);
    this.watches?.judge(this.findings, (claim) => this.claim(claim));
  }

  /** Writes the folder and puts it in its place. */
  async publish(status: RunStatus, error: SettleError | undefined): Promise<RunResult> {
    this.waves?.close(0 as Picoseconds); // only where the run ended before its first instant
    const result = this.result(status, error);
    this.folder.write("result.json", resultText(result));
    this.folder.write("report.html", await this.report(result));
    this.folder.write(
      "log",
      [...this.lines, ...(error === undefined ? [] : [`${error.code}: ${error.message}`]), ""].join("\n"),
    );
    writeManifest(this.folder, {
      bench: this.bench.name,
      seed: this.options.seed,
      parameters: this.parameters,
      command: this.options.command,
      transport: this.transport,
      lockstep: { mode: this.options.lockstepMode, ...this.effort },
      versions: { protocol: String(PROTOCOL_VERSION) },
      inputs: this.inputs,
      hashes: this.host === undefined ? {} : { rtl: this.host.rtlHash },
      started: this.started,
      finished: new Date(),
    });
    this.folder.publish();
    return result;
  }

  private openWaves(setup: Plan["setup"], host: BuiltHost): Observer {
    const { circuit, probes = [], record } = setup;
    const recorded = record ?? circuit.stateNames;
    const compiled = new SignalNames(host);
    const selected = selection(circuit.signalNames, recorded, "the bench's record list");
    const signals = {
      ports: host.ports,
      probes: probes.map((name) => ({ name, width: compiled.width(name, "the bench's probes") })),
      analog: selected.names,
    };
    this.waves = new WavesFile(this.folder.path("waves.vcd"), signals, selected.indices);
    return this.waves;
  }

  private result(status: RunStatus, error: SettleError | undefined): RunResult {
    const { seed, command } = this.options;
    const { checks, figures } = this.findings;
    const failure = error === undefined ? {} : { error: { code: error.code, message: error.message } };
    // The laws are judged after the body has ended, and may be what fails.
    const final = status === "passed" && !this.findings.allPassed ? "failed" : status;
    return {
      bench: this.bench.name,
      status: final,
      seed,
      command,
      folder: this.folder.folder,
      ...(Object.keys(this.inputs).length > 0 ? { inputs: this.inputs } : {}),
      checks,
      figures,
      ...failure,
    };
  }

  private report(result: RunResult): Promise<string> {
    return renderReport({
      result,
      summary: this.bench.summary,
      converters: this.converters,
      parameters: this.parameters,
      traces: this.traces?.traces() ?? [],
      energy: this.traces?.energy() ?? [],
      notes: this.notes,
      ...(this.crossings.count > 0 ? { largestCrossingError_ps: this.crossings.largestBound_ps } : {}),
    });
  }
}
