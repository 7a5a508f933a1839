import * as fc from "fast-check";
import type { Burst, Watch } from "../../src/lockstep/digital-peer.ts";
import { ps } from "../../src/time.ts";

export const EMPTY_BURST: Burst = { limit: ps(0), evaluations: 1000, events: [], watches: [], steps: [], clock: 0 };

/** A burst on the two clocks, in times from its start. */
export interface BurstRow {
  readonly length: number;
  readonly evaluations: number;
  readonly enables: readonly { readonly after: number }[];
  readonly watches: readonly {
    readonly port: string;
    readonly lsb: number;
    readonly width: number;
    readonly edge: Watch["edge"];
    readonly slack: number;
    readonly until: number | undefined;
  }[];
  readonly steps: readonly {
    readonly enable: 0 | 1 | undefined;
    readonly isPatient: boolean;
    readonly cycles: number;
  }[];
  readonly clock: string;
}

const watchedBits = fc.oneof(
  fc.record({
    port: fc.constantFrom("async_o", "enable_i", "slow_clk_i"),
    lsb: fc.constant(0),
    width: fc.constant(1),
    edge: fc.constantFrom("change" as const, "rise" as const, "fall" as const),
  }),
  fc.record({
    port: fc.constantFrom("fast_o", "slow_o", "seen_o"),
    lsb: fc.integer({ min: 0, max: 4 }),
    width: fc.integer({ min: 1, max: 4 }),
    edge: fc.constant("change" as const),
  }),
);

export const bursts: fc.Arbitrary<BurstRow> = fc.record({
  length: fc.nat(120_000),
  evaluations: fc.integer({ min: 1, max: 60 }),
  enables: fc.array(fc.record({ after: fc.nat(100_000) }), { maxLength: 5 }),
  watches: fc.array(
    fc
      .record({ slack: fc.oneof(fc.constant(0), fc.nat(30_000)), until: fc.option(fc.nat(90_000), { nil: undefined }) })
      .chain((times) => watchedBits.map((bits) => ({ ...bits, ...times }))),
    { maxLength: 3 },
  ),
  steps: fc.array(
    fc.record({
      enable: fc.constantFrom(undefined, 0 as const, 1 as const),
      isPatient: fc.boolean(),
      cycles: fc.integer({ min: 0, max: 5 }),
    }),
    { maxLength: 5 },
  ),
  clock: fc.constantFrom("fast_clk_i", "slow_clk_i"),
});
