/** Sweeps after which any matrix of doubles is diagonal; convergence is quadratic, six or seven are the rule. */
const MOST_SWEEPS = 60;

/**
 * Eigenvalues of a symmetric matrix, ascending: the cyclic Jacobi method (Golub & Van Loan, Matrix Computations, section
 * 8.5). Absolute error a few units of rounding of the largest. shape (n, n), row-major; the input is kept.
 */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  const a = Float64Array.from(matrix);
  for (let sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a, n) > 0; sweep++) {
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) annihilate(a, n, p, q);
  }
  return Float64Array.from({ length: n }, (_, i) => a[i * n + i]).sort();
}

/** The same with unit eigenvectors: row k of `vectors`, shape (n, n), belongs to `values[k]`; values ascend. */
export function symmetricEigensystem(
  matrix: Float64Array,
  n: number,
): { readonly values: Float64Array; readonly vectors: Float64Array } {
  const a = Float64Array.from(matrix);
  const turned = Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0));
  for (let sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a, n) > 0; sweep++) {
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) annihilate(a, n, p, q, turned);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[i * n + i] - a[j * n + j]);
  return {
    values: Float64Array.from(order, (i) => a[i * n + i]),
    vectors: Float64Array.from({ length: n * n }, (_, k) => turned[(k % n) * n + order[Math.floor(k / n)]]),
  };
}

/** Sum of squares above the diagonal, less what rounding cannot tell from zero. */
function offDiagonal(a: Float64Array, n: number): number {
  let off = 0;
  let all = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) all += a[i * n + j] ** 2;
    for (let j = i + 1; j < n; j++) off += a[i * n + j] ** 2;
  }
  return off > all * 1e-32 ? off : 0;
}

/** The plane rotation that makes a[p][q] zero; `turned` collects the rotations of the columns. */
function annihilate(a: Float64Array, n: number, p: number, q: number, turned?: Float64Array): void {
  const apq = a[p * n + q];
  if (apq === 0) return;
  const ratio = (a[q * n + q] - a[p * n + p]) / (2 * apq);
  const t = Math.sign(ratio || 1) / (Math.abs(ratio) + Math.sqrt(ratio * ratio + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  turnColumns(a, n, p, q, c, s);
  if (turned !== undefined) turnColumns(turned, n, p, q, c, s);
  for (let k = 0; k < n; k++) {
    const pk = a[p * n + k];
    const qk = a[q * n + k];
    a[p * n + k] = c * pk - s * qk;
    a[q * n + k] = s * pk + c * qk;
  }
  a[p * n + q] = 0;
  a[q * n + p] = 0;
}

function turnColumns(a: Float64Array, n: number, p: number, q: number, c: number, s: number): void {
  for (let k = 0; k < n; k++) {
    const kp = a[k * n + p];
    const kq = a[k * n + q];
    a[k * n + p] = c * kp - s * kq;
    a[k * n + q] = s * kp + c * kq;
  }
}
