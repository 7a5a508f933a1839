import { splitUnit } from "../lockstep/names.ts";

const identifierPart = (text: string): string => text.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_|_$/g, "");

/** "V^2/s" -> "V2_per_s" */
const unitPart = (unit: string): string => identifierPart(unit.replaceAll("^", "").replaceAll("/", "_per_"));

/**
 * A name that any waveform viewer takes as one plain word: "x.v[3] [V]" -> "x_v_3__V". Runs of other characters than
 * letters and digits become one underscore (brackets would be read as a bit select, a point as a hierarchy); two
 * underscores precede the unit, which is left out where the quantity has none.
 */
export function waveName(signal: string): string {
  const { name, unit } = splitUnit(signal);
  const plain = identifierPart(name) || "signal";
  const safe = /^[0-9]/.test(plain) ? `_${plain}` : plain;
  return unit === "1" || unitPart(unit) === "" ? safe : `${safe}__${unitPart(unit)}`;
}

/** Tells equal names apart by a number: a, a_2, a_3. Keeps the order. */
export function distinct(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let candidate = name;
    for (let count = 2; taken.has(candidate); count++) candidate = `${name}_${count}`;
    taken.add(candidate);
    return candidate;
  });
}
