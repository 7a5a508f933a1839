import { describe, expect, it } from "vitest";
import { bootstrapMean, wilson } from "../../../cosim/study/intervals.ts";
import { seededRandom } from "../../../src/random.ts";

describe("the interval of a proportion", () => {
  it("is Wilson's: 0.490..0.943 for 8 of 10, and its mirror image for 2", () => {
    const { low, high } = wilson(8, 10);
    expect(low).toBeCloseTo(0.4902, 4);
    expect(high).toBeCloseTo(0.9433, 4);
    expect(wilson(2, 10).low).toBeCloseTo(1 - high, 12);
    expect(wilson(2, 10).high).toBeCloseTo(1 - low, 12);
  });

  it("has a width where nothing or everything hits", () => {
    expect(wilson(0, 100)).toEqual({ low: 0, high: expect.closeTo(0.036995, 5) as number });
    expect(wilson(100, 100)).toEqual({ low: expect.closeTo(0.963005, 5) as number, high: 1 });
  });

  it.each([
    [-1, 5],
    [6, 5],
    [0, 0],
  ])("is refused for %d of %d", (hits, trials) => expect(() => wilson(hits, trials)).toThrow("trials"));
});

describe("the interval of a mean", () => {
  const draws = seededRandom(3)("test", "values");

  it("covers the true mean of normal draws nineteen times out of twenty", () => {
    const trials = 60;
    const covered = Array.from({ length: trials }, (_, t) => {
      const values = Array.from({ length: 40 }, (_value, k) => draws.normal(t * 40 + k));
      const { low, high } = bootstrapMean(values, seededRandom(t)("test", "bootstrap"));
      return low <= 0 && high >= 0;
    }).filter(Boolean).length;
    // The percentile interval of 40 draws covers a little less than it says; four standard deviations of 60 trials are 7.
    expect(covered).toBeGreaterThan(trials * 0.93 - 7);
    expect(covered).toBeLessThan(trials);
  });

  it("is a point where all values are one", () => {
    expect(bootstrapMean([100, 100, 100], draws)).toEqual({ low: 100, high: 100 });
  });
});
