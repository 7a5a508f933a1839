import { copied } from "../copied.ts";

/**
 * Polynomials on [0, 1] in Bernstein form, p(s) = sum_i c_i * C(n, i) * s^i * (1 - s)^(n - i).
 * The c_i enclose the polynomial (convex hull), c_0 and c_n are its end values, and the number of sign changes among the
 * c_i bounds the number of zeros in (0, 1) (variation diminishing).
 * Source: R. T. Farouki, "The Bernstein polynomial basis: a centennial retrospective", Comput. Aided Geom. Design 29, 2012.
 */

/** Chebyshev-Lobatto points on [0, 1], ends included. shape (degree + 1,) */
export function lobattoNodes(degree: number): Float64Array {
  // From sin^2 rather than (1 - cos) / 2: exact at the ends and symmetric to the bit's neighbourhood.
  return Float64Array.from({ length: degree + 1 }, (_, j) =>
    j === degree ? 1 : Math.sin((Math.PI * j) / (2 * degree)) ** 2,
  );
}

function binomial(n: number, k: number): number {
  return k === 0 ? 1 : (binomial(n, k - 1) * (n - k + 1)) / k;
}

/** Matrix from values at `nodes` to Bernstein coefficients, row by row. shape (n + 1, n + 1) */
export function coefficientsFromSamples(nodes: Float64Array): readonly Float64Array[] {
  const n = nodes.length - 1;
  const rows = Array.from(nodes, (s, j) => {
    const basis = nodes.map((_, i) => binomial(n, i) * s ** i * (1 - s) ** (n - i));
    return [...basis, ...nodes.map((_, i) => (i === j ? 1 : 0))];
  });
  return gaussJordan(rows).map((row) => Float64Array.from(row.slice(n + 1)));
}

/** Reduces the left square of `rows` to the identity, with partial pivoting. */
export function gaussJordan(rows: number[][]): number[][] {
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows.reduce((best, row, i) => (i >= k && Math.abs(row[k]) > Math.abs(rows[best][k]) ? i : best), k);
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    rows[k] = rows[k].map((value) => value / rows[k][k]);
    for (const [i, row] of rows.entries()) {
      if (i !== k) rows[i] = row.map((value, j) => value - row[k] * rows[k][j]);
    }
  }
  return rows;
}

/**
 * De Casteljau's subdivision at `s`: `right` becomes the part on [s, 1]; `left`, which may be `c` itself, that on [0, s].
 */
export function subdivide(c: Float64Array, s: number, left: Float64Array, right: Float64Array): void {
  const n = c.length - 1;
  copied(c, right);
  left[0] = right[0];
  for (let level = 1; level <= n; level++) {
    for (let i = 0; i <= n - level; i++) right[i] += s * (right[i + 1] - right[i]);
    left[level] = right[0];
  }
}

/** Value at `s`. Writes over `scratch`, of the length of `c`. */
export function valueAt(c: Float64Array, s: number, scratch: Float64Array): number {
  const n = c.length - 1;
  copied(c, scratch);
  for (let level = 1; level <= n; level++) {
    for (let i = 0; i <= n - level; i++) scratch[i] += s * (scratch[i + 1] - scratch[i]);
  }
  return scratch[0];
}

/** Slope at `s`. Writes over `scratch`, of the length of `c`. */
export function slopeAt(c: Float64Array, s: number, scratch: Float64Array): number {
  const n = c.length - 1;
  copied(c, scratch);
  for (let level = 1; level < n; level++) {
    for (let i = 0; i <= n - level; i++) scratch[i] += s * (scratch[i + 1] - scratch[i]);
  }
  return n * (scratch[1] - scratch[0]);
}

/** Second derivative at `s`, of a polynomial of degree 2 or more. Writes over `scratch`, of the length of `c`. */
export function curvatureAt(c: Float64Array, s: number, scratch: Float64Array): number {
  const n = c.length - 1;
  copied(c, scratch);
  for (let level = 1; level < n - 1; level++) {
    for (let i = 0; i <= n - level; i++) scratch[i] += s * (scratch[i + 1] - scratch[i]);
  }
  return n * (n - 1) * (scratch[2] - 2 * scratch[1] + scratch[0]);
}
