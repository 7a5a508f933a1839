import type { Ohms, Siemens } from "../src/units.ts";
import type { CrossbarDevices, CrossbarLine } from "./crossbar.ts";

/**
 * Noise gain of an amplifier that sums currents at its virtual ground, with R_f from its output back to it and the conductance G
 * of everything else there to voltage sources:
 *
 *   NG = 1 / beta = 1 + R_f G,       closed-loop bandwidth f_cl = GBW / NG
 *
 * It does not depend on what the sources do: a line of devices slows its amplifier even where no current flows. Valid while the
 * loop's phase margin is ample. Source: Texas Instruments, OPA657 data sheet, SBOS197, "Frequency response control", with
 * NG = 1 + R_F / R_G. NOT modelled: capacitance at the virtual ground, which takes phase margin away.
 */
export const summingNoiseGain = (feedback: Ohms, line: Siemens): number => 1 + feedback * line;

/** Noise gains of a bank of amplifiers that may change with a drive. */
export interface NoiseGain {
  /** Another number whenever one of them may have changed, and whenever that of amplifier k may have. */
  readonly version: number;
  versionOf(k: number): number;
  /** of amplifier k, >= 1 */
  of(k: number): number;
}

/** Of amplifiers at the lines of a crossbar, as its devices are programmed; both devices of every pair load the line. */
export class LineNoiseGain implements NoiseGain {
  /** `feedback` [ohm] of each line's amplifier. */
  constructor(
    private readonly devices: CrossbarDevices,
    private readonly line: CrossbarLine,
    private readonly feedback: (k: number) => Ohms,
  ) {}

  get version(): number {
    return this.devices.version;
  }

  versionOf(k: number): number {
    return this.devices.versionOf(this.line, k);
  }

  of(k: number): number {
    return summingNoiseGain(this.feedback(k), this.devices.conductanceOf(this.line, k));
  }
}
