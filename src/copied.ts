/** From so many numbers on `set` is faster than a loop. */
export const LONG = 24;

/** Copies `from` to the beginning of `into`, which is no shorter. */
export function copied(from: Float64Array, into: Float64Array): void {
  if (from.length >= LONG) into.set(from);
  else for (let i = 0; i < from.length; i++) into[i] = from[i];
}
