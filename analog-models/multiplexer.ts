import type { Amperes, Ohms, Volts } from "../src/units.ts";

/**
 * An analog multiplexer charges a sampling capacitor from the channel it selects:
 *
 *   C dv/dt = (v_selected - v) / R_on
 *
 * so v settles with R_on C. `buffered`: the channel is copied by an ideal follower and feels nothing; otherwise the same
 * current leaves the channel's node, which then shares its charge. NOT modelled: leakage and coupling of open channels,
 * charge injection, make-before-break overlap.
 */
export interface Multiplexer {
  /** > 0 */
  readonly onResistance: Ohms;
  readonly buffered: boolean;
}

/** Into the sampling capacitor. */
export const multiplexerCurrent = (m: Multiplexer, selected: Volts, v: Volts): Amperes =>
  (selected - v) / m.onResistance;
