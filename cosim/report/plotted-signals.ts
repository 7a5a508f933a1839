import { splitUnit } from "../../src/lockstep/names.ts";

/** Lines that a reader can still tell apart. */
const MOST_LINES = 16;

/** "x.v[3] [V]" and "x.v[4] [V]" belong to one bank, "x.v [V]". */
const bankOf = (signal: string): string => {
  const { name, unit } = splitUnit(signal);
  return `${name.replace(/\[\d+\]$/, "[]")} [${unit}]`;
};

/**
 * The signals that the report draws when the bench does not say: of the states, the first bank in volts (the visible
 * nodes of an associative memory are its first states), or the states in volts that stand alone.
 */
export function plottedSignals(stateNames: readonly string[]): readonly string[] {
  const voltages = stateNames.filter((name) => splitUnit(name).unit === "V");
  const first = voltages.find((name) => bankOf(name).includes("[]"));
  const bank = first === undefined ? voltages : voltages.filter((name) => bankOf(name) === bankOf(first));
  return bank.slice(0, MOST_LINES);
}
