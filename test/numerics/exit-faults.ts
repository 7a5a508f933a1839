import type { ClosedBand, Exit } from "../../src/ode/crossing.ts";

export type Signal = (theta: number) => number;

/** Rounding of a signal of a few units. */
const NOISE = 1e-13;

/** How far outside the band, negative inside. */
export const excess = ({ low, high }: ClosedBand, y: number): number => Math.max(y - high, low - y);

/** First of `count` + 1 even points at which the signal is outside by more than the noise. */
function scan(signal: Signal, band: ClosedBand, thetaFrom: number, count: number): number | undefined {
  for (let k = 0; k <= count; k++) {
    const theta = thetaFrom + ((1 - thetaFrom) * k) / count;
    if (excess(band, signal(theta)) > NOISE) return theta;
  }
  return undefined;
}

/** What is wrong with an answer: it must be outside, inside just before, and nothing may be outside earlier. */
export function faults(signal: Signal, band: ClosedBand, thetaFrom: number, exit: Exit | undefined): string[] {
  const seen = scan(signal, band, thetaFrom, 2000);
  if (exit === undefined) return seen === undefined ? [] : [`missed at ${seen}`];
  const { theta, side } = exit;
  const y = signal(theta);
  const before = signal(Math.max(thetaFrom, theta - 4e-15));
  return [
    ...(seen !== undefined && seen < theta - 1e-12 ? [`late: outside at ${seen} already`] : []),
    ...(excess(band, y) > 0 ? [] : ["inside where it should be outside"]),
    ...(side === (y > band.high ? "high" : "low") ? [] : ["wrong side"]),
    ...(theta === thetaFrom || excess(band, before) <= NOISE ? [] : ["outside just before"]),
  ];
}
