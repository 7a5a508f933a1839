import type { ConverterRow } from "../../src/lockstep/converters/converter.ts";

const pattern = ({ name, kind, from, to, timing }: ConverterRow): string =>
  [name, kind, from, to].map((text) => text.replace(/\d+/g, "#")).join("|") + timing;

const range = (first: string, last: string): string => (first === last ? first : `${first} .. ${last}`);

/**
 * One row for consecutive converters that differ by numbers in their names only: sixty equal DACs would hide the one converter
 * that is different. Timing must be the same to the letter, so no delay is ever folded away.
 */
export function foldedConverters(rows: readonly ConverterRow[]): readonly ConverterRow[] {
  const groups: ConverterRow[][] = [];
  for (const row of rows) {
    const open = groups.at(-1);
    const [first] = open ?? [];
    if (open !== undefined && first !== undefined && pattern(first) === pattern(row)) open.push(row);
    else groups.push([row]);
  }
  return groups.map((group) => {
    const [first, last] = [group[0], group.at(-1)] as [ConverterRow, ConverterRow];
    const { kind, timing } = first;
    return {
      name: range(first.name, last.name),
      kind,
      from: range(first.from, last.from),
      to: range(first.to, last.to),
      timing,
    };
  });
}
