import type { Amperes, Farads, Siemens, Volts, VoltsPerSecond } from "../src/units.ts";

/**
 * A node with a capacitor to ground:
 *
 *   C dv/dt = i - g_leak v
 *
 * States: v [V]. Inputs: i [A], the sum of all currents into the node. Valid for C > 0, g_leak >= 0. Source: Kirchhoff's
 * current law. NOT modelled: voltage-dependent capacitance, dielectric absorption, thermal noise.
 */
export interface RcNode {
  /** > 0 */
  readonly capacitance: Farads;
  /** >= 0, to ground */
  readonly leakConductance: Siemens;
}

export const nodeSlope = (node: RcNode, current: Amperes, v: Volts): VoltsPerSecond =>
  (current - node.leakConductance * v) / node.capacitance;
