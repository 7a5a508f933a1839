import { unknownName } from "../../src/errors.ts";
import type { DenseAm } from "./dense-am.ts";

export type Stretch = readonly [start: number, end: number];

/** Where `count` elements of a bank, from its element `first` on, lie among the signals of a core. */
export type PlacesOf = (bank: string, count: number, first?: number) => Stretch;

export function placesOf({ circuit }: DenseAm): PlacesOf {
  const names = circuit.signalNames.map((name) => name.slice(0, name.lastIndexOf(" [")));
  return (bank, count, first = 0) => {
    const start = names.findIndex((name) => name === bank || name === `${bank}[${first}]`);
    if (start < 0) throw unknownName("signal", bank, "the signals of a core", names);
    return [start, start + count];
  };
}
