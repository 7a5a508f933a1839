import { Follower } from "../../../analog-models/stability/follow.ts";
import {
  argMax,
  type Context,
  coreOf,
  type EnergyTransformer,
  logitsOf,
} from "../../../analog-models/training/model.ts";

export type Logits = Float64Array;

/** tau of hidden nodes in tau of visible ones, by the benches' defaults. It matters only where there are several fixed points. */
const HIDDEN_TAU = 0.1;

/** What the model's own fixed points say, those that are reached from discharged nodes; each context followed once. */
export class Reference {
  private readonly known = new Map<string, Logits | undefined>();
  private readonly follower: Follower;

  constructor(private readonly model: EnergyTransformer) {
    this.follower = new Follower(model, HIDDEN_TAU);
  }

  /** undefined where the context does not settle. */
  logits(context: Context): Logits | undefined {
    const name = context.join();
    if (!this.known.has(name)) this.known.set(name, this.solved(context));
    return this.known.get(name);
  }

  /** `count` tokens after the prompt, or fewer where a context does not settle. */
  say(prompt: Context, count: number): readonly number[] {
    return continued(prompt, count, (context) => {
      const logits = this.logits(context);
      return logits === undefined ? undefined : argMax(logits);
    });
  }

  private solved(context: Context): Logits | undefined {
    const { ending, v } = this.follower.follow(coreOf(this.model, context));
    return ending === "settled" ? logitsOf(this.model.decoderWeights, this.model.decoderBias, v) : undefined;
  }
}

/** `count` tokens, each what `next` answers to the context before it; ends where it answers none. */
export function continued(
  prompt: Context,
  count: number,
  next: (context: Context) => number | undefined,
): readonly number[] {
  const said: number[] = [];
  for (let context = prompt; said.length < count; ) {
    const token = next(context);
    if (token === undefined) return said;
    said.push(token);
    context = [...context.slice(1), token];
  }
  return said;
}

/** The context before each token that was said. */
export const contextsOf = (prompt: Context, said: readonly number[]): readonly Context[] =>
  said.map((_, n) => [...prompt, ...said].slice(n, n + prompt.length));
