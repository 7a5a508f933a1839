import { SettleError } from "../../src/errors.ts";
import { elementName, sizeOf } from "./bank.ts";
import type { Evaluation } from "./element.ts";
import type { Layout, Span } from "./layout.ts";

/** For each place of the flat array the evaluation that writes it. Refuses two writers of one place, and none. */
export function writersOf(evaluations: readonly Evaluation[], layout: Layout): readonly (Evaluation | undefined)[] {
  const writers: (Evaluation | undefined)[] = Array.from(layout.values, () => undefined);
  for (const evaluation of evaluations) {
    for (const place of evaluation.writes.flatMap(placesOf)) {
      const other = writers[place];
      if (other !== undefined) {
        throw new SettleError(
          "BAD_BENCH",
          `${nameAt(layout, place)} is computed twice: by ${other.where} and by ${evaluation.where}`,
        );
      }
      writers[place] = evaluation;
    }
  }
  const { start, end } = layout.range("quantity");
  const missing = writers.slice(start, end).indexOf(undefined);
  if (missing >= 0)
    throw new SettleError("BAD_BENCH", `nothing computes ${nameAt(layout, start + missing)}; connect an element to it`);
  return writers;
}

/** Depth first, so that everything is computed after what it reads. A cycle is named in the error. */
export function topologicalOrder(
  evaluations: readonly Evaluation[],
  writers: readonly (Evaluation | undefined)[],
): readonly Evaluation[] {
  const order: Evaluation[] = [];
  const done = new Set<Evaluation>();
  const path: Evaluation[] = [];
  const visit = (evaluation: Evaluation): void => {
    if (done.has(evaluation)) return;
    const seen = path.indexOf(evaluation);
    if (seen >= 0) throw cycle([...path.slice(seen), evaluation]);
    path.push(evaluation);
    sourcesOf(evaluation.reads, writers).forEach(visit);
    path.pop();
    done.add(evaluation);
    order.push(evaluation);
  };
  evaluations.forEach(visit);
  return order;
}

/** Of an order those that somebody who reads these spans needs, directly or not. */
export function neededFor(
  reads: readonly Places[],
  order: readonly Evaluation[],
  writers: readonly (Evaluation | undefined)[],
): readonly Evaluation[] {
  const needed = sourcesOf(reads, writers);
  for (const evaluation of [...order].reverse()) {
    if (needed.has(evaluation)) for (const source of sourcesOf(evaluation.reads, writers)) needed.add(source);
  }
  return order.filter((evaluation) => needed.has(evaluation));
}

/** Which places are linear in the states; states and held inputs are. */
export function linearPlaces(layout: Layout, order: readonly Evaluation[]): readonly boolean[] {
  const linear: boolean[] = Array.from(layout.values, () => true);
  for (const evaluation of order) {
    const result = evaluation.linear && evaluation.reads.flatMap(placesOf).every((place) => linear[place]);
    for (const place of evaluation.writes.flatMap(placesOf)) linear[place] = result;
  }
  return linear;
}

export function nameAt(layout: Layout, place: number): string {
  const bank = layout.banks.find((b) => place < layout.baseOf(b) + sizeOf(b.shape));
  return bank === undefined ? `value ${place}` : `"${elementName(bank, place - layout.baseOf(bank))}"`;
}

type Places = Pick<Span, "base" | "size" | "stride">;

export const placesOf = (span: Places): number[] =>
  Array.from({ length: span.stride === 0 ? 1 : span.size }, (_, k) => span.base + k);

function sourcesOf(reads: readonly Places[], writers: readonly (Evaluation | undefined)[]): Set<Evaluation> {
  const sources = new Set<Evaluation>();
  for (const place of reads.flatMap(placesOf)) {
    const writer = writers[place];
    if (writer !== undefined) sources.add(writer);
  }
  return sources;
}

const cycle = (path: readonly Evaluation[]): SettleError =>
  new SettleError(
    "BAD_BENCH",
    `these elements depend on each other without a state between them: ${path.map((e) => e.where).join(" -> ")}; ` +
      "put a node or an amplifier into the loop",
  );
