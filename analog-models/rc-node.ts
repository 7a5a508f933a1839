import type { Amperes, Farads, Siemens, Volts, VoltsPerSecond } from "../src/units.ts";

/**
 * A node with a capacitor C > 0 and a conductance g_leak >= 0 to ground:
 *
 *   C dv/dt = i - g_leak v
 *
 * States: v [V]. Inputs: i [A], the sum of all currents into the node. Source: Kirchhoff's current law. NOT modelled:
 * voltage-dependent capacitance, dielectric absorption, thermal noise.
 */
export const nodeSlope = (capacitance: Farads, leak: Siemens, current: Amperes, v: Volts): VoltsPerSecond =>
  (current - leak * v) / capacitance;
