import { SettleError } from "../src/errors.ts";
import type { RandomSource } from "../src/random.ts";
import type { Amperes, Farads, Ohms } from "../src/units.ts";

/**
 * Charge-redistribution array of a successive-approximation converter (McCreary & Gray, "All-MOS charge redistribution
 * analog-to-digital conversion techniques", IEEE JSSC 10(6), 1975): binary weighted capacitors C_k = 2^k C_u for bit k, and
 * a dummy C_u last, on one common top plate with a parasitic C_top to ground. Each bottom plate has a parasitic
 * ratio * C_k to ground and is driven through its own switch. With bottom voltages b_k, top voltage t, currents i_k into
 * the bottom plates and i_t into the top plate (0 while it floats):
 *
 *   (C_k + P_k) db_k/dt - C_k dt/dt = i_k
 *   (C_top + sum C_k) dt/dt - sum C_k db_k/dt = i_t
 *
 * The charge of the floating top plate, C_top t + sum C_k (t - b_k), is conserved. The switch of plate k has resistance
 * R (C_u / C_k): switches are scaled with their capacitors, so that all plates settle alike.
 * States: b [V] shape (bits + 1,), then t [V]. NOT modelled: charge injection, leakage, dielectric absorption, reference
 * impedance.
 */
export interface CapacitorArray {
  /** 1..16 */
  readonly bits: number;
  readonly unitCapacitance: Farads;
  /** > 0: without it the array as a whole has no capacitance to ground */
  readonly topParasitic: Farads;
  /** Bottom-plate parasitic, as a fraction of each capacitor. */
  readonly bottomParasiticRatio: number;
  /** Of the switch at a unit capacitor. */
  readonly unitResistance: Ohms;
  /** Of the switch that ties the top plate to the common mode while sampling. */
  readonly topResistance: Ohms;
  /** Relative error of each capacitor, shape (bits + 1,); exact when absent. */
  readonly mismatch?: readonly number[];
}

/**
 * Capacitor errors of standard deviation `sigma` per unit capacitor, so sigma / 2^(k/2) for bit k. Draws normal(k) of
 * (device, "capacitor").
 */
export function drawnCapacitors(bits: number, sigma: number, device: string, random: RandomSource): number[] {
  const draws = random(device, "capacitor");
  return Array.from({ length: bits + 1 }, (_, k) => (sigma * draws.normal(k)) / 2 ** (k === bits ? 0 : k / 2));
}

/** What the derivative needs, computed once. All shape (bits + 1,). */
export interface ArrayCoefficients {
  readonly capacitance: Float64Array;
  /** 1 / (C_k + P_k) */
  readonly inverseBottom: Float64Array;
  /** 1 / (C_top + sum C_k - sum C_k^2 / (C_k + P_k)) */
  readonly inverseTop: number;
  /** of the bottom switches [S] */
  readonly conductance: Float64Array;
}

export function arrayCoefficients(p: CapacitorArray): ArrayCoefficients {
  if (!Number.isInteger(p.bits) || p.bits < 1 || p.bits > 16 || !(p.topParasitic > 0)) {
    throw new SettleError(
      "OUT_OF_RANGE",
      `capacitor array: ${p.bits} bits and ${p.topParasitic} F at the top plate; 1..16 bits and more than 0 F are possible`,
    );
  }
  const weight = Float64Array.from({ length: p.bits + 1 }, (_, k) => (k === p.bits ? 1 : 2 ** k));
  const capacitance = weight.map((w, k) => w * p.unitCapacitance * (1 + (p.mismatch?.[k] ?? 0)));
  const inverseBottom = capacitance.map((c) => 1 / (c * (1 + p.bottomParasiticRatio)));
  const total = capacitance.reduce((sum, c, k) => sum + c - c * c * inverseBottom[k], p.topParasitic);
  return { capacitance, inverseBottom, inverseTop: 1 / total, conductance: weight.map((w) => w / p.unitResistance) };
}

/**
 * Turns the currents in `slopes[at..at+bits]` (bottom) and `slopes[at+bits+1]` (top) into slopes, in place: eliminating the
 * bottom plates leaves one equation for the top plate.
 */
export function arraySlopes(c: ArrayCoefficients, slopes: Float64Array, at: number): void {
  const plates = c.capacitance.length;
  let intoTop: Amperes = slopes[at + plates];
  for (let k = 0; k < plates; k++) intoTop += c.capacitance[k] * c.inverseBottom[k] * slopes[at + k];
  const top = intoTop * c.inverseTop;
  for (let k = 0; k < plates; k++) slopes[at + k] = (slopes[at + k] + c.capacitance[k] * top) * c.inverseBottom[k];
  slopes[at + plates] = top;
}

/** Charge of the top plate [C], conserved while it floats. `plates` = b, t. */
export function topCharge(p: CapacitorArray, c: ArrayCoefficients, plates: Float64Array): number {
  const top = plates[p.bits + 1];
  return c.capacitance.reduce((sum, capacitance, k) => sum + capacitance * (top - plates[k]), p.topParasitic * top);
}
