import { textOf } from "../../../analog-models/training/generate.ts";
import { argMax, type Context } from "../../../analog-models/training/model.ts";
import type { Task } from "../../../analog-models/training/tasks/task.ts";
import type { Test } from "../../bench/test-api.ts";
import { type Answer, saidText } from "./answer.ts";
import type { LanguageChip } from "./chip.ts";
import { judgeDraws } from "./judge-draws.ts";
import type { Order } from "./order.ts";
import type { LanguageParameters } from "./parameters.ts";
import { contextsOf, continued, Reference } from "./reference.ts";
import { Boundary, describeSlip, resolutionOf, type Slip, slipsOf } from "./slip.ts";

/** Checks of all answers. */
export function judge(
  t: Test,
  order: Order,
  language: LanguageChip,
  p: LanguageParameters,
  answers: readonly Answer[],
): void {
  const failed = answers.filter(({ run }) => run.error !== 0).length;
  t.expect("token runs that ended with an error", failed, { equals: 0 }, "prompts");
  if (p.temperature > 0) return judgeDraws(t, order, p, answers);
  if (order.task !== undefined) judgeRule(t, order.task, p, answers);
  const agreed = judgeModel(t, order, language, p, answers);
  const { task, file } = order;
  answers.forEach(({ prompt, run }, k) => {
    const wanted = task === undefined ? agreed[k] : continued(prompt, p.tokens, (context) => task.next(context));
    const bound = { equals: textOf(file.tokens, wanted) };
    t.expect(`after ${textOf(file.tokens, prompt)}`, saidText(file.tokens, run), bound);
  });
}

function judgeRule(t: Test, task: Task, p: LanguageParameters, answers: readonly Answer[]): void {
  const first = answers.filter(({ prompt, run }) => run.tokens[0] === task.next(prompt)).length;
  const right = answers.reduce((sum, { prompt, run }) => {
    const contexts = contextsOf(prompt, run.tokens);
    return sum + run.tokens.filter((token, n) => token === task.next(contexts[n])).length;
  }, 0);
  t.expect("first tokens by the rule", first, { equals: answers.length }, "tokens");
  t.expect("tokens by the rule, each from those before it", right, { equals: answers.length * p.tokens }, "tokens");
}

/**
 * Every token against the model's fixed point in the context that the chip had. Where that lies nearer to a boundary than the chip
 * can tell, either side will do. Answers what the chip should have said.
 */
function judgeModel(
  t: Test,
  { file, model }: Order,
  language: LanguageChip,
  p: LanguageParameters,
  answers: readonly Answer[],
): readonly (readonly number[])[] {
  const reference = new Reference(model);
  const boundary = new Boundary(model, language.mapping.scale.visible);
  const resolution = resolutionOf(language, model);
  const slips = answers.map(({ prompt, run }) => slipsOf(reference, boundary, prompt, run.tokens));
  const found = slips.flat().filter((slip) => slip !== undefined);
  for (const slip of found) t.log(describeSlip(file.tokens, slip));
  const isTie = (slip: Slip) => slip.distance <= resolution;
  const said = answers.reduce((sum, { run }) => sum + run.tokens.length, 0);
  const right = said - found.filter((slip) => !isTie(slip)).length;
  t.expect("tokens as the model's fixed points say", right, { equals: answers.length * p.tokens }, "tokens");
  t.figure("near ties that went the other way", found.filter(isTie).length, "tokens");
  t.figure("least distance from a boundary", leastDistance(reference, boundary, answers) * 1e3, "mV");
  t.figure("resolution of the chip, estimated", resolution * 1e3, "mV");
  return answers.map(({ run }, k) => correctedBy(run.tokens, slips[k], isTie));
}

const correctedBy = (
  said: readonly number[],
  slips: readonly (Slip | undefined)[],
  isTie: (slip: Slip) => boolean,
): readonly number[] =>
  said.map((token, n) => {
    const slip = slips[n];
    return slip === undefined || isTie(slip) ? token : argMax(slip.logits);
  });

/** Over all contexts that the chip was in; 0 where none settles. */
function leastDistance(reference: Reference, boundary: Boundary, answers: readonly Answer[]): number {
  const contexts = answers.flatMap(({ prompt, run }): readonly Context[] => contextsOf(prompt, run.tokens));
  const least = contexts.reduce((most, context) => {
    const logits = reference.logits(context);
    return logits === undefined ? most : Math.min(most, boundary.least(logits));
  }, Infinity);
  return Number.isFinite(least) ? least : 0;
}
