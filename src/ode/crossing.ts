import { SettleError } from "../errors.ts";
import { coefficientsFromSamples, curvatureAt, lobattoNodes, slopeAt, subdivide, valueAt } from "./bernstein.ts";
import { polish } from "./bracket.ts";

/** A closed interval: a signal that sits on a border is inside. Infinite borders are never left. */
export interface ClosedBand {
  readonly low: number;
  readonly high: number;
}

export interface Exit {
  /** Fraction of the step at which the signal is first outside, at most 1e-15 late. */
  readonly theta: number;
  readonly side: "low" | "high";
  /** |d signal / d theta| there, in the signal's unit per step. */
  readonly slope: number;
  /** Second derivative there, outward: positive where the signal leaves ever faster. In the signal's unit per step^2. */
  readonly curvature: number;
  /**
   * How far the polynomial was seen to miss the signal, in its unit. An excursion smaller than this could be missed;
   * rounding only for signals that are linear in the states.
   */
  readonly interpolationError: number;
}

/** Intervals are halved no further than 2^-40 of a step: there a parabola is flat to the last bit. */
const MOST_HALVINGS = 40;
/** Coefficients this far outside, relative to the largest sample and the gain from samples to coefficients, are rounding. */
const ROUNDING = 2 * 2 ** -52;
/** Between the nodes, where a polynomial through them misses most; neither is a node of degree 4 or 8. */
const TEST_POINTS = [0.2345, 0.5432, 0.8321] as const;

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
  private readonly matrix: readonly Float64Array[];
  private readonly rounding: number;
  private readonly whole: Float64Array;
  private readonly scratch: Float64Array;
  /** Depth-first and leftmost first, so one interval per halving is open at most, and its right neighbour. */
  private readonly open: readonly Float64Array[];
  private readonly openFrom = new Float64Array(MOST_HALVINGS + 2);
  private readonly openUntil = new Float64Array(MOST_HALVINGS + 2);

  constructor(degree: 4 | 8) {
    this.nodes = lobattoNodes(degree);
    this.matrix = coefficientsFromSamples(this.nodes);
    this.rounding = ROUNDING * Math.max(...this.matrix.map((row) => row.reduce((sum, m) => sum + Math.abs(m), 0)));
    this.whole = new Float64Array(degree + 1);
    this.scratch = new Float64Array(degree + 1);
    this.open = Array.from(this.openFrom, () => new Float64Array(degree + 1));
  }

  /**
   * `samples` are the signal at `nodes`, `value` is the signal at any theta (called only when the step cannot be
   * dismissed). Looks at [thetaFrom, 1]. Throws NOT_FINITE for samples that are no numbers.
   */
  firstExit(
    samples: Float64Array,
    value: (theta: number) => number,
    band: ClosedBand,
    thetaFrom: number,
  ): Exit | undefined {
    this.fit(samples);
    if (encloses(band, this.whole, 0)) return undefined;
    const start = thetaFrom === 0 ? samples[0] : value(thetaFrom);
    if (isOutside(band, start)) return this.exit(thetaFrom, start > band.high ? "high" : "low", value);
    return this.search(value, band, thetaFrom);
  }

  /** The same for the polynomial through `samples` in place of the signal: costs nothing but arithmetic. */
  firstExitOfFit(samples: Float64Array, band: ClosedBand): Exit | undefined {
    return this.firstExit(samples, this.fitted, band, 0);
  }

  private readonly fitted = (theta: number): number => valueAt(this.whole, theta, this.scratch);

  /** Largest distance between the polynomial through `samples` and the signal at points between the nodes. */
  interpolationError(samples: Float64Array, value: (theta: number) => number): number {
    this.fit(samples);
    return this.missAtTestPoints(value);
  }

  private fit(samples: Float64Array): void {
    const last = samples.length - 1;
    for (let i = 1; i < last; i++) {
      let c = 0;
      for (let j = 0; j <= last; j++) c += this.matrix[i][j] * samples[j];
      this.whole[i] = c;
    }
    // The ends are the samples themselves, to the bit: neighbouring steps must agree on which side they are.
    this.whole[0] = samples[0];
    this.whole[last] = samples[last];
    for (let i = 0; i <= last; i++) {
      if (!Number.isFinite(this.whole[i]))
        throw new SettleError("NOT_FINITE", "a watched signal became NaN or infinite");
    }
  }

  private search(value: (theta: number) => number, band: ClosedBand, thetaFrom: number): Exit | undefined {
    const slack = this.rounding * largest(this.whole);
    let inside = thetaFrom; // the latest point where the signal itself was seen inside
    let depth = this.openFirst(thetaFrom);
    while (depth >= 0) {
      const c = this.open[depth];
      const from = this.openFrom[depth];
      const until = this.openUntil[depth];
      const verdict = judge(band, c, slack, until === 1);
      const smallest = until - from <= 2 ** -MOST_HALVINGS;
      let settled = verdict === "inside" || smallest;
      if (verdict === "outside" || (smallest && isOutside(band, c[c.length - 1]))) {
        const exit = this.settle(value, band, inside, from, until);
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

  /** The polynomial leaves the band in (from, until]; says where the signal does, or nothing if it comes out inside. */
  private settle(
    value: (theta: number) => number,
    band: ClosedBand,
    inside: number,
    from: number,
    until: number,
  ): Exit | undefined {
    const atFrom = value(from);
    const atUntil = value(until);
    if (isOutside(band, atFrom)) return this.polished(value, band, inside, value(inside), from, atFrom);
    if (isOutside(band, atUntil)) return this.polished(value, band, from, atFrom, until, atUntil);
    return undefined;
  }

  private polished(
    value: (theta: number) => number,
    band: ClosedBand,
    a: number,
    atA: number,
    b: number,
    atB: number,
  ): Exit {
    const side = atB > band.high ? "high" : "low";
    const excess = side === "high" ? (y: number) => y - band.high : (y: number) => band.low - y;
    return this.exit(
      polish((theta) => excess(value(theta)), a, b, excess(atA), excess(atB)),
      side,
      value,
    );
  }

  private exit(theta: number, side: "low" | "high", value: (theta: number) => number): Exit {
    const slope = Math.abs(slopeAt(this.whole, theta, this.scratch));
    const curvature = (side === "high" ? 1 : -1) * curvatureAt(this.whole, theta, this.scratch);
    const missHere = Math.abs(valueAt(this.whole, theta, this.scratch) - value(theta));
    return { theta, side, slope, curvature, interpolationError: Math.max(missHere, this.missAtTestPoints(value)) };
  }

  private missAtTestPoints(value: (theta: number) => number): number {
    return TEST_POINTS.reduce((most, theta) => {
      return Math.max(most, Math.abs(valueAt(this.whole, theta, this.scratch) - value(theta)));
    }, 0);
  }
}

const isOutside = ({ low, high }: ClosedBand, y: number): boolean => y > high || y < low;

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
