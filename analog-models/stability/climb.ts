import type { Context, EnergyTransformer } from "../training/model.ts";
import { leadingMemoryMode } from "./escape.ts";
import type { Fate } from "./follow.ts";

/** Contexts of a single token to climb from, the highest first. */
const MOST_CLIMBS = 2;
const MOST_SWEEPS = 8;

/**
 * Looks for an input that runs away where there are too many to follow them all. Height is how far a core comes along the leading
 * eigenvector of X'X, the direction in which voltages run away. From the highest contexts of a single token, place by place
 * takes the token that brings it highest, until no place changes. Ends at the first that runs away.
 */
export function* climb(
  weights: EnergyTransformer,
  follow: (context: Context) => Fate,
): Generator<{ readonly done: number; readonly total: number }> {
  const { context: length, vocabulary } = weights.shape;
  const heightOf = heightAlong(leadingMemoryMode(weights).direction);
  const measured = (context: Context) => ({ context, height: heightOf(follow(context)) });
  const single = Array.from({ length: vocabulary }, (_, token) => measured(Array<number>(length).fill(token)));
  const starts = single.sort((a, b) => b.height - a.height).slice(0, MOST_CLIMBS);
  for (let [n, best] of starts.entries()) {
    for (let sweep = 0, risen = true; risen && sweep < MOST_SWEEPS; sweep++) {
      risen = false;
      for (let place = 0; place < length; place++) {
        for (let token = 0; token < vocabulary && best.height < Infinity; token++) {
          const next = measured(best.context.with(place, token));
          if (next.height > best.height) [best, risen] = [next, true];
        }
        yield { done: n + 1, total: starts.length };
      }
    }
    if (best.height === Infinity) return;
  }
}

const heightAlong =
  (direction: Float64Array) =>
  ({ ending, v }: Fate): number =>
    ending === "runs away" ? Infinity : v.reduce((sum, x, i) => sum + x * direction[i], 0);
