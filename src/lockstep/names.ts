import { SettleError, unknownName } from "../errors.ts";

/** The parts of "x.v[3] [V]": a name, and the unit that stands in brackets after a blank. No unit: "1". */
export function splitUnit(signal: string): { readonly name: string; readonly unit: string } {
  const [, name, unit] = /^(.*?)\s+\[([^\]]*)\]$/.exec(signal) ?? [];
  return name === undefined || unit === undefined ? { name: signal, unit: "1" } : { name, unit };
}

/** Finds positions by name, with or without the unit; an unknown name is an error that says where it was asked for. */
export class NameIndex {
  private readonly positions = new Map<string, number>();
  /** The last two that were found: mostly one of them is asked for again. */
  private lastName: string | undefined;
  private lastPosition = 0;
  private nameBefore: string | undefined;
  private positionBefore = 0;

  constructor(
    private readonly kind: string,
    names: readonly string[],
  ) {
    names.forEach((name, position) => {
      const bare = splitUnit(name).name;
      if (this.positions.has(bare)) throw new SettleError("BAD_BENCH", `there are two ${kind}s named "${bare}"`);
      this.positions.set(bare, position);
    });
  }

  at(name: string, where: string): number {
    if (name === this.lastName) return this.lastPosition;
    if (name === this.nameBefore) return this.positionBefore;
    // Almost every name comes bare, and some are asked for at every evaluation.
    const position = this.positions.get(name) ?? this.positions.get(splitUnit(name).name);
    if (position === undefined) throw unknownName(this.kind, name, where, this.positions.keys());
    this.nameBefore = this.lastName;
    this.positionBefore = this.lastPosition;
    this.lastName = name;
    this.lastPosition = position;
    return position;
  }

  has(name: string): boolean {
    return this.positions.has(splitUnit(name).name);
  }
}
