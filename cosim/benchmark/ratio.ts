import { SettleError } from "../../src/errors.ts";
import { type Measurement, type Spread, spreadOf } from "./measure.ts";

/** What a ratio must be; for people as well: "<= 1.3". */
export type Bar = { readonly atMost: number } | { readonly atLeast: number };

/** A figure made of rates that were measured in the same round, so that what slows one of them slows the other. */
export interface RatioRule {
  readonly name: string;
  /** "x" for a plain ratio, "us" for a difference of times. */
  readonly unit: "x" | "us";
  readonly bar?: Bar;
  /** Names of the subjects it needs. */
  readonly of: readonly string[];
  /** From their rates [1/s], in that order. */
  readonly value: (...rates: number[]) => number;
}

export interface Ratio extends Spread {
  readonly name: string;
  readonly unit: RatioRule["unit"];
  readonly bar?: Bar;
  /** Whether the median meets the bar; absent without one. */
  readonly met?: boolean;
}

export const faster = (name: string, fast: string, slow: string, bar?: Bar): RatioRule => ({
  name,
  unit: "x",
  of: [fast, slow],
  value: (a, b) => a / b,
  ...(bar === undefined ? {} : { bar }),
});

export function ratioOf({ name, unit, bar, of, value }: RatioRule, measurements: readonly Measurement[]): Ratio {
  const rates = of.map((subject) => measured(subject, measurements).rates);
  const spread = spreadOf(rates[0].map((_, round) => value(...rates.map((list) => list[round]))));
  return { name, unit, ...spread, ...(bar === undefined ? {} : { bar, met: meets(spread.median, bar) }) };
}

const meets = (value: number, bar: Bar): boolean => ("atMost" in bar ? value <= bar.atMost : value >= bar.atLeast);

function measured(name: string, measurements: readonly Measurement[]): Measurement {
  const found = measurements.find((measurement) => measurement.name === name);
  if (found === undefined) throw new SettleError("MISUSE", `the benchmark has no subject "${name}"`);
  return found;
}
