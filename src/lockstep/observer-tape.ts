import type { Picoseconds } from "../time.ts";
import type { Crossing, Observer, Sample } from "./observer.ts";
import type { EventBatch } from "./agenda.ts";

type Entry =
  | { readonly kind: "sample"; readonly t: Picoseconds; readonly values: Float64Array }
  | { readonly kind: "crossing"; readonly t: Picoseconds; readonly crossing: Crossing }
  | { readonly kind: "batch"; readonly t: Picoseconds; readonly batch: EventBatch };

/**
 * Stands between a circuit and its observers. What happens now is passed on; what the circuit does ahead of time is kept in
 * order, to be told when that time comes, or to be wiped.
 */
export class ObserverTape implements Observer {
  mode: "live" | "ahead" | "mute" = "live";
  /** The last sample that observers were given. */
  lastSample = -1 as Picoseconds;
  /** An observer ended the run when it was told of this sample. */
  private failure: { readonly t: Picoseconds; readonly error: unknown } | undefined;
  private entries: Entry[] = [];
  private played = 0;

  // Each absent where nobody listens: what nobody hears of need not be computed.
  readonly sample?: NonNullable<Observer["sample"]>;
  readonly crossing?: NonNullable<Observer["crossing"]>;

  constructor(private readonly observers: readonly Observer[]) {
    if (observers.some((observer) => observer.sample !== undefined)) this.sample = this.hearSample;
    if (observers.some((observer) => observer.crossing !== undefined)) this.crossing = this.hearCrossing;
  }

  get isOver(): boolean {
    return this.played === this.entries.length;
  }

  private readonly hearSample = ({ t, values }: Sample): void => {
    if (this.mode === "live") this.tellSample(t, values);
    else if (this.mode === "ahead") this.entries.push({ kind: "sample", t, values: values.slice() });
    else if (this.failure?.t === t) throw this.failure.error;
  };

  private readonly hearCrossing = (crossing: Crossing): void => {
    if (this.mode === "live") this.tellCrossing(crossing);
    else if (this.mode === "ahead") this.entries.push({ kind: "crossing", t: crossing.t, crossing });
  };

  note(batch: EventBatch): void {
    this.entries.push({ kind: "batch", t: batch.t, batch });
  }

  /** Tells what was kept from before `limit`, up to the first batch there, which is answered. */
  play(limit: Picoseconds): EventBatch | undefined {
    while (this.played < this.entries.length && this.entries[this.played].t < limit) {
      const entry = this.entries[this.played++];
      if (entry.kind === "batch") return entry.batch;
      if (entry.kind === "sample") this.tellSample(entry.t, entry.values);
      else this.tellCrossing(entry.crossing);
    }
    return undefined;
  }

  /** Forgets what was kept. */
  wipe(): void {
    this.entries = [];
    this.played = 0;
  }

  private tellSample(t: Picoseconds, values: Float64Array): void {
    this.lastSample = t;
    try {
      for (const observer of this.observers) observer.sample?.({ t, values });
    } catch (error) {
      this.failure = { t, error };
      throw error;
    }
  }

  private tellCrossing(crossing: Crossing): void {
    for (const observer of this.observers) observer.crossing?.(crossing);
  }
}
