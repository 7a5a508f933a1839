import { SettleError, unknownName } from "../errors.ts";

/** "x.v[3] [V]" -> "x.v[3]": circuits carry the unit in the name, wiring and tests need not repeat it. */
export const withoutUnit = (name: string): string => name.replace(/ \[[^\]]*\]$/, "");

/** "x.v[3] [V]" -> "V" */
export const unitOf = (name: string): string => / \[([^\]]*)\]$/.exec(name)?.[1] ?? "1";

/** Finds positions by name, with or without the unit; an unknown name is an error that says where it was asked for. */
export class NameIndex {
  private readonly positions = new Map<string, number>();

  constructor(
    private readonly kind: string,
    names: readonly string[],
  ) {
    names.forEach((name, position) => {
      const bare = withoutUnit(name);
      if (this.positions.has(bare)) throw new SettleError("BAD_BENCH", `there are two ${kind}s named "${bare}"`);
      this.positions.set(bare, position);
    });
  }

  at(name: string, where: string): number {
    const position = this.positions.get(withoutUnit(name));
    if (position === undefined) throw unknownName(this.kind, name, where, this.positions.keys());
    return position;
  }

  has(name: string): boolean {
    return this.positions.has(withoutUnit(name));
  }
}
