import { SettleError } from "../src/errors.ts";
import type { RandomSource } from "../src/random.ts";

/**
 * Static errors of a converter, in units of its own step (LSB).
 *
 * Integral from differential nonlinearity: inl[k] = sum of dnl[0..k]; shape (count,).
 */
export function integralNonlinearity(differential: readonly number[]): Float64Array {
  let sum = 0;
  return Float64Array.from(differential, (step) => (sum += step));
}

/**
 * Integral nonlinearity of `count` levels whose steps err independently with standard deviation `sigma` [LSB], corrected to
 * zero at both ends (gain and offset errors are parameters of their own). Draws normal(k) of (device, "dnl").
 */
export function drawnNonlinearity(count: number, sigma: number, device: string, random: RandomSource): Float64Array {
  const draws = random(device, "dnl");
  const walk = integralNonlinearity(Array.from({ length: count }, (_, k) => (k === 0 ? 0 : sigma * draws.normal(k))));
  const end = walk[count - 1] ?? 0;
  return walk.map((inl, k) => (count > 1 ? inl - (end * k) / (count - 1) : 0));
}

export function requireLength(inl: Float64Array | undefined, count: number, device: string): void {
  if (inl !== undefined && inl.length !== count) {
    throw new SettleError(
      "BAD_BENCH",
      `${device}: its nonlinearity has ${inl.length} entries where ${count} are needed`,
    );
  }
}
