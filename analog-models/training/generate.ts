import { outOfRange, SettleError, unknownName } from "../../src/errors.ts";
import { FixedPointSolver } from "./fixed-point.ts";
import { argMax, type Context, coreOf, type EnergyTransformer, logitsOf } from "./model.ts";

/**
 * What a chip without errors says after `prompt`: `count` tokens, each the arg-max at the fixed point of the ring of the last L
 * tokens. The reference that runs are compared with. `prompt`: L tokens, oldest first. NOT_FINITE where a context does not
 * settle, which the bound of stability.ts excludes.
 */
export function generate(weights: EnergyTransformer, prompt: Context, count: number): readonly number[] {
  checkPrompt(weights, prompt);
  const solver = new FixedPointSolver(weights.shape);
  const said: number[] = [];
  let context = prompt;
  for (let n = 0; n < count; n++) {
    const v = Float64Array.from(weights.visibleBias);
    if (!solver.solve(coreOf(weights, context), v).settled) throw runaway(context);
    const token = argMax(logitsOf(weights.decoderWeights, weights.decoderBias, v));
    said.push(token);
    context = [...context.slice(1), token];
  }
  return said;
}

const runaway = (context: Context): SettleError =>
  new SettleError(
    "NOT_FINITE",
    `context ${context.join(" ")} has no fixed point that can be found: see the stability bound of the weights`,
  );

function checkPrompt({ shape }: EnergyTransformer, prompt: Context): void {
  if (prompt.length !== shape.context) {
    throw outOfRange("length of the prompt", prompt.length, shape.context, shape.context);
  }
  prompt.forEach((token, k) => {
    if (!(Number.isInteger(token) && token >= 0 && token < shape.vocabulary)) {
      throw outOfRange(`token ${k} of the prompt`, token, 0, shape.vocabulary - 1);
    }
  });
}

/** Whether a text is a token a character. */
const isSpelt = (names: readonly string[]): boolean => names.every((name) => Array.from(name).length === 1);

/**
 * Tokens of a text: character by character where every name is one character, else by blanks. OUT_OF_RANGE for a length other
 * than `length`, UNKNOWN_NAME for a token that is none.
 */
export function tokensOf(names: readonly string[], text: string, length: number): Context {
  const single = isSpelt(names);
  const words = single ? Array.from(text) : text.split(/\s+/).filter((word) => word !== "");
  if (words.length !== length) throw outOfRange(`length of prompt "${text}" in tokens`, words.length, length, length);
  return words.map((word) => {
    const token = names.indexOf(word);
    if (token < 0) throw unknownName("token", word, `prompt "${text}"`, names);
    return token;
  });
}

export const textOf = (names: readonly string[], tokens: readonly number[]): string =>
  tokens.map((token) => names[token]).join(isSpelt(names) ? "" : " ");
