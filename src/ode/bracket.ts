/** Narrower than this fraction of a step, a bracket is rounding: 1e-15 of a step of 100 us is 1e-7 ps. */
const NARROW = 2 ** -50;
/** More than bisection alone would need. */
const MOST_ITERATIONS = 120;

/**
 * The least theta, to within 1e-15, at which `value` is seen beyond `border` on `side`, given that it is not at `a`, and is at `b`:
 * the returned theta is outside, and a point at most 1e-15 before it is inside. Inverse quadratic steps where three points are near enough to
 * a parabola for them, bisection elsewhere: seven or eight calls where `value` is smooth.
 * Method: T. R. Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function without
 * using derivatives", Adv. Eng. Softw. 28(3), 1997, pp. 145-149.
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
  const fa = side * (atA - border);
  const fb = side * (atB - border);
  // The bracket's ends, the latest first, and the end that was given up last.
  let [x1, x2, x3] = [b, a, a];
  let [f1, f2, f3] = [fb, fa, fa];
  let t = fb / (fb - fa);
  for (let i = 0; i < MOST_ITERATIONS; i++) {
    const width = Math.abs(x2 - x1);
    if (width <= NARROW) break;
    const least = NARROW / 2 / width;
    const aimed = x1 + Math.min(1 - least, Math.max(least, t)) * (x2 - x1);
    // It may round onto an end of the bracket, where nothing would be learnt.
    const theta = aimed === x1 || aimed === x2 ? x1 + (x2 - x1) / 2 : aimed;
    if (theta === x1 || theta === x2) break;
    const f = side * (value(theta) - border);
    if (f > 0 === f1 > 0) {
      x3 = x1;
      f3 = f1;
    } else {
      x3 = x2;
      f3 = f2;
      x2 = x1;
      f2 = f1;
    }
    x1 = theta;
    f1 = f;
    const xi = (x1 - x2) / (x3 - x2);
    const phi = (f1 - f2) / (f3 - f2);
    const isParabolic = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
    t = isParabolic
      ? (f1 / (f2 - f1)) * (f3 / (f2 - f3)) + ((x3 - x1) / (x2 - x1)) * (f1 / (f3 - f1)) * (f2 / (f3 - f2))
      : 0.5;
  }
  return f1 > 0 ? x1 : x2;
}
