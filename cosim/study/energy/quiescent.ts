import type { Farads, Hertz, Volts, Watts } from "../../../src/units.ts";

/** What decides an amplifier's supply current here. */
export interface AmplifierSupply {
  /** gm / I_D of its input pair [1/V] */
  readonly transconductanceEfficiency: number;
  /** that its gain-bandwidth product is to be reached with */
  readonly loadCapacitance: Farads;
  readonly supply: Volts;
}

/**
 * Quiescent power of one single-stage amplifier: GBW = gm / (2 pi C_L), and each of the two sides of its input pair draws
 * I_D = gm / (gm/I_D). So P = 2 V_dd 2 pi GBW C_L / (gm/I_D).
 *
 * An estimate from below: no second stage, no bias network, no margin. gm/I_D is 25/V at most in weak inversion and about 15/V in
 * moderate inversion, where fast and frugal amplifiers are built: F. Silveira, D. Flandre, P. Jespers, "A gm/ID based methodology
 * for the design of CMOS analog circuits ...", IEEE J. Solid-State Circuits 31(9), 1996.
 */
export function quiescentPower(gainBandwidth: Hertz, s: AmplifierSupply): Watts {
  const transconductance = 2 * Math.PI * gainBandwidth * s.loadCapacitance;
  return (2 * s.supply * transconductance) / s.transconductanceEfficiency;
}
