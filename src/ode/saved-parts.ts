import { LONG } from "../copied.ts";

/** Whoever has a part in a snapshot. */
export interface Saved {
  save(into: SavedParts): void;
}

/** Where a snapshot is written, number by number, part behind part. Written again, it makes nothing new. */
export class SavedParts {
  private numbers: Float64Array;
  private end = 0;
  private last: Float64Array | undefined;

  /** `length`: of what is to be written, where it is known. */
  constructor(length = 0) {
    this.numbers = new Float64Array(length);
  }

  /** Begins anew: what was taken before is written over. */
  clear(): void {
    this.end = 0;
  }

  put(value: number): void {
    this.reserve(1);
    this.numbers[this.end++] = value;
  }

  /** All of them, without a word about how many. */
  putAll(part: ArrayLike<number>): void {
    this.reserve(part.length);
    const { numbers, end } = this;
    // Not `copied`, which is quick because it never sees another kind of array.
    if (part.length >= LONG) numbers.set(part, end);
    else for (let i = 0; i < part.length; i++) numbers[end + i] = part[i];
    this.end += part.length;
  }

  /** A part that `unpacked` finds again. */
  add(part: ArrayLike<number>): void {
    this.put(part.length);
    this.putAll(part);
  }

  /** The same of what its owner puts; an empty part where there is none. */
  addOf(owner: Saved | undefined): void {
    this.put(0);
    const first = this.end;
    owner?.save(this);
    this.numbers[first - 1] = this.end - first;
  }

  /** All that was written, as it stands here until it is written over. */
  taken(): Float64Array {
    const { numbers, end } = this;
    if (this.last?.length !== end) this.last = numbers.subarray(0, end);
    return this.last;
  }

  private reserve(count: number): void {
    const least = this.end + count;
    if (least <= this.numbers.length) return;
    const longer = new Float64Array(Math.max(least, 2 * this.numbers.length));
    longer.set(this.numbers);
    this.numbers = longer;
    this.last = undefined;
  }
}

/** The parts that were added, as views of them. */
export function unpacked(saved: Float64Array): readonly Float64Array[] {
  const parts: Float64Array[] = [];
  for (let at = 0; at < saved.length; at += saved[at] + 1) parts.push(saved.subarray(at + 1, at + 1 + saved[at]));
  return parts;
}
