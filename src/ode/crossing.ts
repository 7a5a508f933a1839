import { SettleError } from "../errors.ts";
import { coefficientsFromSamples, curvatureAt, lobattoNodes, slopeAt, subdivide, valueAt } from "./bernstein.ts";
import { type Grid, polish } from "./bracket.ts";
import { rootOnce } from "./fit-root.ts";

/** A closed interval: a signal that sits on a border is inside. Infinite borders are never left. */
export interface ClosedBand {
  readonly low: number;
  readonly high: number;
}

export type Side = "low" | "high";

export interface Exit {
  /** Fraction of the step at which the signal is first outside: at most 1e-15 late, or the first such point of the grid. */
  readonly theta: number;
  readonly side: Side;
  readonly isOnGrid: boolean;
  /** The signal there, where that is a point of the grid. */
  readonly value: number | undefined;
  /** Bound on |d^2 signal / d theta^2| from there to the end of the step; Infinity where none is known. */
  readonly bend: number;
}

const UNKNOWN = { value: undefined, bend: Number.POSITIVE_INFINITY } as const;

/** How a signal leaves its band. */
export interface Departure {
  /** |d signal / d theta|, in the signal's unit per step. */
  readonly slope: number;
  /** Second derivative, outward: positive where the signal leaves ever faster. In the signal's unit per step^2. */
  readonly curvature: number;
  /**
   * How far the polynomial was seen to miss the signal, in its unit. An excursion smaller than this could be missed;
   * rounding only for signals that are linear in the states.
   */
  readonly interpolationError: number;
}

/** Intervals are halved no further than 2^-40 of a step: there a parabola is flat to the last bit. */
const MOST_HALVINGS = 40;
export const NARROWEST = 2 ** -MOST_HALVINGS;
/** Coefficients this far outside, relative to the largest sample and the gain from samples to coefficients, are rounding. */
const ROUNDING = 2 * 2 ** -52;
/** Fractions of a step between the nodes, where a polynomial through them misses most; none is a node of degree 4 or 8. */
export const BETWEEN_NODES = Float64Array.of(0.2345, 0.5432, 0.8321);

/**
 * What the coefficients say about the polynomial on an interval. "inside": nowhere outside. "outside": everywhere outside,
 * or starting inside and leaving once through one border. "unknown": look closer.
 */
type Verdict = "inside" | "outside" | "unknown";

/**
 * Finds where a signal first leaves a band within one step. The signal is sampled at `nodes` and turned into Bernstein
 * form, whose coefficients enclose the polynomial: most steps are dismissed at once, and no double crossing, however
 * short, slips between samples. Degree 4 is exact for signals linear in the states, whose dense output is a quartic;
 * degree 8 is for the others. What is found on the polynomial is settled on the signal itself.
 *
 * One instance per thread of calls: it owns its workspace, and allocates nothing where there is no exit.
 */
export class ExitLocator {
  /** Fractions of the step at which to sample, 0 and 1 among them. shape (degree + 1,) */
  readonly nodes: Float64Array;
  /** From samples to coefficients. shape (degree + 1, degree + 1) */
  private readonly matrix: Float64Array;
  private readonly rounding: number;
  private readonly whole: Float64Array;
  private readonly scratch: Float64Array;
  /** Depth-first and leftmost first, so one interval per halving is open at most, and its right neighbour. */
  private readonly open: readonly Float64Array[];
  private readonly openFrom = new Float64Array(MOST_HALVINGS + 2);
  private readonly openUntil = new Float64Array(MOST_HALVINGS + 2);

  constructor(degree: 4 | 8) {
    this.nodes = lobattoNodes(degree);
    const rows = coefficientsFromSamples(this.nodes);
    this.matrix = Float64Array.from(rows.flatMap((row) => [...row]));
    this.rounding = ROUNDING * Math.max(...rows.map((row) => row.reduce((sum, m) => sum + Math.abs(m), 0)));
    this.whole = new Float64Array(degree + 1);
    this.scratch = new Float64Array(degree + 1);
    this.open = Array.from(this.openFrom, () => new Float64Array(degree + 1));
  }

  /** The signal at `nodes`, of the step that is looked at from now on. Throws NOT_FINITE for samples that are no numbers. */
  take(samples: Float64Array): void {
    const { matrix, whole } = this;
    const last = samples.length - 1;
    for (let i = 1, at = samples.length; i < last; i++) {
      let c = 0;
      for (let j = 0; j <= last; j++) c += matrix[at++] * samples[j];
      whole[i] = c;
    }
    // The ends are the samples themselves, to the bit: neighbouring steps must agree on which side they are.
    whole[0] = samples[0];
    whole[last] = samples[last];
    for (let i = 0; i <= last; i++) {
      requireNumber(whole[i]);
    }
  }

  /**
   * The first exit in [thetaFrom, 1] of the signal whose samples were taken last. `value` is the signal at any theta: called only
   * when the step cannot be dismissed.
   */
  firstExit(value: (theta: number) => number, band: ClosedBand, thetaFrom: number, grid?: Grid): Exit | undefined {
    if (encloses(band, this.whole, 0)) return undefined;
    const start = thetaFrom === 0 ? this.whole[0] : value(thetaFrom);
    if (isOutside(band, start)) return outsideAt(thetaFrom, start, band);
    return this.search(value, band, thetaFrom, grid);
  }

  /** The same for the polynomial through the samples in place of the signal: costs nothing but arithmetic. */
  firstExitOfFit(band: ClosedBand): Exit | undefined {
    return this.firstExit(this.fitted, band, 0);
  }

  /** How the signal leaves its band at an exit that was found, where it is `atExit`; for `between` see `interpolationError`. */
  departure({ theta, side }: Exit, atExit: number, between: Float64Array): Departure {
    const slope = this.slope(theta);
    const curvature = (side === "high" ? 1 : -1) * curvatureAt(this.whole, theta, this.scratch);
    const missHere = Math.abs(valueAt(this.whole, theta, this.scratch) - atExit);
    return { slope, curvature, interpolationError: Math.max(missHere, this.interpolationError(between)) };
  }

  /** |d/d theta| of the polynomial through the samples. */
  slope(theta: number): number {
    return Math.abs(slopeAt(this.whole, theta, this.scratch));
  }

  /** Largest distance between the polynomial through the samples and the signal, which is `between` at BETWEEN_NODES. */
  interpolationError(between: Float64Array): number {
    let most = 0;
    for (let k = 0; k < BETWEEN_NODES.length; k++)
      most = Math.max(most, Math.abs(valueAt(this.whole, BETWEEN_NODES[k], this.scratch) - between[k]));
    return most;
  }

  private readonly fitted = (theta: number): number => valueAt(this.whole, theta, this.scratch);

  private search(
    value: (theta: number) => number,
    band: ClosedBand,
    thetaFrom: number,
    grid: Grid | undefined,
  ): Exit | undefined {
    const slack = this.rounding * largest(this.whole);
    let inside = thetaFrom; // the latest point where the signal itself was seen inside
    let depth = this.openFirst(thetaFrom);
    while (depth >= 0) {
      const c = this.open[depth];
      const from = this.openFrom[depth];
      const until = this.openUntil[depth];
      const verdict = judge(band, c, slack, until === 1);
      const smallest = until - from <= NARROWEST;
      let settled = verdict === "inside" || smallest;
      if (verdict === "outside" || (smallest && isOutside(band, c[c.length - 1]))) {
        const exit = this.onGrid(value, band, depth, grid) ?? settle(value, band, inside, from, until);
        if (exit !== undefined) return exit;
        inside = until;
        // The signal is inside at the end after all. What sticks out no more than this disagreement is not believed.
        settled ||= encloses(band, c, slack + 2 * Math.abs(c[c.length - 1] - value(until)));
      }
      depth = settled ? depth - 1 : this.halve(depth);
    }
    return undefined;
  }

  /** Puts [thetaFrom, 1] on the stack. */
  private openFirst(thetaFrom: number): number {
    if (thetaFrom === 0) this.open[0].set(this.whole);
    else subdivide(this.whole, thetaFrom, this.scratch, this.open[0]);
    this.openFrom[0] = thetaFrom;
    this.openUntil[0] = 1;
    return 0;
  }

  /** Replaces the top interval by its halves, the left one on top. */
  private halve(depth: number): number {
    const middle = this.openFrom[depth] + (this.openUntil[depth] - this.openFrom[depth]) / 2;
    this.scratch.set(this.open[depth]);
    subdivide(this.scratch, 0.5, this.open[depth + 1], this.open[depth]);
    this.openFrom[depth + 1] = this.openFrom[depth];
    this.openUntil[depth + 1] = middle;
    this.openFrom[depth] = middle;
    return depth + 1;
  }

  /**
   * The polynomial leaves the band once in the interval. Where the signal does so between the same two points of the grid, that is
   * all there is to know; otherwise undefined.
   */
  private onGrid(
    value: (theta: number) => number,
    band: ClosedBand,
    depth: number,
    grid: Grid | undefined,
  ): Exit | undefined {
    if (grid === undefined) return undefined;
    const c = this.open[depth];
    const from = this.openFrom[depth];
    const until = this.openUntil[depth];
    const side = c[c.length - 1] > band.high ? "high" : "low";
    const root = rootOnce(c, side === "high" ? band.high : band.low, this.scratch);
    const theta = grid.ceil(from + root * (until - from));
    const before = Math.max(from, theta - grid.pitch);
    if (!(theta <= until)) return undefined;
    const y = value(theta);
    const isFirst = isBeyond(side, band, y) && !isOutside(band, value(before));
    return isFirst ? { theta, side, isOnGrid: true, value: y, bend: UNKNOWN.bend } : undefined;
  }
}

/** The polynomial leaves the band in (from, until]; says where the signal does, or nothing if it comes out inside. */
function settle(
  value: (theta: number) => number,
  band: ClosedBand,
  inside: number,
  from: number,
  until: number,
): Exit | undefined {
  const atFrom = value(from);
  if (isOutside(band, atFrom)) return polished(value, band, inside, value(inside), from, atFrom);
  const atUntil = value(until);
  return isOutside(band, atUntil) ? polished(value, band, from, atFrom, until, atUntil) : undefined;
}

/** Outside at the very start of what is searched. */
export const outsideAt = (theta: number, value: number, { high }: ClosedBand): Exit => ({
  theta,
  side: value > high ? "high" : "low",
  isOnGrid: false,
  ...UNKNOWN,
});

/** Inside at a, outside at b. */
export function polished(
  value: (theta: number) => number,
  band: ClosedBand,
  a: number,
  atA: number,
  b: number,
  atB: number,
): Exit {
  const isHigh = atB > band.high;
  const theta = polish(value, isHigh ? 1 : -1, isHigh ? band.high : band.low, a, b, atA, atB);
  return { theta, side: isHigh ? "high" : "low", isOnGrid: false, ...UNKNOWN };
}

export function requireNumber(value: number): void {
  if (!Number.isFinite(value)) throw new SettleError("NOT_FINITE", "a watched signal became NaN or infinite");
}

export const isOutside = ({ low, high }: ClosedBand, y: number): boolean => y > high || y < low;

const isBeyond = (side: Side, { low, high }: ClosedBand, y: number): boolean => (side === "high" ? y > high : y < low);

function largest(c: Float64Array): number {
  let most = 0;
  for (let i = 0; i < c.length; i++) most = Math.max(most, Math.abs(c[i]));
  return most;
}

function encloses({ low, high }: ClosedBand, c: Float64Array, slack: number): boolean {
  for (let i = 0; i < c.length; i++) if (c[i] > high + slack || c[i] < low - slack) return false;
  return true;
}

/**
 * `endIsExact`: the last coefficient is a sample of the signal itself, and no slack is due to it.
 */
function judge(band: ClosedBand, c: Float64Array, slack: number, endIsExact: boolean): Verdict {
  const end = c[c.length - 1];
  if (encloses(band, c, slack) && !(endIsExact && isOutside(band, end))) return "inside";
  if (!isOutside(band, end)) return "unknown";
  const side = end > band.high ? 1 : -1;
  return leavesOnce(c, side, side > 0 ? band.high : band.low, side > 0 ? band.low : band.high) ? "outside" : "unknown";
}

/** Whether the coefficients never come back over `border` once beyond it on `side`, and stay clear of the `other` one. */
function leavesOnce(c: Float64Array, side: 1 | -1, border: number, other: number): boolean {
  let isOver = false;
  for (let i = 0; i < c.length; i++) {
    if (side * (c[i] - other) < 0) return false;
    if (isOver && side * (c[i] - border) < 0) return false;
    isOver ||= side * (c[i] - border) > 0;
  }
  return true;
}
