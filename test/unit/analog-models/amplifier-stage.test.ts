import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clampOnBranch, clampSlope, tanhSlope } from "../../../analog-models/amplifier.ts";
import {
  clampPole,
  clampStageError,
  clampStageOnBranch,
  tanhPole,
  tanhStageError,
} from "../../../analog-models/amplifier-stage.ts";

const logarithmic = (low: number, high: number) =>
  fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);

const stage = fc.record({
  pole: logarithmic(1e5, 1e13),
  slewRate: fc.oneof(logarithmic(1e3, 1e12), fc.constant(Number.POSITIVE_INFINITY)),
  reach: logarithmic(1e-15, 1e-3),
  c: fc.oneof(
    logarithmic(1e-12, 1e3).map((c) => -c),
    logarithmic(1e-12, 1e3),
    fc.constant(0),
  ),
});

describe.each([
  { form: "tanh", solve: tanhStageError, slope: tanhSlope, poleAt: tanhPole },
  { form: "clamp", solve: clampStageError, slope: clampSlope, poleAt: clampPole },
])("an implicit stage of the $form form", ({ solve, slope, poleAt }) => {
  it("solves e + reach s(e) = c to the last digits, for any pole, slew rate and reach", () => {
    fc.assert(
      fc.property(stage, ({ pole, slewRate, reach, c }) => {
        const e = solve(pole, slewRate, reach, c);
        // In the error rather than in the sum, which its slope would magnify.
        const magnified = 1 + reach * poleAt(pole, slewRate, slope(pole, slewRate, e));
        const miss = e + reach * slope(pole, slewRate, e) - c;
        expect(Math.abs(miss) / magnified).toBeLessThanOrEqual(8 * 2 ** -52 * Math.abs(c));
        expect(Math.sign(e)).toBe(Math.sign(c));
      }),
      { numRuns: 3000 },
    );
  });

  it("is odd, rises with c, and is no number only where c is none", () => {
    fc.assert(
      fc.property(stage, ({ pole, slewRate, reach, c }) => {
        expect(solve(pole, slewRate, reach, -c) + solve(pole, slewRate, reach, c)).toBe(0);
        expect(solve(pole, slewRate, reach, 1.01 * c) * Math.sign(c)).toBeGreaterThanOrEqual(
          solve(pole, slewRate, reach, c) * Math.sign(c),
        );
      }),
    );
    expect(solve(1e9, 1e8, 1e-9, Number.NaN)).toBeNaN();
  });

  it("knows the pole that the amplifier has at its slope", () => {
    const [pole, slewRate] = [2e9, 3e8];
    for (const e of [0, 0.01, -0.05, 0.1, 0.149, -0.16, 0.4]) {
      const difference = (slope(pole, slewRate, e + 1e-7) - slope(pole, slewRate, e - 1e-7)) / 2e-7;
      expect(Math.abs(poleAt(pole, slewRate, slope(pole, slewRate, e)) / pole - difference / pole)).toBeLessThan(1e-6);
    }
  });
});

it("each branch of the clamp form solves its own law", () => {
  for (const mode of [-1, 0, 1]) {
    const e = clampStageOnBranch(mode, 1e9, 1e8, 3e-9, 0.7);
    expect(e + 3e-9 * clampOnBranch(mode, 1e9, 1e8, e)).toBeCloseTo(0.7, 14);
  }
});
