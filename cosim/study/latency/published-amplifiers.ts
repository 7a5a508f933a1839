/** An amplifier as somebody has published it: typical values. */
export interface PublishedAmplifier {
  readonly name: string;
  /** [MHz] */
  readonly gainBandwidth: number;
  /** [V/us] */
  readonly slewRate: number;
  readonly source: string;
}

/**
 * Two that were measured on a chip and five that are sold. OPA657 and OPA847 are stable from noise gains of 7 and 12 on, more than
 * most lines of the chip have: they stand for their speed alone.
 */
export const PUBLISHED: readonly PublishedAmplifier[] = [
  { name: "TL072", gainBandwidth: 4, slewRate: 16, source: "STMicroelectronics, TL072 data sheet" },
  {
    name: "OPA627",
    gainBandwidth: 16,
    slewRate: 55,
    source: "Texas Instruments, SBOS196G, table of related amplifiers",
  },
  {
    name: "folded cascode, 0.18 um",
    gainBandwidth: 70.7,
    slewRate: 42.1,
    source: "Assaad and Silva-Martinez, IEEE J. Solid-State Circuits 44(9), 2009 (5.6 pF load)",
  },
  {
    name: "recycling cascode, 0.18 um",
    gainBandwidth: 134.2,
    slewRate: 94.1,
    source: "Assaad and Silva-Martinez, IEEE J. Solid-State Circuits 44(9), 2009 (5.6 pF load)",
  },
  {
    name: "OPA355",
    gainBandwidth: 200,
    slewRate: 300,
    source: "Texas Instruments, SBOS196G, table of related amplifiers",
  },
  { name: "OPA657", gainBandwidth: 1600, slewRate: 700, source: "Texas Instruments, OPA657 data sheet, SBOS197F" },
  { name: "OPA847", gainBandwidth: 3900, slewRate: 950, source: "Texas Instruments, OPA847 data sheet, SBOS251E" },
];
