import { z } from "zod";
import type { LanguageChip } from "../../benches/language/chip.ts";
import type { LanguageParameters } from "../../benches/language/parameters.ts";
import { chipWith, LEVEL_BITS, type StudiedLanguage } from "../chips/language.ts";

const values = (least: number, most: number, defaults: number[], what: string) =>
  z.array(z.number().min(least).max(most)).min(1).default(defaults).describe(what);

/** The deviations that are varied, one at a time, from chips of `levelBits` and `mismatch` without any other. */
export const SWEEPS = z.object({
  levelBits: z.array(LEVEL_BITS).min(1).default([4, 5, 6, 7, 8]).describe("bits of a signed conductance level [bit]"),
  mismatch: values(0, 50, [0, 1, 2, 5, 10], "standard deviation of a device's conductance [%]"),
  programming: values(0, 50, [0, 0.5, 1, 2, 5], "standard deviation of a device from its level [% of full level]"),
  biasError: values(0, 500, [0, 2, 5, 10, 20], "standard deviation of a neuron's bias from its code [mV]"),
  offset: values(0, 500, [0, 2, 5, 10, 20], "standard deviation of an amplifier's offset [mV]"),
  noise: values(0, 500, [0, 1, 2, 5, 10], "standard deviation of the noise of a reading [mV]"),
});
export type Sweep = keyof z.output<typeof SWEEPS>;

/** Titles of the panels, with the unit of the axis. */
export const SWEEP_TITLES: Readonly<Record<Sweep, string>> = {
  levelBits: "levels [bit]",
  mismatch: "mismatch [%]",
  programming: "programming error [% of full level]",
  biasError: "bias error [mV]",
  offset: "amplifier offset [mV]",
  noise: "readout noise [mV]",
};

/** What all chips have that are not swept for it. */
export interface BaseDevice {
  /** [bit] */
  readonly levelBits: number;
  /** [%] */
  readonly mismatch: number;
}

/** What a value means to the bench; programming errors it does not have, its pulses do. */
const SETTINGS: Readonly<Record<Exclude<Sweep, "programming">, (value: number) => Partial<LanguageParameters>>> = {
  levelBits: (levelBits) => ({ levelBits }),
  mismatch: (percent) => ({ mismatch: percent / 100 }),
  biasError: (biasError) => ({ biasError }),
  offset: (offset) => ({ offset }),
  noise: (adcNoise) => ({ adcNoise }),
};

export function sweptChip(language: StudiedLanguage, base: BaseDevice, sweep: Sweep, value: number): LanguageChip {
  const given = { levelBits: base.levelBits, mismatch: base.mismatch / 100 };
  return sweep === "programming"
    ? withProgrammingError(chipWith(language, given), value / 100)
    : chipWith(language, { ...given, ...SETTINGS[sweep](value) });
}

function withProgrammingError({ chip, ...rest }: LanguageChip, programmingError: number): LanguageChip {
  const core = { ...chip.core, crossbar: { ...chip.core.crossbar, programmingError } };
  return { ...rest, chip: { ...chip, core } };
}
