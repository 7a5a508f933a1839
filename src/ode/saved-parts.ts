import { LONG } from "../copied.ts";

/** Not `copied`, which is quick because it never sees another kind of array. */
function put(part: ArrayLike<number>, into: Float64Array, at: number): void {
  if (part.length >= LONG) into.set(part, at);
  else for (let i = 0; i < part.length; i++) into[at + i] = part[i];
}

/** One array of several, end to end. */
export function joined(parts: readonly ArrayLike<number>[]): Float64Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const saved = new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    put(part, saved, at);
    at += part.length;
  }
  return saved;
}

/** One array of several, each behind its length: what a snapshot is made of. */
export function packed(parts: readonly ArrayLike<number>[]): Float64Array {
  let length = parts.length;
  for (const part of parts) length += part.length;
  const saved = new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    saved[at] = part.length;
    put(part, saved, at + 1);
    at += 1 + part.length;
  }
  return saved;
}

/** The parts of a packed array, as views of it. */
export function unpacked(saved: Float64Array): readonly Float64Array[] {
  const parts: Float64Array[] = [];
  for (let at = 0; at < saved.length; at += saved[at] + 1) parts.push(saved.subarray(at + 1, at + 1 + saved[at]));
  return parts;
}
