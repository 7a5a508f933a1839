import { map, type OperatorFunction, reduce } from "rxjs";

interface Rise {
  readonly lowest: number;
  readonly largest: number;
}

/** When the source completes: the largest rise of a value above the least one before it; 0 if it never rose. */
export function largestRise(): OperatorFunction<number, number> {
  return (source) =>
    source.pipe(
      reduce<number, Rise>(
        ({ lowest, largest }, value) => ({
          lowest: Math.min(lowest, value),
          largest: Math.max(largest, value - lowest),
        }),
        { lowest: Number.POSITIVE_INFINITY, largest: 0 },
      ),
      map(({ largest }) => largest),
    );
}
