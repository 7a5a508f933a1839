import { SettleError } from "../../src/errors.ts";
import { NEVER, plus, ps, type Picoseconds } from "../../src/time.ts";
import type { Volts } from "../../src/units.ts";
import type { Source } from "./source.ts";

export type Point = readonly [t: Picoseconds, v: Volts];

/**
 * Straight lines between points in time order; the first and last values hold outside. Two points at one instant are a
 * jump, and the later one holds from that instant on. With `period` the points repeat: the first lies at 0, none beyond
 * the period.
 */
export interface PiecewiseLinear {
  readonly points: readonly Point[];
  readonly period?: Picoseconds;
}

export function piecewiseLinear({ points, period }: PiecewiseLinear): Source {
  checkPoints(points, period);
  const local = (t: number): number => (period === undefined ? t : ((t % period) + period) % period);
  return {
    constant: points.every(([, v]) => v === points[0][1]),
    longestStep: Infinity,
    curvature: 0,
    breakpointAfter(t) {
      const inside = local(t);
      const next = points.find(([at]) => at > inside);
      if (next !== undefined) return (t - inside + next[0]) as Picoseconds;
      return period === undefined ? NEVER : ((t - inside + period) as Picoseconds);
    },
    begin(origin, piece) {
      const [value, slope] = lineAt(points, local(origin));
      piece[0] = value;
      piece[1] = slope;
    },
    value: (tau, piece) => piece[0] + piece[1] * tau,
  };
}

/** A straight line from one voltage to another; constant before and after. */
export const ramp = (p: { start: Picoseconds; length: Picoseconds; from: Volts; to: Volts }): Source =>
  piecewiseLinear({
    points: [
      [p.start, p.from],
      [plus(p.start, p.length), p.to],
    ],
  });

/** Value at `t` [V] and slope [V/s] of the piece that begins at or holds `t`. */
function lineAt(points: readonly Point[], t: number): [number, number] {
  const after = points.findIndex(([at]) => at > t);
  if (after === 0) return [points[0][1], 0];
  if (after < 0) return [points[points.length - 1][1], 0];
  const [t0, v0] = points[after - 1];
  const [t1, v1] = points[after];
  return [v0 + (v1 - v0) * ((t - t0) / (t1 - t0)), (v1 - v0) / ((t1 - t0) * 1e-12)];
}

function checkPoints(points: readonly Point[], period: Picoseconds | undefined): void {
  if (points.length === 0)
    throw new SettleError("OUT_OF_RANGE", "piecewise linear source: it needs at least one point");
  points.forEach(([t, v], k) => {
    ps(t);
    if (!Number.isFinite(v)) throw new SettleError("NOT_FINITE", `piecewise linear source: point ${k} is ${v} V`);
    if (k > 0 && t < points[k - 1][0]) {
      throw new SettleError(
        "OUT_OF_RANGE",
        `piecewise linear source: point ${k} at ${t} ps comes before point ${k - 1}`,
      );
    }
  });
  const last = points[points.length - 1][0];
  if (period !== undefined && !(period > 0 && points[0][0] === 0 && last <= period)) {
    throw new SettleError(
      "OUT_OF_RANGE",
      `piecewise linear source: points of a period begin at 0 and end by ${period} ps`,
    );
  }
}
