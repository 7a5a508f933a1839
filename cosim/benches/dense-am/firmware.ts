import { fullLevel } from "../../../analog-models/crossbar.ts";
import { outOfRange } from "../../../src/errors.ts";
import type { Volts } from "../../../src/units.ts";
import type { DenseAmParameters } from "../generated/dense-am-registers.ts";
import { type Chip, symmetricDac } from "./chip.ts";
import type { ChipDriver } from "./driver.ts";
import type { ChipParameters } from "./parameters.ts";

/** The RTL parameters that this chip is built with. */
export const registersOf = ({ core, dac, adc }: Chip): DenseAmParameters => ({
  VisibleCount: core.visible,
  RowCount: core.softmaxRows,
  MemoryCount: core.reluRows,
  DacBits: dac.bits,
  AdcBits: adc.bits,
  LevelBits: core.crossbar.levels === "continuous" ? 16 : core.crossbar.levels,
});

/** Weights in -1..1 to signed levels. */
export function weightLevels({ core }: Chip, weights: readonly number[]): readonly number[] {
  return weights.map((weight) => {
    if (!(Math.abs(weight) <= 1)) throw outOfRange("a weight, in units of the full conductance", weight, -1, 1);
    return Math.round(weight * fullLevel(core.crossbar.levels));
  });
}

/** The DAC code nearest to a voltage. */
export function codeOf(chip: Chip, volts: Volts): number {
  const { bits, low, high } = symmetricDac(chip.dac);
  if (!(volts >= low && volts <= high)) throw outOfRange("a DAC voltage [V]", volts, low, high);
  return Math.round(((volts - low) / (high - low)) * (2 ** bits - 1));
}

/** The timing registers, from the bench's parameters; the threshold stays at mid-scale. */
export async function configure(driver: ChipDriver, p: ChipParameters): Promise<void> {
  await driver.write("PRECHARGE_CYCLES", p.prechargeCycles);
  await driver.write("DEBOUNCE_CYCLES", p.debounceCycles);
  await driver.write("TIMEOUT_CYCLES", p.timeoutCycles);
}
