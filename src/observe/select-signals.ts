import { NameIndex } from "../lockstep/names.ts";

export interface Selection {
  /** Positions in DrivenSystem.signalNames. */
  readonly indices: readonly number[];
  /** The names there, units included. */
  readonly names: readonly string[];
}

/** "visible.v" selects a whole bank, "visible.v[3]" or a single signal's name itself; unknown names are errors. */
export function selection(signalNames: readonly string[], wanted: readonly string[], where: string): Selection {
  const index = new NameIndex("analog signal", signalNames);
  const places = wanted.flatMap((name) => {
    const bank = signalNames.flatMap((signal, i) => (signal.startsWith(`${name}[`) ? [i] : []));
    return bank.length > 0 ? bank : [index.at(name, where)];
  });
  const indices = [...new Set(places)].sort((a, b) => a - b);
  return { indices, names: indices.map((i) => signalNames[i]) };
}
