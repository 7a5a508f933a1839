import type { Test } from "../../bench/test-api.ts";
import type { Answer } from "./answer.ts";
import type { Order } from "./order.ts";
import type { LanguageParameters } from "./parameters.ts";
import { contextsOf, type Logits, Reference } from "./reference.ts";

/** Standard deviations that a fair count may lie from its mean: one run in 16,000 lies further. */
const MOST_DEVIATIONS = 4;

/**
 * Drawn tokens: how often each came, against the model's own probabilities of the contexts that were there. The difference is a
 * sum of martingale steps of variance p (1 - p), so nearly normal.
 */
export function judgeDraws(t: Test, { file, model }: Order, p: LanguageParameters, answers: readonly Answer[]): void {
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

function softmax(logits: Logits, temperature: number): Float64Array {
  const largest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp((logit - largest) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
