/** One array of several, each behind its length: what a snapshot is made of. */
export function packed(parts: readonly ArrayLike<number>[]): Float64Array {
  const saved = new Float64Array(parts.reduce((length, part) => length + 1 + part.length, 0));
  let at = 0;
  for (const part of parts) {
    saved[at] = part.length;
    saved.set(part, at + 1);
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
