import { textOf } from "../../../analog-models/training/generate.ts";
import type { Context } from "../../../analog-models/training/model.ts";
import type { Volts } from "../../../src/units.ts";
import type { Task } from "../../../analog-models/training/tasks/task.ts";
import type { Test } from "../../bench/test-api.ts";
import { type Answer, saidText } from "./answer.ts";
import { judgeDraws } from "./judge-draws.ts";
import type { Order } from "./order.ts";
import type { LanguageParameters } from "./parameters.ts";
import { contextsOf, continued, Reference } from "./reference.ts";
import { describeSlip, firstSlip } from "./slip.ts";

/** Checks of all answers. `visibleScale` [V per model unit] tells people how near a wrong token was. */
export function judge(
  t: Test,
  order: Order,
  p: LanguageParameters,
  answers: readonly Answer[],
  visibleScale: Volts,
): void {
  const failed = answers.filter(({ run }) => run.error !== 0).length;
  t.expect("token runs that ended with an error", failed, { equals: 0 }, "prompts");
  if (p.temperature > 0) judgeDraws(t, order, p, answers);
  else judgeWords(t, order, p, answers, visibleScale);
}

/** Arg-max: every token is known in advance. */
function judgeWords(
  t: Test,
  { file, model, task }: Order,
  p: LanguageParameters,
  answers: readonly Answer[],
  visibleScale: Volts,
): void {
  const reference = new Reference(model);
  const ruled = (prompt: Context) =>
    task === undefined ? reference.say(prompt, p.tokens) : continued(prompt, p.tokens, (context) => task.next(context));
  const asModel = answers.filter(
    ({ prompt, run }) => run.tokens.join() === reference.say(prompt, p.tokens).join(),
  ).length;
  if (task !== undefined) judgeRule(t, task, p, answers);
  t.expect("prompts answered as the model's fixed points do", asModel, { equals: answers.length }, "prompts");
  for (const { prompt, run } of answers) {
    const slip = firstSlip(reference, prompt, run.tokens);
    if (slip !== undefined) t.log(describeSlip(file.tokens, model, slip, visibleScale));
    t.expect(`after ${textOf(file.tokens, prompt)}`, saidText(file.tokens, run), {
      equals: textOf(file.tokens, ruled(prompt)),
    });
  }
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
