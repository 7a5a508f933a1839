import { fullLevel } from "../../../analog-models/crossbar.ts";
import { outOfRange } from "../../../src/errors.ts";
import type { Volts } from "../../../src/units.ts";
import type { Test } from "../../bench/test-api.ts";
import { type Chip, rtlParameters, symmetricDac } from "./chip.ts";
import { ChipDriver } from "./driver.ts";
import { type ChipParameters, prechargeCyclesOf } from "./parameters.ts";

/** Weights in -1..1 to signed levels. */
function weightLevels({ core }: Chip, weights: readonly number[]): readonly number[] {
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
async function configure(driver: ChipDriver, p: ChipParameters, chip: Chip): Promise<void> {
  await driver.write("PRECHARGE_CYCLES", prechargeCyclesOf(p, chip));
  await driver.write("DEBOUNCE_CYCLES", p.debounceCycles);
  await driver.write("TIMEOUT_CYCLES", p.timeoutCycles);
}

/** Out of reset, configured, and programmed with weights in -1..1, row-major, shape (rows, D). */
export async function bringUp(t: Test, p: ChipParameters, chip: Chip, weights: readonly number[]): Promise<ChipDriver> {
  const driver = new ChipDriver(t, rtlParameters(chip));
  await driver.reset();
  await configure(driver, p, chip);
  const levels = weightLevels(chip, weights);
  await driver.program(levels, (cells) => t.progress(cells, levels.length, "cells programmed"));
  return driver;
}
