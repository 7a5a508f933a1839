import { textOf } from "../../../analog-models/training/generate.ts";
import type { Context } from "../../../analog-models/training/model.ts";
import { errorName } from "../dense-am/driver.ts";
import type { Phases, TokenRun } from "../dense-am/token-driver.ts";

/** A prompt and what the chip made of it. */
export interface Answer {
  readonly prompt: Context;
  readonly run: TokenRun;
}

/** "01101001" or, where the run failed, "0110 (SettleTimeout)" */
export const saidText = (names: readonly string[], { tokens, error }: TokenRun): string =>
  [textOf(names, tokens), ...(error === 0 ? [] : [`(${errorName(error)})`])].join(" ").trim();

/** Simulated time [ns] of one token by phase: one row programmed, one inference, one decision. */
export function phasesPerToken(answers: readonly Answer[], clockPeriod: number): Phases {
  const tokens = answers.reduce((sum, { run }) => sum + run.tokens.length, 0);
  const rows = answers.reduce((sum, { prompt, run }) => sum + prompt.length + run.tokens.length, 0);
  const total = (phase: keyof Phases) => answers.reduce((sum, { run }) => sum + run.phases[phase], 0);
  const per = (phase: keyof Phases) =>
    (total(phase) / (phase === "Program" ? rows : Math.max(1, tokens))) * clockPeriod;
  return Object.fromEntries(
    Object.keys(answers[0].run.phases).map((phase) => [phase, per(phase as keyof Phases)]),
  ) as unknown as Phases;
}
