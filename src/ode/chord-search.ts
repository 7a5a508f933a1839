import { Bracket, type Grid, MOST_ITERATIONS } from "./bracket.ts";
import { type ClosedBand, type Exit, isOutside, NARROWEST, outsideAt, polished, requireNumber } from "./crossing.ts";

const MOST_OPEN = 42;
/** Of a grid's pitch: what the places of two neighbours may be off by, and half way from one to the next. */
const A_LITTLE_MORE = 1 + 2 ** -10;
const HALF_WAY = 0.5;
const SURELY = 1 - 2 ** -10;

/** A signal within one step, and how much it bends. */
export interface BentSignal {
  /** At fraction `theta` of the step. */
  readonly at: (theta: number) => number;
  /** Bound on |d^2 / d theta^2| from where it was read last to the end of the step. */
  readonly bendAfter: () => number;
}

/**
 * Finds where a signal first leaves a band within one step, given how much it bends at most: |d^2 y / d theta^2| <= bend. On an
 * interval of width w it then stays within bend w^2 / 8 of its chord, and its slope within bend w / 2 of the chord's. So most
 * intervals are settled by their ends alone: the signal stays inside, or it goes one way only and leaves at most once. Others are
 * halved. No excursion is missed, however short, but for those that rounding hides.
 *
 * One instance per thread of calls: it owns its workspace, and allocates nothing where there is no exit.
 */
export class ChordSearch {
  private readonly bracket = new Bracket();
  /** Right ends of the intervals that are still to be looked at, the leftmost last: the signal there, and its bend from there on. */
  private readonly ends = new Float64Array(MOST_OPEN);
  private readonly atEnds = new Float64Array(MOST_OPEN);
  private readonly bends = new Float64Array(MOST_OPEN);

  /** The first exit in [thetaFrom, thetaTo]. Throws NOT_FINITE for a signal that is no number. */
  firstExit(signal: BentSignal, band: ClosedBand, thetaFrom: number, thetaTo: number, grid: Grid): Exit | undefined {
    const { ends, atEnds, bends } = this;
    let atA = signal.at(thetaFrom);
    let bend = signal.bendAfter();
    if (isOutside(band, atA)) return outsideAt(thetaFrom, atA, band);
    let a = thetaFrom;
    let last = 0; // of the lists
    ends[0] = thetaTo;
    atEnds[0] = signal.at(thetaTo);
    requireNumber(atA + atEnds[0]);
    while (last >= 0) {
      const b = ends[last];
      const atB = atEnds[last];
      const width = b - a;
      const isInside = atB <= band.high && atB >= band.low;
      const bendHere = bend * width * width;
      const isSettled = isInside ? staysInside(band, atA, atB, bendHere) : goesOneWay(atA, atB, bendHere);
      if (!isSettled && width > NARROWEST) {
        last++;
        ends[last] = a + width / 2;
        atEnds[last] = signal.at(ends[last]);
        bends[last] = signal.bendAfter();
      } else if (isInside) {
        a = b;
        atA = atB;
        bend = bends[last];
        last--;
      } else return this.located(signal.at, band, a, atA, b, atB, bend, grid);
    }
    return undefined;
  }

  /** The signal is inside at a, outside at b, and leaves once in between. */
  private located(
    value: (theta: number) => number,
    band: ClosedBand,
    a: number,
    atA: number,
    b: number,
    atB: number,
    bend: number,
    grid: Grid,
  ): Exit {
    const isHigh = atB > band.high;
    const sign = isHigh ? 1 : -1;
    const border = isHigh ? band.high : band.low;
    this.bracket.begin(a, sign * (atA - border), b, sign * (atB - border));
    return this.onGrid(value, sign, border, bend, grid) ?? polished(value, band, a, atA, b, atB);
  }

  /**
   * At the first point of the grid at which the signal is beyond `border` on that side, given that it goes there once between the ends
   * of the bracket; undefined where no point lies between.
   */
  private onGrid(
    value: (theta: number) => number,
    side: 1 | -1,
    border: number,
    bend: number,
    grid: Grid,
  ): Exit | undefined {
    const { bracket } = this;
    const { pitch } = grid;
    let y: number | undefined; // at the upper end, once that is on the grid
    for (let i = 0; i < MOST_ITERATIONS; i++) {
      const { above, below } = bracket;
      if (y !== undefined && above - below <= A_LITTLE_MORE * pitch) return exitOnGrid(above, side, y, bend);
      let theta = grid.ceil(bracket.aim(0));
      if (theta >= above) theta = grid.ceil(above - (y === undefined ? 1 : 1 + HALF_WAY) * pitch);
      if (theta <= below) theta = grid.ceil(below + HALF_WAY * pitch);
      if (!(theta > below && theta < above)) return y === undefined ? undefined : exitOnGrid(above, side, y, bend);
      const atTheta = value(theta);
      const f = side * (atTheta - border);
      bracket.add(theta, f);
      if (f <= 0) continue;
      y = atTheta;
      if (f < SURELY * pitch * bracket.leastSlope(pitch, bend)) return exitOnGrid(theta, side, y, bend);
    }
    return undefined;
  }
}

const exitOnGrid = (theta: number, side: 1 | -1, value: number, bend: number): Exit => ({
  theta,
  side: side > 0 ? "high" : "low",
  isOnGrid: true,
  value,
  bend,
});

/** A chord over this much of the step to either side tells a signal's slope. */
export const NEAR = 2 ** -10;

/** The least |d y / d theta| within NEAR of `theta`, given how much the signal bends; 0 where it may be level there. */
export function leastSlope({ at, bendAfter }: BentSignal, theta: number): number {
  const a = Math.max(0, theta - NEAR);
  const b = Math.min(1, theta + NEAR);
  const atA = at(a);
  const bend = bendAfter();
  return Math.max(0, Math.abs(at(b) - atA) / (b - a) - bend * (b - a));
}

/** Whether a signal that is inside at both ends can not get out between them; `bend` is that of the interval, as if of width 1. */
const staysInside = ({ low, high }: ClosedBand, a: number, b: number, bend: number): boolean =>
  goesOneWay(a, b, bend) || (Math.max(a, b) + bend / 8 <= high && Math.min(a, b) - bend / 8 >= low);

/** Whether the slope has one sign. */
const goesOneWay = (a: number, b: number, bend: number): boolean => Math.abs(b - a) > bend / 2;
