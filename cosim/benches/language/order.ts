import { tokensOf } from "../../../analog-models/training/generate.ts";
import type { Context, EnergyTransformer } from "../../../analog-models/training/model.ts";
import type { Decoder } from "../../../analog-models/training/ridge.ts";
import { TASKS } from "../../../analog-models/training/tasks/all.ts";
import { allContexts, type Task } from "../../../analog-models/training/tasks/task.ts";
import { outOfRange } from "../../../src/errors.ts";
import { seededRandom } from "../../../src/random.ts";
import type { WeightFile } from "../../weights/schema.ts";
import { loadedDecoder, modelOf, readWeightFile, trainedFile } from "../../weights/weight-file.ts";
import type { LanguageParameters } from "./parameters.ts";

/** What a run is to do: weights and prompts, read and checked. */
export interface Order {
  readonly file: WeightFile;
  readonly model: EnergyTransformer;
  /** What the chip is loaded with: the model's own, or one fitted to a chip. */
  readonly decoder: Decoder;
  /** Which language the weights are for, where it is one we know. */
  readonly task: Task | undefined;
  readonly prompts: readonly Context[];
}

export const weightPath = (p: LanguageParameters, shipped: string): string => p.weights || trainedFile(shipped);

/** `shipped` names the weights that are used where none are given. Refuses by name what is wrong with file or prompts. */
export function orderOf(p: LanguageParameters, shipped: string, seed: number): Order {
  const file = readWeightFile(weightPath(p, shipped));
  return {
    file,
    model: modelOf(file),
    decoder: loadedDecoder(file),
    task: taskOf(file),
    prompts: promptsOf(p, file, seed),
  };
}

function taskOf({ task, tokens, dimensions }: WeightFile): Task | undefined {
  const known = TASKS.find(({ name }) => name === task);
  return known?.context === dimensions.context && known.tokens.join() === tokens.join() ? known : undefined;
}

/** More prompts than anyone lets a chip answer. */
const MOST_PROMPTS = 65_536;

function promptsOf({ prompts, promptCount }: LanguageParameters, file: WeightFile, seed: number): readonly Context[] {
  const { tokens, dimensions } = file;
  const count = tokens.length ** dimensions.context;
  if (prompts === "") return drawnPrompts(Math.min(promptCount, count), file, seed);
  if (prompts !== "all") return prompts.split(",").map((text) => tokensOf(tokens, text.trim(), dimensions.context));
  if (count > MOST_PROMPTS) throw outOfRange("number of prompts of prompts=all", count, 1, MOST_PROMPTS);
  return allContexts({ tokens, context: dimensions.context });
}

/** All different: a prompt that was drawn before is drawn again. */
function drawnPrompts(count: number, { tokens, dimensions }: WeightFile, seed: number): readonly Context[] {
  const draws = seededRandom(seed)("prompts", "tokens");
  const drawn = new Map<string, Context>();
  for (let n = 0; drawn.size < count; n++) {
    const prompt = Array.from({ length: dimensions.context }, (_, k) =>
      Math.floor(tokens.length * draws.uniform(n * dimensions.context + k)),
    );
    drawn.set(prompt.join(), prompt);
  }
  return [...drawn.values()];
}
