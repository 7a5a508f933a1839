import type { Interval, Times } from "./attribution.ts";
import { PARTS, type Part } from "./parts.ts";

/** What the run itself knows of its cost. */
export interface Effort {
  readonly exchanges: number;
  readonly evaluations: number;
  /** Rising edges of the first clock; 0 without one. */
  readonly cycles: number;
  /** Processor time of the digital half's own process [s]; undefined where it has none. */
  readonly digital_s: number | undefined;
  /** When the digital half was built and started. */
  readonly building: Interval;
}

export interface Breakdown extends Pick<Effort, "exchanges" | "evaluations" | "cycles"> {
  readonly wall_s: number;
  /** In the order of PARTS; those without a sample are left out. */
  readonly parts: readonly { readonly part: Part; readonly seconds: number; readonly share: number }[];
  /** Of the wall time, 0..1: what the parts together account for. */
  readonly accounted: number;
}

/**
 * While we wait, the digital half works: what its process used of the processor is moved from waiting to it. What is left of the
 * wait is the bus, and the scheduler.
 */
export function breakdownOf(times: Times, wall_s: number, effort: Omit<Effort, "building">): Breakdown {
  const { digital_s = 0, exchanges, evaluations, cycles } = effort;
  const moved = Math.min(times.wait, digital_s);
  const settled: Times = { ...times, digital: times.digital + moved, wait: times.wait - moved };
  const parts = PARTS.map((part) => ({ part, seconds: settled[part], share: settled[part] / wall_s }));
  return {
    wall_s,
    exchanges,
    evaluations,
    cycles,
    accounted: parts.reduce((sum, { share }) => sum + share, 0),
    parts: parts.filter(({ seconds }) => seconds > 0),
  };
}
