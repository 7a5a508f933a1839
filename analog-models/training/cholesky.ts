/**
 * Replaces the lower triangle of a symmetric matrix by its Cholesky factor (Golub & Van Loan, Matrix Computations, section
 * 4.2). Answers false, with the matrix half done, unless it is positive definite. shape (n, n), row-major.
 */
export function factorInPlace(matrix: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * n + j];
      for (let k = 0; k < j; k++) rest -= matrix[i * n + k] * matrix[j * n + k];
      if (j < i) matrix[i * n + j] = rest / matrix[j * n + j];
      else if (rest > 0) matrix[i * n + i] = Math.sqrt(rest);
      else return false;
    }
  }
  return true;
}

/** Solves F F' x = b in place of b, F the factor left by `factorInPlace`. */
export function solveFactored(factor: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) b[i] -= factor[i * n + k] * b[k];
    b[i] /= factor[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) b[i] -= factor[k * n + i] * b[k];
    b[i] /= factor[i * n + i];
  }
}
