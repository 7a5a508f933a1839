import { bufferCount, filter, map, type OperatorFunction, take } from "rxjs";
import type { Volts } from "../../units.ts";

/** Emits the first value that ends a run of `count` samples lying within `band` of each other, and completes. */
export function settled(band: Volts, count: number): OperatorFunction<Volts, Volts> {
  return (source) =>
    source.pipe(
      bufferCount(count, 1),
      filter((run) => run.length === count && Math.max(...run) - Math.min(...run) <= band),
      map((run) => run.at(-1) ?? Number.NaN),
      take(1),
    );
}
