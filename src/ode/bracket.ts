/** Narrower than this fraction of a step, a bracket is rounding: 1e-15 of a step of 100 us is 1e-7 ps. */
const NARROW = 2 ** -50;
/** More than bisection alone would need. */
const MOST_ITERATIONS = 120;
const TRUNCATION = 0.2;
const SLACK_ITERATIONS = 1;

/**
 * The least theta, to within 1e-15, at which `excess` is seen above 0, given excess(a) <= 0 < excess(b): the returned
 * theta is outside, and a point at most 1e-15 before it is inside.
 * ITP method: I. F. D. Oliveira, R. H. C. Takahashi, "An enhancement of the bisection method average performance
 * preserving minmax optimality", ACM Trans. Math. Softw. 47(1), 2020, with k1 = 0.2 / (b - a), k2 = 2, n0 = 1.
 */
export function polish(excess: (theta: number) => number, a: number, b: number, fa: number, fb: number): number {
  const half = NARROW / 2;
  const bisections = Math.max(0, Math.ceil(Math.log2((b - a) / NARROW)));
  const k1 = TRUNCATION / (b - a);
  for (let i = 0; i < MOST_ITERATIONS && b - a > NARROW; i++) {
    const middle = a + (b - a) / 2;
    const secant = (fb * a - fa * b) / (fb - fa);
    const truncated = towards(secant, middle, k1 * (b - a) ** 2);
    const radius = Math.max(0, half * 2 ** (bisections + SLACK_ITERATIONS - i) - (b - a) / 2);
    const projected = Math.abs(truncated - middle) <= radius ? truncated : towards(middle, secant, radius);
    // Secant and truncation may round onto an end of the bracket, where nothing would be learnt.
    const theta = projected > a && projected < b ? projected : middle;
    if (theta <= a || theta >= b) break;
    const f = excess(theta);
    if (f > 0) [b, fb] = [theta, f];
    else [a, fa] = [theta, f];
  }
  return b;
}

/** `from` moved by `length` in the direction of `to`, not beyond it. */
function towards(from: number, to: number, length: number): number {
  return length >= Math.abs(to - from) ? to : from + Math.sign(to - from) * length;
}
