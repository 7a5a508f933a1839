import type { Context } from "../model.ts";
import type { Task } from "./task.ts";

const ones = (context: Context): number => context.reduce((sum, bit) => sum + bit, 0);

/** The next token makes the count of ones even: 1 after an odd number of ones among the last eight, else 0. */
export const parity: Task = {
  name: "parity",
  summary: "the parity of the last eight bits",
  tokens: ["0", "1"],
  context: 8,
  positions: false,
  next: (context) => ones(context) % 2,
  stratum: (context) => `${ones(context)} ones`,
};
