/** Numbers that change together, mostly: a chip's controls, a row of its cells. */
const BLOCK = 128;

/** A copy of a list of numbers, in blocks. A block in which nothing changed is the one of the copy before. */
export type SharedCopy = readonly Float64Array[];

/** Copies of one list, again and again, of which little changes from one to the next. */
export class SharedCopies {
  private last: SharedCopy;
  /** By block: whether it has changed since. */
  private readonly isStale: Uint8Array;
  private isAnyStale = false;

  constructor(private readonly list: Float64Array) {
    const count = Math.ceil(list.length / BLOCK);
    this.last = Array.from({ length: count }, (_, k) => this.blockAt(k));
    this.isStale = new Uint8Array(count);
  }

  /** A number of the list has changed. */
  changed(index: number): void {
    this.isStale[Math.floor(index / BLOCK)] = 1;
    this.isAnyStale = true;
  }

  take(): SharedCopy {
    if (this.isAnyStale) this.last = this.last.map((block, k) => (this.isStale[k] === 1 ? this.blockAt(k) : block));
    this.isStale.fill(0);
    this.isAnyStale = false;
    return this.last;
  }

  private blockAt(k: number): Float64Array {
    return this.list.slice(k * BLOCK, (k + 1) * BLOCK);
  }
}

/** Calls `differs` for every number of the copy that is another one in the list. */
export function forEachDifference(
  copy: SharedCopy,
  list: Float64Array,
  differs: (index: number, value: number) => void,
): void {
  let index = 0;
  for (const block of copy) {
    for (let i = 0; i < block.length; i++, index++) if (!Object.is(block[i], list[index])) differs(index, block[i]);
  }
}
