import type { Flow } from "./element.ts";
import type { Span } from "./layout.ts";
import type { StateDependencies } from "./state-dependencies.ts";

/**
 * Whether every state obeys dx/dt = a x + b by itself while inputs hold still: linear flows only, none of which sees more than
 * one state, or a source. `linear` says of each place whether it is linear in the states at any instant; a source's is not.
 */
export function isUncoupled(
  flows: readonly Flow[],
  linear: readonly boolean[],
  dependencies: StateDependencies,
): boolean {
  return flows.every(({ linear: isLinear, reads }) => {
    if (isLinear !== true) return false;
    const size = Math.max(0, ...reads.map((span) => span.size));
    return Array.from({ length: size }, (_, k) => placesOf(reads, k)).every(
      (places) =>
        places.every((place) => linear[place]) && new Set(places.flatMap((place) => dependencies.of(place))).size <= 1,
    );
  });
}

const placesOf = (reads: readonly Span[], k: number): readonly number[] =>
  reads.map(({ base, stride }) => base + k * stride);
