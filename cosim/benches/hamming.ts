import { z } from "zod";
import { defineBench } from "./bench.ts";
import { chipSetup } from "./dense-am/chip.ts";
import { ChipDriver, errorName } from "./dense-am/driver.ts";
import { chipOf, CHIP_PARAMETERS, longestInference } from "./dense-am/parameters.ts";
import { registersOf, weightLevels, configure, codeOf } from "./dense-am/firmware.ts";
import { CODEWORDS, packed, RECEIVED, WORD_BITS } from "./hamming-code.ts";

/** Node voltage that stands for a bit [V]: what a stored row drives its nodes to. */
const BIT_V = 0.5;

const PARAMETERS = CHIP_PARAMETERS.extend({
  words: z.int().min(1).max(RECEIVED.length).default(RECEIVED.length).describe("how many of the 128 words to decode"),
});

const signs = (word: readonly number[]): readonly number[] => word.map((b) => (b === 1 ? 1 : -1));

export default defineBench({
  name: "hamming",
  summary: "Decodes Hamming(7,4) in analog: 7 visible nodes, the 16 codewords as rows, all 128 words",
  parameters: PARAMETERS,
  setup: (p, seed) => chipSetup(chipOf(p, WORD_BITS, CODEWORDS.length), seed),
  async test(t, p) {
    const chip = chipOf(p, WORD_BITS, CODEWORDS.length);
    const driver = new ChipDriver(t, registersOf(chip));
    await driver.reset();
    await configure(driver, p);
    await driver.program(weightLevels(chip, CODEWORDS.flatMap(signs)), (cells) =>
      t.progress(cells, CODEWORDS.length * WORD_BITS, "cells programmed"),
    );
    const relaxations: number[] = [];
    const errors = new Map<string, number>();
    let right = 0;
    for (const [n, { sent, flipped, word }] of RECEIVED.slice(0, p.words).entries()) {
      await driver.setInit(signs(word).map((sign) => codeOf(chip, sign * BIT_V)));
      const { decision, error, relaxCycles } = await driver.infer(longestInference(p));
      relaxations.push(relaxCycles);
      if (error !== 0) errors.set(errorName(error), (errors.get(errorName(error)) ?? 0) + 1);
      const isRight = error === 0 && decision === packed(sent);
      if (isRight) right++;
      else
        t.log(
          `word ${word.join("")} (${sent.join("")}, bit ${flipped} flipped): ${error === 0 ? `decided ${decision.toString(2)}` : errorName(error)}`,
        );
      t.progress(n + 1, p.words, "words decoded");
    }
    t.expect("words decoded", right, { equals: p.words }, "words");
    t.expect("inferences without an error code", p.words - sum([...errors.values()]), { equals: p.words }, "words");
    for (const [name, count] of errors) t.log(`${count} of ${p.words} inferences ended with ${name}`);
    t.figure("mean relaxation", (sum(relaxations) / relaxations.length) * p.clockPeriod, "ns");
    t.figure("longest relaxation", Math.max(...relaxations) * p.clockPeriod, "ns");
    t.figure("settle time-outs", errors.get("SettleTimeout") ?? 0, "words");
  },
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
