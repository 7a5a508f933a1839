import { describe, expect, it } from "vitest";
import { trackedExactly } from "../../cosim/benches/tracking-adc/closed-form.ts";
import { PARAMETERS, trackingOf } from "../../cosim/benches/tracking-adc/parameters.ts";
import { inScratch, runQuietly, shipped } from "./run-quietly.ts";

const BITS = 4;

describe("the tracking ADC", () => {
  it.each([
    ["as it ships", {}],
    ["a node that is slow against the clock", { capacitance: "1000" }],
    ["a node that is fast against the clock", { capacitance: "10" }],
    ["an input that outruns the counter", { frequency: "60", amplitude: "0.85" }],
    ["an input that stands still, and a limit cycle", { amplitude: "0" }],
  ])("counts what the closed form counts: %s", async (_, set) => {
    await inScratch(async (root) => {
      const { result } = await runQuietly(await shipped("tracking-adc"), root, { set: { edges: "3000", ...set } });
      expect(result.status, JSON.stringify(result.checks)).toBe("passed");
      expect(result.checks).toHaveLength(3);
    });
  });
});

describe("the closed form", () => {
  const tracking = trackingOf(PARAMETERS.parse({}));

  it("repeats itself with the period of the input, 2000 edges, once it has forgotten its start", () => {
    const totals = (periods: number) => trackedExactly(tracking, BITS, 2000 * periods);
    const perPeriod = (from: number) => {
      const [a, b] = [totals(from), totals(from + 1)];
      return [b.sum - a.sum, b.toggles - a.toggles];
    };
    expect(perPeriod(2)).toEqual(perPeriod(5));
  });

  it("is decided by a difference that rounding cannot touch", () => {
    expect(trackedExactly(tracking, BITS, 10_000).closest_V).toBeGreaterThan(1e-6);
  });
});
