import { setImmediate as nextTurn } from "node:timers/promises";
import { SettleError } from "../../src/errors.ts";
import type { Setup } from "../bench/bench.ts";
import type { Claim, InputSearch, StabilityFunction } from "../bench/stability.ts";

export const claimLine = ({ text, warning }: Claim): string => (warning ? `warning: ${text}` : text);

interface SearchEvents {
  readonly signal: AbortSignal;
  progress(done: number, total: number, what: string): void;
}

/** Inputs followed between two looks at the event loop: about a tenth of a second. */
const INPUTS_PER_TURN = 32;

export interface InputSearchOptions {
  /** How many inputs that differ are followed at most. */
  readonly mostInputs: number;
  /** Receives the inputs that do not settle, as JSON. */
  inputsFound(text: string): void;
}

/** For `settle check`: what is guaranteed, and what inputs do. */
export async function checkedClaims(
  { stability }: Setup,
  options: InputSearchOptions & { readonly events: Omit<SearchEvents, "signal">; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  if (stability === undefined) return [];
  const events = { ...options.events, signal: options.signal };
  const found = await searchInputs(stability, options.mostInputs, events);
  if (found !== undefined) options.inputsFound(found.text);
  return [...stability.claims, ...(found?.claims ?? [])].map(claimLine);
}

/** Inputs that a run follows before it begins, if its weights are outside their guarantee: a second or two. */
const MOST_BEFORE_RUN = 1024;

/** Who writes claims and files down. */
interface ClaimRecord {
  claim(claim: Claim): void;
  attach(name: string, text: string): void;
}

/** What is guaranteed and, where that is not everything, what inputs do. */
export async function claimBeforeRun({ stability }: Setup, events: SearchEvents, record: ClaimRecord): Promise<void> {
  if (stability === undefined) return;
  for (const claim of stability.claims) record.claim(claim);
  if (!stability.claims.some(({ warning }) => warning)) return;
  const found = await searchInputs(stability, MOST_BEFORE_RUN, events);
  for (const claim of found?.claims ?? []) record.claim(claim);
  if (found !== undefined) record.attach("inputs.json", found.text);
}

/** Looks for inputs that do not settle, `most` of those that differ; undefined for a circuit that knows of none. */
async function searchInputs(
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
