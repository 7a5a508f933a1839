import { setImmediate as nextTurn } from "node:timers/promises";
import { SettleError } from "../../src/errors.ts";
import type { Claim, InputSearch, StabilityFunction } from "../bench/stability.ts";

export const claimLine = ({ text, warning }: Claim): string => (warning ? `warning: ${text}` : text);

interface SearchEvents {
  readonly signal: AbortSignal;
  progress(done: number, total: number, what: string): void;
}

/** Inputs followed between two looks at the event loop: about a tenth of a second. */
const INPUTS_PER_TURN = 32;

/** Looks for inputs that do not settle, `most` of those that differ; undefined for a circuit that knows of none. */
export async function searchInputs(
  { search }: StabilityFunction,
  most: number,
  events: SearchEvents,
): Promise<InputSearch | undefined> {
  if (search === undefined) return undefined;
  const steps = search(most);
  for (let n = 1, step = steps.next(); ; n++, step = steps.next()) {
    if (step.done) return step.value;
    events.progress(step.value.done, step.value.total, "inputs followed");
    if (n % INPUTS_PER_TURN === 0) await nextTurn();
    if (events.signal.aborted) throw new SettleError("INTERRUPTED", `interrupted after ${n} inputs were followed`);
  }
}
