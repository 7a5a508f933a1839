/** Numbers that change together, mostly: a chip's controls, a row of its cells. */
const BLOCK = 128;

/** A copy of a list of numbers, in blocks. A block that did not change is the one of the copy before. */
export type SharedCopy = readonly Float64Array[];

/** Copies of one list, again and again, of which little changes from one to the next. */
export class SharedCopies {
  private last: Float64Array[];

  constructor(private readonly list: Float64Array) {
    this.last = Array.from({ length: Math.ceil(list.length / BLOCK) }, () => new Float64Array(0));
  }

  take(): SharedCopy {
    this.last = this.last.map((block, k) => (this.isSame(block, k * BLOCK) ? block : this.blockAt(k * BLOCK)));
    return this.last;
  }

  private isSame(block: Float64Array, from: number): boolean {
    const { list } = this;
    if (block.length !== Math.min(BLOCK, list.length - from)) return false;
    for (let i = 0; i < block.length; i++) if (!Object.is(block[i], list[from + i])) return false;
    return true;
  }

  private blockAt(from: number): Float64Array {
    return this.list.slice(from, from + BLOCK);
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
