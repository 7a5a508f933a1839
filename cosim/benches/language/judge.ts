import { textOf } from "../../../analog-models/training/generate.ts";
import type { Context } from "../../../analog-models/training/model.ts";
import type { Task } from "../../../analog-models/training/tasks/task.ts";
import type { Test } from "../../bench/test-api.ts";
import { errorName } from "../dense-am/driver.ts";
import type { Phases, TokenRun } from "../dense-am/token-driver.ts";
import type { Order } from "./order.ts";
import type { LanguageParameters } from "./parameters.ts";
import { contextsOf, continued, type Logits, Reference } from "./reference.ts";

/** A prompt and what the chip made of it. */
export interface Answer {
  readonly prompt: Context;
  readonly run: TokenRun;
}

/** "01101001" or, where the run failed, "0110 (SettleTimeout)" */
export const saidText = (names: readonly string[], { tokens, error }: TokenRun): string =>
  [textOf(names, tokens), ...(error === 0 ? [] : [`(${errorName(error)})`])].join(" ").trim();

/** Checks of all answers. */
export function judge(t: Test, order: Order, p: LanguageParameters, answers: readonly Answer[]): void {
  const failed = answers.filter(({ run }) => run.error !== 0).length;
  t.expect("token runs that ended with an error", failed, { equals: 0 }, "prompts");
  if (p.temperature > 0) judgeDraws(t, order, p, answers);
  else judgeWords(t, order, p, answers);
}

/** Arg-max: every token is known in advance. */
function judgeWords(t: Test, { file, model, task }: Order, p: LanguageParameters, answers: readonly Answer[]): void {
  const reference = new Reference(model);
  const ruled = (prompt: Context) =>
    task === undefined ? reference.say(prompt, p.tokens) : continued(prompt, p.tokens, (context) => task.next(context));
  const asModel = answers.filter(
    ({ prompt, run }) => run.tokens.join() === reference.say(prompt, p.tokens).join(),
  ).length;
  if (task !== undefined) judgeRule(t, task, p, answers);
  t.expect("prompts answered as the model's fixed points do", asModel, { equals: answers.length }, "prompts");
  for (const { prompt, run } of answers) {
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

/** Standard deviations that a fair count may lie from its mean: one run in 16,000 lies further. */
const MOST_DEVIATIONS = 4;

/**
 * Drawn tokens: how often each came, against the model's own probabilities of the contexts that were there. The difference is a
 * sum of martingale steps of variance p (1 - p), so nearly normal.
 */
function judgeDraws(t: Test, { file, model }: Order, p: LanguageParameters, answers: readonly Answer[]): void {
  const reference = new Reference(model);
  const draws = answers.flatMap(({ prompt, run }) =>
    contextsOf(prompt, run.tokens).flatMap((context, n) => {
      const logits = reference.logits(context);
      return logits === undefined ? [] : [{ token: run.tokens[n], chances: softmax(logits, p.temperature) }];
    }),
  );
  t.expect("tokens drawn", draws.length, { equals: answers.length * p.tokens }, "tokens");
  file.tokens.forEach((name, token) => {
    const surplus = draws.reduce(
      (sum, { token: drawn, chances }) => sum + (drawn === token ? 1 : 0) - chances[token],
      0,
    );
    const variance = draws.reduce((sum, { chances }) => sum + chances[token] * (1 - chances[token]), 0);
    const deviations = surplus / Math.sqrt(Math.max(variance, 1));
    t.expect(
      `"${name}" drawn more often than its chances`,
      deviations,
      { between: [-MOST_DEVIATIONS, MOST_DEVIATIONS] },
      "sigma",
    );
  });
}

export function softmax(logits: Logits, temperature: number): Float64Array {
  const largest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp((logit - largest) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Simulated time [ns] of one token by phase: one row programmed, one inference, one decision. */
export function phasesPerToken(answers: readonly Answer[], clockPeriod: number): Phases {
  const tokens = answers.reduce((sum, { run }) => sum + run.tokens.length, 0);
  const rows = answers.reduce((sum, { prompt, run }) => sum + prompt.length + run.tokens.length, 0);
  const total = (phase: keyof Phases) => answers.reduce((sum, { run }) => sum + run.phases[phase], 0);
  const per = (phase: keyof Phases) =>
    (total(phase) / (phase === "Program" ? rows : Math.max(1, tokens))) * clockPeriod;
  return Object.fromEntries(
    Object.keys(answers[0].run.phases).map((phase) => [phase, per(phase as keyof Phases)]),
  ) as unknown as Phases;
}
