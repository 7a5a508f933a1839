import type { Bench } from "../bench/bench.ts";

/** A bench is written against its own parameters; the framework hands it what its schema has checked. */
const shipped = (load: () => Promise<{ readonly default: unknown }>) => async (): Promise<Bench> =>
  (await load()).default as Bench;

/** The benches that ship, each loaded only when it is wanted. */
export const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  hamming: shipped(() => import("./hamming.ts")),
  "m-sequence": shipped(() => import("./m-sequence.ts")),
  parity: shipped(() => import("./parity.ts")),
  "sar-adc": shipped(() => import("./sar-adc.ts")),
  "tracking-adc": shipped(() => import("./tracking-adc.ts")),
  xor: shipped(() => import("./xor.ts")),
};
