import { tokenOfAge } from "../model.ts";
import type { Task } from "./task.ts";

/** Ages of the two bits that decide: x[n] = x[n-6] xor x[n-7], and x[n-1] has age 0. */
const TAPS = [5, 6] as const;

/**
 * The binary sequence of maximal length x[n] = x[n-6] xor x[n-7]: x^7 + x + 1 is primitive over GF(2), so every prompt but
 * zeros leads through all 127 states (Golomb, Shift Register Sequences, 1967). Which two of eight bits decide can be told from
 * their positions alone; the oldest bit is a distractor.
 */
export const mSequence: Task = {
  name: "m-sequence",
  summary: "the shift-register sequence x[n] = x[n-6] xor x[n-7], period 127",
  tokens: ["0", "1"],
  context: 8,
  positions: true,
  next: (context) => tokenOfAge(context, TAPS[0]) ^ tokenOfAge(context, TAPS[1]),
  stratum: (context) => `taps ${TAPS.map((age) => tokenOfAge(context, age)).join("")}`,
};
