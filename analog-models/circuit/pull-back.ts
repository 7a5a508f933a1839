import type { Adjoint, Evaluation } from "./element.ts";
import { placesOf } from "./evaluation-order.ts";

/** One evaluation on the way back, and which of its results have any weight. */
export interface PullBackStep {
  readonly adjoint: Adjoint;
  readonly first: number;
  readonly end: number;
}

export interface PullBack {
  readonly steps: readonly PullBackStep[];
  /** All that gets a weight. */
  readonly places: readonly number[];
}

/**
 * How to find what the value at `place` depends on, from there backwards, given what computes it, in order. What it does not depend
 * on is left out. Undefined where some evaluation does not say how its results depend on what it reads.
 */
export function pullBack(place: number, needed: readonly Evaluation[]): PullBack | undefined {
  const weighted = new Set([place]);
  const steps: PullBackStep[] = [];
  for (const evaluation of [...needed].reverse()) {
    const { adjoint, dependence, reads, writes } = evaluation;
    const results = writes.map((span) => placesOf(span).flatMap((at, k) => (weighted.has(at) ? [k] : [])));
    const own = results.flat();
    if (own.length === 0) continue;
    if (adjoint === undefined) return undefined;
    steps.push({ adjoint, first: Math.min(...own), end: Math.max(...own) + 1 });
    reads.forEach((span, j) => {
      if (dependence === "pairwise" && results[j].length === 0) return;
      const { base, stride } = span;
      const places = dependence === "elementwise" ? own.map((k) => base + k * stride) : placesOf(span);
      for (const read of places) weighted.add(read);
    });
  }
  return { steps, places: [...weighted].sort((a, b) => a - b) };
}
