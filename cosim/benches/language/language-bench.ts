import { textOf } from "../../../analog-models/training/generate.ts";
import { defineBench } from "../../bench/bench.ts";
import type { Test } from "../../bench/test-api.ts";
import { chipSetup } from "../dense-am/chip.ts";
import type { ChipDriver } from "../dense-am/driver.ts";
import { languageChip, longestToken } from "./chip.ts";
import { loadLanguage } from "./firmware.ts";
import { languageKnowledge } from "./knowledge.ts";
import { type Answer, phasesPerToken, saidText } from "./answer.ts";
import { judge } from "./judge.ts";
import type { Language } from "./languages.ts";
import { type Order, orderOf, weightPath } from "./order.ts";
import { LANGUAGE_PARAMETERS, type LanguageParameters } from "./parameters.ts";

/** A bench in which the chip speaks a language token after token. Nothing in it knows which. */
export const languageBench = ({ name, summary, shipped }: Language) =>
  defineBench({
    name,
    summary,
    parameters: LANGUAGE_PARAMETERS,
    inputs(p) {
      orderOf(p, shipped, 1);
      return { weights: weightPath(p, shipped) };
    },
    setup(p, seed) {
      const order = orderOf(p, shipped, seed);
      const language = languageChip(order, p);
      const knowledge = languageKnowledge(order, language, p, seed);
      return { ...chipSetup(language.chip, seed, knowledge), record: recorded(order, p) };
    },
    async test(t, p, seed) {
      const order = orderOf(p, shipped, seed);
      t.log(describeWeights(order, seed));
      const language = languageChip(order, p);
      const { registers, tokens } = await loadLanguage(t, language, p, seed);
      const answers: Answer[] = [];
      for (const prompt of order.prompts) {
        const text = textOf(order.file.tokens, prompt);
        let heard = "";
        const run = await tokens
          .generate(prompt, p.tokens, longestToken(language, p), (said) => {
            heard = textOf(order.file.tokens, said);
            t.progress(answers.length, order.prompts.length, `${text} -> ${heard}`);
          })
          .catch((reason: unknown) => {
            t.log(`the run ends at prompt ${text}, after "${heard}"`);
            throw reason;
          });
        answers.push({ prompt, run });
        t.log(`${text} -> ${saidText(order.file.tokens, run)}   ${describePhases([{ prompt, run }], p)}`);
      }
      judge(t, order, language, p, answers);
      await measure(t, registers, p, answers);
    },
  });

/** Tokens up to which voltages go to waves.vcd: each takes half a megabyte of them. */
const MOST_RECORDED_TOKENS = 200;

const recorded = ({ prompts }: Order, p: LanguageParameters): readonly string[] => [
  ...(prompts.length * p.tokens <= MOST_RECORDED_TOKENS ? ["visible.v"] : []),
  "precharge",
  "release",
];

function describeWeights({ file: { task, dimensions, calibrated } }: Order, seed: number): string {
  const { visible, context, memory, vocabulary } = dimensions;
  const decoder = calibrated === undefined ? "" : `; decoder fitted to chip ${calibrated.chip}`;
  const other = calibrated === undefined || calibrated.chip === seed ? "" : `, but this is chip ${seed}`;
  return `weights for ${task}: D=${visible} L=${context} M=${memory} V=${vocabulary}${decoder}${other}`;
}

/** "3.31 us a token: program 0.64, precharge 0.04, ..." */
function describePhases(answers: readonly Answer[], p: LanguageParameters): string {
  const phases = Object.entries(phasesPerToken(answers, p.clockPeriod));
  const total = phases.reduce((sum, [, ns]) => sum + ns, 0);
  return `${inUs(total)} us a token: ${phases.map(([phase, ns]) => `${phase.toLowerCase()} ${inUs(ns)}`).join(", ")}`;
}

const inUs = (ns: number): string => (ns / 1000).toFixed(2);

async function measure(
  t: Test,
  registers: ChipDriver,
  p: LanguageParameters,
  answers: readonly Answer[],
): Promise<void> {
  const phases = Object.entries(phasesPerToken(answers, p.clockPeriod));
  t.figure(
    "time of a token",
    phases.reduce((sum, [, ns]) => sum + ns, 0),
    "ns",
  );
  for (const [phase, ns] of phases) t.figure(`${phase.toLowerCase()} of a token`, ns, "ns");
  t.figure("pulses", await registers.read("PROG_PULSES"), "1");
  t.figure("most pulses of a cell", await registers.read("PROG_WORST"), "1");
}
