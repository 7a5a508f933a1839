import type { Ohms, Siemens } from "../src/units.ts";

/**
 * A switch as a conductance that a control sets:
 *
 *   g = g_off + control (1/R_on - g_off)
 *
 * `control` is 0 (open) or 1 (closed); values between are a partly driven pass gate. NOT modelled: charge injection, clock
 * feed-through, dependence of the on-resistance on the voltage.
 */
export interface Switch {
  /** > 0 */
  readonly onResistance: Ohms;
  /** >= 0; 0 is a perfect isolator */
  readonly offConductance: Siemens;
}

export const switchConductance = (s: Switch, control: number): Siemens =>
  s.offConductance + control * (1 / s.onResistance - s.offConductance);
