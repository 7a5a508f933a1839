import fc from "fast-check";
import { expect, it } from "vitest";
import { EdgeTimer, levelAt, nextEdge } from "../../src/lockstep/clocks.ts";
import type { Clock } from "../../src/lockstep/digital-peer.ts";
import { type Picoseconds, ps } from "../../src/time.ts";

const clock: fc.Arbitrary<Clock> = fc
  .record({ period: fc.integer({ min: 2, max: 50 }), firstRise: fc.integer({ min: 1, max: 60 }), share: fc.nat(1000) })
  .map(({ period, firstRise, share }) => ({
    port: "clk",
    period: ps(period),
    firstRise: ps(firstRise),
    high: ps(1 + Math.floor((share / 1001) * (period - 1))),
  }));

it("the next edge is the first of all edges that lies after an instant", () => {
  fc.assert(
    fc.property(clock, fc.integer({ min: 0, max: 500 }), (one, t) => {
      const rises = Array.from({ length: 300 }, (_, k) => one.firstRise + k * one.period);
      const edges = rises.flatMap((rise) => [rise, rise + one.high]);
      expect(nextEdge([one], ps(t))).toBe(edges.find((edge) => edge > t));
      const last = edges.findLastIndex((edge) => edge <= t);
      expect(levelAt(one, ps(t))).toBe(last >= 0 && last % 2 === 0 ? 1 : 0);
    }),
    { numRuns: 2000 },
  );
});

it("the timer of edges says what a search from anew says, from edge to edge, in between and back again", () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.constant("edge" as const) },
    fc.record({ to: fc.integer({ min: 0, max: 500 }) }),
  );
  fc.assert(
    fc.property(fc.array(clock, { minLength: 1, maxLength: 3 }), fc.array(step, { maxLength: 60 }), (clocks, steps) => {
      const timer = new EdgeTimer(clocks);
      let t = 0 as Picoseconds;
      for (const move of steps) {
        t = move === "edge" ? timer.after(t) : ps(move.to);
        expect(timer.after(t)).toBe(nextEdge(clocks, t));
      }
    }),
    { numRuns: 2000 },
  );
});
