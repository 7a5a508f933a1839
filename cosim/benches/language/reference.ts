import { FixedPointSolver } from "../../../analog-models/training/fixed-point.ts";
import {
  argMax,
  type Context,
  coreOf,
  type EnergyTransformer,
  logitsOf,
} from "../../../analog-models/training/model.ts";

export type Logits = Float64Array;

/** What the model's own fixed points say, each context solved once. */
export class Reference {
  private readonly known = new Map<string, Logits | undefined>();
  private readonly solver: FixedPointSolver;

  constructor(private readonly model: EnergyTransformer) {
    this.solver = new FixedPointSolver(model.shape);
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
    const v = Float64Array.from(this.model.visibleBias);
    if (!this.solver.solve(coreOf(this.model, context), v).settled) return undefined;
    return logitsOf(this.model.decoderWeights, this.model.decoderBias, v);
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
