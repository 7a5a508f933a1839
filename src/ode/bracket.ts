/** Narrower than this fraction of a step, a bracket is rounding: 1e-15 of a step of 100 us is 1e-7 ps. */
const NARROW = 2 ** -50;
/** More than bisection alone would need. */
export const MOST_ITERATIONS = 120;

/** Instants that somebody can tell apart, as fractions of the step: where exactly between two of them a signal leaves is all one. */
export interface Grid {
  /** Distance of its points, above 0. */
  readonly pitch: number;
  /** The first point at or after `theta`; may lie behind the step. */
  ceil(theta: number): number;
}

/**
 * Two points between which a function changes its sign, and where to look next: inverse quadratic steps where three points are near
 * enough to a parabola for them, bisection elsewhere. Seven or eight calls to the last digit where the function is smooth.
 * Method: T. R. Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function without
 * using derivatives", Adv. Eng. Softw. 28(3), 1997, pp. 145-149.
 */
export class Bracket {
  /** The ends, the latest first, and the end that was given up last. */
  private x1 = 0;
  private x2 = 0;
  private x3 = 0;
  private f1 = 0;
  private f2 = 0;
  private f3 = 0;
  /** Where to look next, from x1 to x2. */
  private t = 0.5;

  /** `fa` and `fb` must differ in whether they are above 0. */
  begin(a: number, fa: number, b: number, fb: number): void {
    this.x1 = b;
    this.f1 = fb;
    this.x2 = a;
    this.f2 = fa;
    this.x3 = a;
    this.f3 = fa;
    this.t = fb / (fb - fa);
  }

  get width(): number {
    return Math.abs(this.x2 - this.x1);
  }

  /** The end where the function is above 0, and the other. */
  get above(): number {
    return this.f1 > 0 ? this.x1 : this.x2;
  }
  get below(): number {
    return this.f1 > 0 ? this.x2 : this.x1;
  }

  /** Where to look next, at least `least` of the width away from both ends. */
  aim(least: number): number {
    const { x1, x2 } = this;
    return x1 + Math.min(1 - least, Math.max(least, this.t)) * (x2 - x1);
  }

  /** The function is `f` at `x`, which lies between the ends. */
  add(x: number, f: number): void {
    const isSameSide = f > 0 === this.f1 > 0;
    this.x3 = isSameSide ? this.x1 : this.x2;
    this.f3 = isSameSide ? this.f1 : this.f2;
    if (!isSameSide) {
      this.x2 = this.x1;
      this.f2 = this.f1;
    }
    this.x1 = x;
    this.f1 = f;
    this.t = this.next();
  }

  /**
   * Least |slope| from `before` the latest end up to it, for a function of which only that `bend` bounds its second derivative: no less
   * than that of a chord, but for `bend` times the distance.
   */
  leastSlope(before: number, bend: number): number {
    const { x1, x2, x3, f1, f2, f3 } = this;
    const across = Math.abs((f2 - f1) / (x2 - x1)) - bend * Math.max(before, Math.abs(x2 - x1));
    const beside = Math.abs((f3 - f1) / (x3 - x1)) - bend * (before + Math.abs(x3 - x1));
    return Math.max(across, beside);
  }

  private next(): number {
    const { x1, x2, x3, f1, f2, f3 } = this;
    const xi = (x1 - x2) / (x3 - x2);
    const phi = (f1 - f2) / (f3 - f2);
    const isParabolic = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
    if (!isParabolic) return 0.5;
    return (f1 / (f2 - f1)) * (f3 / (f2 - f3)) + ((x3 - x1) / (x2 - x1)) * (f1 / (f3 - f1)) * (f2 / (f3 - f2));
  }
}

/**
 * The least theta, to within 1e-15, at which `value` is seen beyond `border` on `side`, given that it is not at `a`, and is at `b`:
 * the returned theta is outside, and a point at most 1e-15 before it is inside.
 */
export function polish(
  value: (theta: number) => number,
  side: 1 | -1,
  border: number,
  a: number,
  b: number,
  atA: number,
  atB: number,
): number {
  const bracket = new Bracket();
  bracket.begin(a, side * (atA - border), b, side * (atB - border));
  for (let i = 0; i < MOST_ITERATIONS && bracket.width > NARROW; i++) {
    const { above, below } = bracket;
    const aimed = bracket.aim(NARROW / 2 / bracket.width);
    // It may round onto an end of the bracket, where nothing would be learnt.
    const theta = aimed === above || aimed === below ? below + (above - below) / 2 : aimed;
    if (theta === above || theta === below) break;
    bracket.add(theta, side * (value(theta) - border));
  }
  return bracket.above;
}
