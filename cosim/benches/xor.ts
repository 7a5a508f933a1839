import { defineBench } from "../bench/bench.ts";
import { chipSetup } from "./dense-am/chip.ts";
import { patternKnowledge } from "./dense-am/claims.ts";
import { errorName } from "./dense-am/driver.ts";
import { bringUp, codeOf } from "./dense-am/firmware.ts";
import { CHIP_PARAMETERS, type ChipParameters, chipOf, longestInference } from "./dense-am/parameters.ts";

/** The truth table, one stored row each: x1, x2, y = x1 xor x2. */
const ROWS = [
  [-1, -1, -1],
  [-1, 1, 1],
  [1, -1, 1],
  [1, 1, -1],
] as const;
/** Bias that holds an input node on its side [V]; the stored row adds another 0.5 V. */
const INPUT_BIAS_V = 0.35;
const OUTPUT = 2;

const theChip = (p: ChipParameters) => chipOf(p, 3, ROWS.length);

export default defineBench({
  name: "xor",
  summary: "Exclusive or by relaxation: 3 visible nodes, 4 stored rows, inputs held by biases",
  parameters: CHIP_PARAMETERS,
  setup: (p, seed) => chipSetup(theChip(p), seed, patternKnowledge(theChip(p), ROWS.flat())),
  async test(t, p) {
    const chip = theChip(p);
    const driver = await bringUp(t, p, chip, ROWS.flat());
    for (const [x1, x2, y] of ROWS) {
      await driver.setBias([x1, x2, 0].map((x) => codeOf(chip, x * INPUT_BIAS_V)));
      const { decision, error, relaxCycles } = await driver.infer(longestInference(p, chip));
      const [a, b, wanted] = [x1, x2, y].map((x) => (x > 0 ? 1 : 0));
      const answer = error === 0 ? String((decision >> OUTPUT) & 1) : errorName(error);
      t.expect(`${a} xor ${b}`, answer, { equals: String(wanted) });
      t.figure(`relaxation of ${a} xor ${b}`, relaxCycles * p.clockPeriod, "ns");
    }
  },
});
