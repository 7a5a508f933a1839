import type { Evaluation, FastFlow, Flow } from "./element.ts";
import { nameAt, placesOf } from "./evaluation-order.ts";
import type { Slopes } from "./held-corners.ts";
import type { Layout } from "./layout.ts";
import type { Part } from "./program.ts";

/**
 * Which of the evaluations that slopes need, by their position in the order, wait for the fast states; or why those may not be
 * solved for one by one.
 */
export type Partition = { readonly late: readonly boolean[] } | { readonly refused: string };

export function partition({ forSlopes, flows }: Slopes, layout: Layout): Partition {
  const fast = flows.flatMap(({ where, reads, fast: flow }) => (flow === undefined ? [] : [{ where, reads, flow }]));
  if (fast.length === 0) return { refused: "no amplifier of the circuit has dynamics" };
  const moved = new Set(fast.flatMap(({ flow }) => placesOf(flow.states)));
  const late = forSlopes.map((evaluation) => waits(evaluation, moved));
  for (const { where, reads } of fast) {
    const place = reads.flatMap(placesOf).find((at) => moved.has(at));
    if (place === undefined) continue;
    return { refused: `the target of ${where} follows an amplifier through ${nameAt(layout, place)}, at once` };
  }
  return { late };
}

/** Whether an evaluation depends on what is `moved`; if so its results are, too. */
function waits({ reads, writes }: Evaluation, moved: Set<number>): boolean {
  if (!reads.flatMap(placesOf).some((place) => moved.has(place))) return false;
  for (const place of writes.flatMap(placesOf)) moved.add(place);
  return true;
}

/** What is before the fast states, those themselves, and what is after. */
export const implicitParts = ({ forSlopes, flows }: Slopes, late: readonly boolean[]): readonly Part[] => [
  ...forSlopes.filter((_, k) => !late[k]),
  ...flows.flatMap(({ fast }) => fast?.solve ?? []),
  ...forSlopes.filter((_, k) => late[k]),
  ...flows.filter(({ fast }) => fast === undefined),
];

/** The fast states of a circuit, and how fast they and the others are. */
export interface FastBanks {
  /** ascending */
  readonly places: readonly number[];
  readonly fast: readonly FastFlow[];
  readonly slow: readonly Flow[];
}

export function fastBanks(flows: readonly Flow[]): FastBanks {
  const fast = flows.flatMap((flow) => flow.fast ?? []);
  const places = fast.flatMap(({ states }) => placesOf(states)).sort((a, b) => a - b);
  return { places, fast, slow: flows.filter((flow) => flow.fast === undefined) };
}

/** Fastest amplifier over fastest node; 0 where a flow does not say how fast its states are. Writes over `rates`. */
export function poleRatio({ places, fast, slow }: FastBanks, values: Float64Array, rates: Float64Array): number {
  rates.fill(0);
  for (const flow of slow) {
    if (flow.addRates === undefined) return 0;
    flow.addRates(values, rates);
  }
  for (const place of places) rates[place] = 0;
  const fastest = fast.reduce((most, flow) => Math.max(most, flow.fastest()), 0);
  return fastest / rates.reduce((most, rate) => Math.max(most, rate), 0);
}
