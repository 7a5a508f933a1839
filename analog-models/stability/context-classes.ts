import type { Context, EnergyTransformer } from "../training/model.ts";

/**
 * Contexts that no core tells apart: ages of equal bias may swap their tokens, since the rows of a softmax have no order. One
 * context stands for its class, the one whose tokens ascend within every group of ages of equal bias.
 */
export class ContextClasses {
  /** L and V */
  readonly length: number;
  readonly vocabulary: number;
  /** Places of the context (0 the oldest) by group, each ascending. */
  private readonly groups: readonly (readonly number[])[];
  private readonly before: readonly (number | undefined)[];

  constructor({ shape, positionBias }: Pick<EnergyTransformer, "shape" | "positionBias">) {
    [this.length, this.vocabulary] = [shape.context, shape.vocabulary];
    const groups = new Map<number, number[]>();
    for (let place = 0; place < this.length; place++) {
      const bias = positionBias[this.length - 1 - place];
      groups.set(bias, [...(groups.get(bias) ?? []), place]);
    }
    this.groups = [...groups.values()];
    const before: (number | undefined)[] = [];
    for (const group of this.groups) group.forEach((place, k) => (before[place] = group[k - 1]));
    this.before = before;
  }

  /** V^L */
  get contexts(): number {
    return this.vocabulary ** this.length;
  }

  /** How many classes there are: for n ages of equal bias, n + V - 1 over V - 1. */
  get count(): number {
    return this.groups.reduce((product, { length }) => product * binomial(length + this.vocabulary - 1, length), 1);
  }

  /** The context that stands for the class of `context`. */
  standIn(context: Context): Context {
    const sorted = Array.from(context);
    for (const group of this.groups) {
      const tokens = group.map((place) => context[place]).sort((a, b) => a - b);
      group.forEach((place, k) => (sorted[place] = tokens[k]));
    }
    return sorted;
  }

  /** How many contexts the class of `context` has. */
  members(context: Context): number {
    return this.groups.reduce((product, group) => product * arrangements(group.map((place) => context[place])), 1);
  }

  /** One context of each class, the newest token changing fastest. */
  *[Symbol.iterator](): Generator<Context> {
    const { length, vocabulary } = this;
    const least = (tokens: readonly number[], place: number) => tokens[this.before[place] ?? -1] ?? 0;
    const tokens: number[] = [];
    for (let place = 0; place < length; place++) tokens.push(least(tokens, place));
    for (;;) {
      yield [...tokens];
      let place = length - 1;
      while (place >= 0 && tokens[place] === vocabulary - 1) place--;
      if (place < 0) return;
      tokens[place]++;
      for (let rest = place + 1; rest < length; rest++) tokens[rest] = least(tokens, rest);
    }
  }
}

function binomial(n: number, k: number): number {
  let product = 1;
  for (let j = 1; j <= k; j++) product = (product * (n - k + j)) / j;
  return Math.round(product);
}

/** Different orders of these tokens. */
function arrangements(tokens: readonly number[]): number {
  let product = 1;
  let left = tokens.length;
  for (const token of new Set(tokens)) {
    const count = tokens.filter((other) => other === token).length;
    product *= binomial(left, count);
    left -= count;
  }
  return product;
}
