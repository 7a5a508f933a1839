import { outOfRange, SettleError, unknownName } from "../../src/errors.ts";
import type { Arena } from "../../src/kernel/arena.ts";
import { type Bank, type BankKind, sizeOf } from "./bank.ts";

/** Where a terminal lies in the flat array of all values. `stride` 0 repeats one value, 1 walks along a bank. */
export interface Span {
  readonly base: number;
  readonly size: number;
  readonly stride: 0 | 1;
  readonly kind: BankKind;
}

/** States first, so that they can be copied in one go; then what is a signal, then what is not. */
const ORDER: readonly (readonly BankKind[])[] = [["node", "driven"], ["input"], ["cells"], ["quantity"], ["fixed"]];

const TERMINAL = /^([^[\]]+)(?:\[(\d+)(?:\.\.(\d+))?\])?$/;

/** Places every bank in one flat array and resolves names in it. Banks keep their order within their kind. */
export class Layout {
  readonly banks: readonly Bank[];
  /** states | inputs that are signals | other inputs | quantities | fixed */
  readonly values: Float64Array;
  /** of the states, which come first in `values` too. shape (states,) */
  readonly slopes: Float64Array;
  /** h gamma [s] of the implicit stage that is being solved. shape (1,) */
  readonly reach: Float64Array;
  private readonly bases = new Map<string, number>();

  /** Values, slopes and all that elements keep live in `arena`. */
  constructor(
    declared: readonly Bank[],
    readonly arena: Arena,
  ) {
    this.banks = ORDER.flatMap((kinds) => declared.filter((bank) => kinds.includes(bank.kind)));
    let base = 0;
    for (const bank of this.banks) {
      if (this.bases.has(bank.name)) throw new SettleError("BAD_BENCH", `the name "${bank.name}" is used twice`);
      this.bases.set(bank.name, base);
      base += sizeOf(bank.shape);
    }
    this.values = arena.floats(base);
    this.slopes = arena.floats(this.range("node", "driven").end);
    this.reach = arena.floats(1);
  }

  /** A copy in the arena. */
  kept(array: ArrayLike<number>): Float64Array {
    const copy = this.arena.floats(array.length);
    copy.set(array);
    return copy;
  }

  /** Address of a place among the values [bytes]. */
  addressOf({ base }: Pick<Span, "base">): number {
    return this.values.byteOffset + 8 * base;
  }

  /** Address of a state's slope [bytes]. */
  slopeAddressOf({ base }: Pick<Span, "base">): number {
    return this.slopes.byteOffset + 8 * base;
  }

  ofKind(...kinds: BankKind[]): Bank[] {
    return this.banks.filter((bank) => kinds.includes(bank.kind));
  }

  /** Where the banks of these kinds, which must follow each other, begin and end. */
  range(...kinds: BankKind[]): { start: number; end: number } {
    const banks = this.ofKind(...kinds);
    const start = banks.length === 0 ? 0 : this.baseOf(banks[0]);
    return { start, end: banks.reduce((end, bank) => end + sizeOf(bank.shape), start) };
  }

  baseOf(bank: Bank): number {
    return this.bases.get(bank.name) ?? 0;
  }

  /** "bank", "bank[3]" or "bank[2..5]" (both ends included); `where` is for the message. */
  span(terminal: string, where: string): Span {
    const [, name = terminal, first, last] = TERMINAL.exec(terminal) ?? [];
    const bank = this.banks.find((b) => b.name === name);
    if (bank === undefined) {
      throw unknownName(
        "node",
        terminal,
        where,
        this.banks.map((b) => b.name),
      );
    }
    const size = sizeOf(bank.shape);
    if (first === undefined) return { base: this.baseOf(bank), size, stride: 1, kind: bank.kind };
    const [from, to] = [Number(first), Number(last ?? first)];
    if (bank.shape === "single") throw unknownName("node", terminal, where, [name]);
    if (from >= size) throw outOfRange(`index of "${terminal}" in ${where}`, from, 0, size - 1);
    if (to < from || to >= size) throw outOfRange(`end of "${terminal}" in ${where}`, to, from, size - 1);
    return { base: this.baseOf(bank) + from, size: to - from + 1, stride: 1, kind: bank.kind };
  }

  /** Like `span`, of exactly `size` elements; a single value is repeated. */
  sized(terminal: string, size: number, where: string): Span {
    const span = this.span(terminal, where);
    if (span.size === size) return span;
    if (span.size === 1) return { ...span, size, stride: 0 };
    throw new SettleError("BAD_BENCH", `"${terminal}" in ${where} has ${span.size} elements where ${size} are needed`);
  }
}
