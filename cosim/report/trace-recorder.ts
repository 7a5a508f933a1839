import { unknownName } from "../../src/errors.ts";
import type { Observer, Sample } from "../../src/lockstep/observer.ts";
import type { EnergyLaw } from "../../src/observe/energy-descent.ts";
import { splitUnit } from "../../src/lockstep/names.ts";
import { formatTime, type Picoseconds } from "../../src/time.ts";
import { MinMaxSeries } from "./min-max-series.ts";
import type { Trace } from "./trace.ts";

export interface RecorderOptions {
  /** DrivenSystem.signalNames */
  readonly signalNames: readonly string[];
  /** The signals to keep, by their names there. */
  readonly keep: readonly string[];
  /** With a law, relaxations are recorded instead of the whole run, and the energy along them. */
  readonly law?: EnergyLaw & { readonly name: string; readonly unit: string };
  /** How many relaxations, from the first on. Default 4. */
  readonly panels?: number;
  /** Largest number of points per trace. Default 600, more than a plot can show. */
  readonly points?: number;
}

interface Panel {
  readonly name: string;
  readonly signals: readonly MinMaxSeries[];
  readonly energy: MinMaxSeries;
}

/** Keeps what the report draws: selected signals, in memory that does not grow with the run. */
export class TraceRecorder implements Observer {
  private readonly indices: readonly number[];
  private readonly panels: Panel[] = [];
  private readonly mostPanels: number;
  private readonly points: number;
  private recording = false;

  constructor(private readonly options: RecorderOptions) {
    const { signalNames, keep, panels = 4, points = 600 } = options;
    this.mostPanels = panels;
    this.points = points;
    this.indices = keep.map((name) => {
      const index = signalNames.indexOf(name);
      if (index < 0) throw unknownName("signal", name, "the traces of the report", signalNames);
      return index;
    });
  }

  sample({ t, values }: Sample): void {
    const { law } = this.options;
    const wanted = law === undefined || law.relaxing(values);
    if (wanted && !this.recording) this.open(t);
    this.recording = wanted;
    const panel = this.panels.at(-1);
    if (!wanted || panel === undefined || this.full) return;
    this.indices.forEach((index, n) => panel.signals[n]?.add(t, values[index] ?? Number.NaN));
    if (law !== undefined) panel.energy.add(t, law.energy(values));
  }

  traces(): readonly Trace[] {
    return this.panels.flatMap(({ name, signals }) =>
      signals.map((series, n) => traceOf(name, splitUnit(this.options.keep[n] ?? ""), series)),
    );
  }

  energy(): readonly Trace[] {
    const { law } = this.options;
    if (law === undefined) return [];
    return this.panels.map(({ name, energy }) => traceOf(name, law, energy));
  }

  /** Whether the relaxation that runs now comes after the last one to be kept. */
  private full = false;

  private open(t: Picoseconds): void {
    this.full = this.panels.length === this.mostPanels;
    if (this.full) return;
    this.panels.push({
      name:
        this.options.law === undefined ? "whole run" : `relaxation ${this.panels.length + 1}, from ${formatTime(t)}`,
      signals: this.indices.map(() => new MinMaxSeries(this.points)),
      energy: new MinMaxSeries(this.points),
    });
  }
}

function traceOf(panel: string, { name, unit }: { name: string; unit: string }, series: MinMaxSeries): Trace {
  const { t, values } = series.points();
  return { panel, name, unit, t_ps: t, values };
}
