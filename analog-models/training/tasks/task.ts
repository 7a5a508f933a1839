import type { Context } from "../model.ts";

/** A language: what follows a context of `context` tokens. */
export interface Task {
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  /** Names of the tokens, by number. */
  readonly tokens: readonly string[];
  /** L */
  readonly context: number;
  /** Whether the order of tokens matters: then a bias by age is learned, else it stays 0 and equal counts are one input. */
  readonly positions: boolean;
  next(context: Context): number;
  /** Contexts of one name are alike to the language; the split draws from each, and each weighs the same in the loss. */
  stratum(context: Context): string;
}

/** All V^L contexts, counting up with the newest token fastest. */
export function allContexts({ tokens, context }: Pick<Task, "tokens" | "context">): readonly Context[] {
  const count = tokens.length ** context;
  return Array.from({ length: count }, (_context, n) =>
    Array.from({ length: context }, (_token, k) => Math.floor(n / tokens.length ** (context - 1 - k)) % tokens.length),
  );
}
