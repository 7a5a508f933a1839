import type { RandomSource } from "../../src/random.ts";
import type { Context } from "./model.ts";
import { allContexts, type Task } from "./tasks/task.ts";

/** One input of the loss. Weights sum to 1 over all examples of a set. */
export interface Example {
  readonly context: Context;
  readonly target: number;
  readonly weight: number;
}

export interface Split {
  readonly train: readonly Context[];
  readonly heldOut: readonly Context[];
}

const HELD_OUT = 0.2;

/** Contexts by the name of their stratum, in the order they are given. */
export function byStratum(
  { stratum }: Pick<Task, "stratum">,
  contexts: readonly Context[],
): ReadonlyMap<string, readonly Context[]> {
  const strata = new Map<string, Context[]>();
  for (const context of contexts) {
    const name = stratum(context);
    const members = strata.get(name);
    if (members === undefined) strata.set(name, [context]);
    else members.push(context);
  }
  return strata;
}

/**
 * A fifth of each stratum, rounded down, is held out, drawn by `random`. So a stratum of fewer than five stays in training
 * whole: for parity those are the single prompts 00000000 and 11111111, which nothing else could stand for.
 */
export function splitContexts(task: Task, random: RandomSource): Split {
  const train: Context[] = [];
  const heldOut: Context[] = [];
  for (const [name, members] of byStratum(task, allContexts(task))) {
    const draws = random("split", name);
    const order = members.map((context, i) => ({ context, key: draws.uniform(i) })).sort((a, b) => a.key - b.key);
    const kept = Math.floor(HELD_OUT * members.length);
    order.forEach(({ context }, i) => (i < kept ? heldOut : train).push(context));
  }
  return { train, heldOut };
}

/** Each stratum weighs the same. Without positions, contexts of equal counts are one input and become one example. */
export function examplesOf(task: Task, contexts: readonly Context[]): readonly Example[] {
  const strata = byStratum(task, contexts);
  const merged = new Map<string, Example>();
  for (const members of strata.values()) {
    for (const member of members) {
      const context = task.positions ? member : member.toSorted((a, b) => a - b);
      const weight = 1 / (strata.size * members.length) + (merged.get(context.join())?.weight ?? 0);
      merged.set(context.join(), { context, target: task.next(member), weight });
    }
  }
  return [...merged.values()];
}
