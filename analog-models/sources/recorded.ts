import { SettleError } from "../../src/errors.ts";
import { NEVER, type Picoseconds } from "../../src/time.ts";
import type { Volts } from "../../src/units.ts";
import type { Source } from "./source.ts";

/**
 * Samples on a grid: value k belongs to start + k * interval. "hold" keeps each value until the next (band-limited noise,
 * a table of codes), "linear" joins them. The first and the last value hold outside the recording.
 */
export interface Recorded {
  readonly start: Picoseconds;
  /** > 0 */
  readonly interval: Picoseconds;
  /** shape (n,), n >= 1 */
  readonly values: ArrayLike<Volts>;
  readonly between: "hold" | "linear";
}

export function recorded({ start, interval, values, between }: Recorded): Source {
  if (!(interval > 0 && values.length > 0)) {
    throw new SettleError(
      "OUT_OF_RANGE",
      `recording of ${values.length} values every ${interval} ps: both must be above 0`,
    );
  }
  const last = values.length - 1;
  const indexAt = (t: number): number => Math.floor((t - start) / interval);
  const value = (k: number): Volts => values[Math.min(Math.max(k, 0), last)];
  return {
    constant: last === 0,
    longestStep: Infinity,
    curvature: 0,
    breakpointAfter(t) {
      const next = Math.max(0, indexAt(t) + 1);
      return next > last ? NEVER : ((start + next * interval) as Picoseconds);
    },
    begin(origin, piece) {
      const k = indexAt(origin);
      const rise = between === "hold" || k < 0 ? 0 : value(k + 1) - value(k);
      piece[0] = value(k) + rise * ((origin - start - k * interval) / interval);
      piece[1] = rise / (interval * 1e-12);
    },
    value: (tau, piece) => piece[0] + piece[1] * tau,
  };
}
