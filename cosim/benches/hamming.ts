import { z } from "zod";
import type { Test } from "../bench/test-api.ts";
import { defineBench } from "../bench/bench.ts";
import { chipSetup } from "./dense-am/chip.ts";
import { patternKnowledge } from "./dense-am/claims.ts";
import { errorName, type Inference } from "./dense-am/driver.ts";
import { bringUp, codeOf } from "./dense-am/firmware.ts";
import { CHIP_PARAMETERS, chipOf, longestInference } from "./dense-am/parameters.ts";
import { CODEWORDS, packed, RECEIVED, type Received, WORD_BITS } from "./hamming-code.ts";

/** Node voltage that stands for a bit [V]: what a stored row drives its nodes to. */
const BIT_V = 0.5;

const PARAMETERS = CHIP_PARAMETERS.extend({
  words: z.int().min(1).max(RECEIVED.length).default(RECEIVED.length).describe("how many of the 128 words to decode"),
});
type Parameters = z.output<typeof PARAMETERS>;

const signs = (word: readonly number[]): readonly number[] => word.map((bit) => (bit === 1 ? 1 : -1));
const theChip = (p: Parameters) => chipOf(p, WORD_BITS, CODEWORDS.length);

const isRight = ({ sent }: Received, { error, decision }: Inference): boolean =>
  error === 0 && decision === packed(sent);

function complaint({ sent, flipped, word }: Received, { error, decision }: Inference): string {
  const received = `${word.join("")} (${sent.join("")}${flipped < 0 ? "" : `, bit ${flipped} flipped`})`;
  const decided = Array.from({ length: WORD_BITS }, (_, i) => (decision >> i) & 1).join("");
  return `${received}: ${error === 0 ? `decoded as ${decided}` : `the controller reports ${errorName(error)}`}`;
}

/** Checks and figures of all words together. */
function judge(t: Test, p: Parameters, received: readonly Received[], inferences: readonly Inference[]): void {
  const right = inferences.filter((inference, n) => isRight(received[n], inference)).length;
  const timeOuts = inferences.filter(({ error }) => errorName(error) === "SettleTimeout").length;
  const relaxations_ns = inferences.map(({ relaxCycles }) => relaxCycles * p.clockPeriod);
  t.expect("words decoded", right, { equals: received.length }, "words");
  t.expect("settle time-outs", timeOuts, { equals: 0 }, "words");
  t.figure("mean relaxation", relaxations_ns.reduce((sum, ns) => sum + ns, 0) / relaxations_ns.length, "ns");
  t.figure("longest relaxation", Math.max(...relaxations_ns), "ns");
}

export default defineBench({
  name: "hamming",
  summary: "Decodes Hamming(7,4) in analog: 7 visible nodes, the 16 codewords as rows, all 128 words",
  parameters: PARAMETERS,
  setup: (p, seed) => chipSetup(theChip(p), seed, patternKnowledge(theChip(p), CODEWORDS.flatMap(signs))),
  async test(t, p) {
    const chip = theChip(p);
    const driver = await bringUp(t, p, chip, CODEWORDS.flatMap(signs));
    const received = RECEIVED.slice(0, p.words);
    const inferences: Inference[] = [];
    for (const one of received) {
      const init = signs(one.word).map((sign) => codeOf(chip, sign * BIT_V));
      const inference = await driver.infer(longestInference(p, chip), init);
      if (!isRight(one, inference)) t.log(complaint(one, inference));
      inferences.push(inference);
      t.progress(inferences.length, received.length, "words decoded");
    }
    judge(t, p, received, inferences);
  },
});
