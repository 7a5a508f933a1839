import type { Picoseconds } from "../time.ts";
import type { Offer } from "./analog-half.ts";
import { BoundaryWatches } from "./boundary-watches.ts";
import type { EventBatch } from "./agenda.ts";
import type { Burst, Change, Moment, Step, Watch } from "./digital-peer.ts";
import type { Halves } from "./lockstep.ts";
import { putBits } from "./put-bits.ts";
import { WindowWorth } from "./window-worth.ts";

/** Edges and events in one exchange at most, so that nobody has to wait for its answer. */
const MOST_EVALUATIONS = 16_384;
const NO_STEPS: readonly Step[] = [];
const NO_MOMENTS: readonly Moment[] = [];

const joined = (a: readonly Watch[], b: readonly Watch[]): readonly Watch[] => (a.length === 0 ? b : [...a, ...b]);

/** The evaluation that a window begins with: inputs of an event, or none at a clock edge. */
export interface FirstEvaluation {
  readonly t: Picoseconds;
  readonly inputs: readonly Change[];
  readonly isEvent: boolean;
}

/** What the digital half can be asked to run in one burst, by the offers of the analog half. */
export class Windows {
  private readonly watches: BoundaryWatches;
  private readonly worth = new WindowWorth();

  constructor(private readonly halves: Pick<Halves, "digital" | "analog" | "ports" | "wiring" | "mode">) {
    this.watches = new BoundaryWatches(halves.ports, halves.wiring);
  }

  /** Whether one may be worth its cost, after so many evaluations. */
  mayOpen(evaluations: number): boolean {
    const { digital, mode } = this.halves;
    return mode === "windowed" && (digital.isNear !== true || !this.worth.isPaused(evaluations));
  }

  /** A burst of `length` evaluations was run. */
  had(length: number, evaluations: number): void {
    this.worth.had(length, evaluations);
  }

  /** A burst from `t` on, which is now: as far as the offers allow one. */
  from(
    t: Picoseconds,
    limit: Picoseconds,
    watched: readonly Watch[],
    steps: readonly Step[],
    clock: number,
  ): Burst | undefined {
    const offer = this.halves.analog.offer(limit);
    const events = this.moments(offer.batches);
    if (offer.horizon <= t && events.length === 0) return undefined;
    return this.burst(offer, events, watched, steps, clock);
  }

  /** A burst that begins with an evaluation that is due now, if there is more to it; the next clock edge is at `edge`. */
  beginningWith(
    { t, inputs, isEvent }: FirstEvaluation,
    edge: Picoseconds,
    limit: Picoseconds,
    watched: readonly Watch[],
  ): Burst | undefined {
    const offer = this.halves.analog.offer(limit);
    const later = this.moments(offer.batches);
    if (later.length === 0 && offer.horizon < edge) return undefined;
    return this.burst(offer, isEvent ? [{ t, inputs }, ...later] : later, watched, NO_STEPS, 0);
  }

  private burst(
    { horizon, slack, until }: Offer,
    events: readonly Moment[],
    watched: readonly Watch[],
    steps: readonly Step[],
    clock: number,
  ): Burst {
    const watches = joined(watched, this.watches.watches(slack, until));
    return { limit: horizon, evaluations: MOST_EVALUATIONS, events, watches, steps, clock };
  }

  /** What offered events will do to input ports, which stay as they are. */
  private moments(batches: readonly EventBatch[]): readonly Moment[] {
    if (batches.length === 0) return NO_MOMENTS;
    const { ports } = this.halves;
    const before = ports.save();
    const moments = batches.map(({ t, changes }) => ({ t, inputs: putBits(ports, changes) }));
    ports.restore(before);
    return moments.filter(({ inputs }) => inputs.length > 0);
  }

  /** Who drives a port: "converter "adc code_i[9:0]"" */
  describe(index: number): string {
    const { ports, wiring } = this.halves;
    const { name } = ports.port(index);
    const drivers = wiring.filter((one) => one.direction === "A->D" && one.drives.some(({ port }) => port === name));
    return `converter ${drivers.map((converter) => `"${converter.name}"`).join(" or ")}`;
  }
}
