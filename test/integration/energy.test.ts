import { describe, expect, it } from "vitest";
import type { EnergyFunction } from "../../cosim/bench/bench.ts";
import { chipSetup } from "../../cosim/benches/dense-am/chip.ts";
import { bringUp, codeOf } from "../../cosim/benches/dense-am/firmware.ts";
import { CHIP_PARAMETERS, chipOf, longestInference } from "../../cosim/benches/dense-am/parameters.ts";
import { CODEWORDS, WORD_BITS } from "../../cosim/benches/hamming-code.ts";
import { EnergyDescent } from "../../src/observe/energy-descent.ts";
import { openSetup } from "./chip-stage.ts";

/** One word with slewing amplifiers, watched by the law as it is and by the law without its supply. */
async function watched(slewRate_VPerUs: number) {
  const parameters = CHIP_PARAMETERS.parse({ slewRate: slewRate_VPerUs });
  const chip = chipOf(parameters, WORD_BITS, CODEWORDS.length);
  const setup = chipSetup(chip, 1);
  const law = setup.energy as EnergyFunction;
  const whole = new EnergyDescent(law);
  const withoutSupply = new EnergyDescent({ ...law, supply: () => 0 });
  const opened = await openSetup(setup, { observers: [whole, withoutSupply] });
  try {
    const weights = CODEWORDS.flat().map((bit) => 2 * bit - 1);
    const driver = await bringUp(opened.body, parameters, chip, weights);
    await driver.setInit([1, 0, 0, 0, 0, 0, 0].map((bit) => codeOf(chip, bit - 0.5)));
    await driver.infer(longestInference(parameters, chip));
    return { tolerance: law.tolerance, whole: whole.report(), withoutSupply: withoutSupply.report() };
  } finally {
    await opened.close();
  }
}

describe("the energy of a relaxation", () => {
  it("rises by no more than slewing amplifiers feed in, and truly rises by that much more without", async () => {
    const { tolerance, whole, withoutSupply } = await watched(1);
    expect(whole.relaxations).toBe(1);
    expect(whole.samples).toBeGreaterThan(100);
    expect(whole.largestRise).toBeLessThanOrEqual(tolerance);
    expect(withoutSupply.largestRise).toBeGreaterThan(1e4 * tolerance);
  });

  it("falls by itself where the amplifiers are fast", async () => {
    const { tolerance, withoutSupply } = await watched(100);
    expect(withoutSupply.largestRise).toBeLessThanOrEqual(tolerance);
  });
});
