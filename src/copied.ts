/** From so many numbers on `set` is faster than a loop. */
export const LONG = 24;

/** Sets every element of `list` to `value`. */
export function filled(list: Float64Array, value: number): void {
  if (list.length >= LONG) list.fill(value);
  else for (let i = 0; i < list.length; i++) list[i] = value;
}

/** Copies `from` to the beginning of `into`, which is no shorter. */
export function copied(from: Float64Array, into: Float64Array): void {
  if (from.length >= LONG) into.set(from);
  else for (let i = 0; i < from.length; i++) into[i] = from[i];
}

/** Longer bytes, at least `least` of them, that begin as these do; at least twice as many, so that growing stays rare. */
export function grown(bytes: Uint8Array, least: number): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(Math.max(2 * bytes.length, least));
  longer.set(bytes);
  return longer;
}
