import { SettleError } from "../src/errors.ts";

/**
 * Cholesky factor of a symmetric positive definite band matrix (Golub & Van Loan, Matrix Computations, section 4.3.5).
 * Storage: `band[i * (width + 1) + d]` is A[i][i - d], d = 0..width; shape (size, width + 1). The factor replaces it.
 * Cost: size * width^2 to factor, 4 * size * width to solve.
 */
export class BandedCholesky {
  private constructor(
    private readonly size: number,
    private readonly width: number,
    private readonly band: Float64Array,
  ) {}

  static factor(size: number, width: number, band: Float64Array): BandedCholesky {
    const stride = width + 1;
    for (let i = 0; i < size; i++) {
      const first = Math.max(0, i - width);
      for (let j = first; j <= i; j++) {
        let rest = band[i * stride + i - j];
        for (let k = Math.max(first, j - width); k < j; k++)
          rest -= band[i * stride + i - k] * band[j * stride + j - k];
        if (j < i) band[i * stride + i - j] = rest / band[j * stride];
        else if (rest > 0) band[i * stride] = Math.sqrt(rest);
        else throw new SettleError("NOT_FINITE", `node ${i} of the network is not connected to any voltage`);
      }
    }
    return new BandedCholesky(size, width, band);
  }

  /** Solves A x = b in place. shape (size,) */
  solve(b: Float64Array): void {
    const { size, width, band } = this;
    const stride = width + 1;
    for (let i = 0; i < size; i++) {
      for (let k = Math.max(0, i - width); k < i; k++) b[i] -= band[i * stride + i - k] * b[k];
      b[i] /= band[i * stride];
    }
    for (let i = size - 1; i >= 0; i--) {
      b[i] /= band[i * stride];
      for (let k = Math.max(0, i - width); k < i; k++) b[k] -= band[i * stride + i - k] * b[i];
    }
  }
}
