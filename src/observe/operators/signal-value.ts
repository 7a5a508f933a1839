import { map, type OperatorFunction } from "rxjs";
import { unknownName } from "../../errors.ts";
import type { Sample } from "../../lockstep/observer.ts";

/** The value of one analog signal, by its name in `signalNames`. An unknown name is refused at once. */
export function signalValue(signalNames: readonly string[], name: string): OperatorFunction<Sample, number> {
  const index = signalNames.indexOf(name);
  if (index < 0) throw unknownName("signal", name, "signalValue", signalNames);
  return map(({ values }) => values[index] ?? Number.NaN);
}
