import type { Picoseconds } from "../time.ts";
import { BoundaryWatches } from "./boundary-watches.ts";
import type { EventBatch } from "./agenda.ts";
import type { Burst, Change, Moment, Step, Watch } from "./digital-peer.ts";
import type { Halves } from "./lockstep.ts";
import { putBits } from "./put-bits.ts";
import { WindowWorth } from "./window-worth.ts";

/** Edges and events in one exchange at most, so that nobody has to wait for its answer. */
const MOST_EVALUATIONS = 16_384;
const NO_STEPS: readonly Step[] = [];

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
    const { horizon, batches, slack, until } = this.halves.analog.offer(limit);
    const events = this.moments(batches);
    if (horizon <= t && events.length === 0) return undefined;
    const watches = joined(watched, this.watches.watches(slack, until));
    return { limit: horizon, evaluations: MOST_EVALUATIONS, events, watches, steps, clock };
  }

  /** A burst that begins with an evaluation that is due now, if there is more to it; the next clock edge is at `edge`. */
  beginningWith(
    { t, inputs, isEvent }: FirstEvaluation,
    edge: Picoseconds,
    limit: Picoseconds,
    watched: readonly Watch[],
  ): Burst | undefined {
    const burst = this.from(t, limit, watched, NO_STEPS, 0);
    if (burst === undefined || (burst.events.length === 0 && burst.limit < edge)) return undefined;
    return isEvent ? { ...burst, events: [{ t, inputs }, ...burst.events] } : burst;
  }

  /** What offered events will do to input ports, which stay as they are. */
  private moments(batches: readonly EventBatch[]): readonly Moment[] {
    const { ports } = this.halves;
    const before = ports.save();
    const moments = batches.map(({ t, changes }) => ({ t, inputs: putBits(ports, changes) }));
    if (moments.length > 0) ports.restore(before);
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
