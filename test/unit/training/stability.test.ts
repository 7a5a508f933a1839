import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { symmetricEigenvalues } from "../../../analog-models/training/eigenvalues.ts";
import { coreOf } from "../../../analog-models/training/model.ts";
import { project } from "../../../analog-models/training/projection.ts";
import { RECIPE } from "../../../analog-models/training/recipe.ts";
import { Relaxation } from "../../../analog-models/training/relaxation.ts";
import { stabilityBound, stabilityOf } from "../../../analog-models/training/stability.ts";
import { randomStream } from "../../../src/random.ts";
import { randomContext, randomWeights, SMALL } from "./random-weights.ts";

const seeds = fc.integer({ min: 0, max: 1e6 });

describe("eigenvalues", () => {
  it("of the second difference matrix are 2 - 2 cos(k pi / (n + 1))", () => {
    const n = 12;
    const matrix = Float64Array.from({ length: n * n }, (_, k) => {
      const off = Math.abs((k % n) - Math.floor(k / n));
      return off === 0 ? 2 : off === 1 ? -1 : 0;
    });
    symmetricEigenvalues(matrix, n).forEach((value, k) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 13);
    });
  });

  it("keep trace and sum of squares of any symmetric matrix", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const n = 7;
        const draws = randomStream(seed, "matrix", "entries");
        const matrix = Float64Array.from({ length: n * n }, (_, k) =>
          draws.normal(Math.min(k % n, Math.floor(k / n)) * n + Math.max(k % n, Math.floor(k / n))),
        );
        const values = symmetricEigenvalues(matrix, n);
        const trace = matrix.reduce((sum, x, k) => sum + (k % (n + 1) === 0 ? x : 0), 0);
        expect(values.reduce((sum, x) => sum + x, 0)).toBeCloseTo(trace, 10);
        expect(values.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(
          matrix.reduce((sum, x) => sum + x * x, 0),
          9,
        );
      }),
      { numRuns: 50 },
    );
  });
});

/** Least eigenvalue of H at one v. */
function leastCurvature(seed: number, gain: number, spread: number): number {
  const relaxation = new Relaxation(SMALL);
  const core = coreOf(randomWeights(seed, gain), randomContext(seed));
  const draws = randomStream(seed, "anywhere", "v");
  relaxation.evaluate(
    core,
    Float64Array.from({ length: 6 }, (_, i) => spread * draws.normal(i)),
  );
  relaxation.linearise(core);
  const full = relaxation.hessian.map((x, k) =>
    k % 6 > Math.floor(k / 6) ? relaxation.hessian[(k % 6) * 6 + Math.floor(k / 6)] : x,
  );
  return symmetricEigenvalues(full, 6)[0];
}

describe("the bound", () => {
  it("holds: no Hessian anywhere has an eigenvalue below 1 - bound, whatever the weights", () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.05, max: 2, noNaN: true }), (seed, gain) => {
        const bound = stabilityBound(randomWeights(seed, gain));
        expect(leastCurvature(seed, gain, 3)).toBeGreaterThanOrEqual(1 - bound - 1e-12);
      }),
      { numRuns: 300 },
    );
  });

  it("is never looser than the crude condition, and says no more than the memory alone when beta is 0", () => {
    for (let seed = 0; seed < 50; seed++) {
      const { bound, crude } = stabilityOf(randomWeights(seed));
      expect(bound).toBeLessThanOrEqual(crude + 1e-12);
      const blind = stabilityOf({ ...randomWeights(seed), beta: 0 });
      expect(blind.bound).toBeCloseTo(blind.memory, 12);
    }
  });

  it("names weights outside it as such", () => {
    const outside = stabilityOf(randomWeights(1, 1.5));
    expect(outside.bound).toBeGreaterThan(1);
    expect(outside).toMatchObject({ guaranteed: false, slowestTime: Infinity });
  });
});

it("projection brings any weights inside the limit and changes none that are", () => {
  fc.assert(
    fc.property(seeds, fc.double({ min: 0.05, max: 2, noNaN: true }), (seed, gain) => {
      const weights = randomWeights(seed, gain);
      const inside = stabilityBound(weights) <= RECIPE.boundLimit;
      const before = Float64Array.from(weights.memory);
      project(weights, RECIPE);
      expect(stabilityBound(weights)).toBeLessThanOrEqual(RECIPE.boundLimit * (1 + 1e-12));
      expect(Math.min(...weights.memory, ...weights.embedding)).toBeGreaterThanOrEqual(0);
      expect(!inside || weights.memory.every((x, k) => x === before[k])).toBe(true);
    }),
    { numRuns: 200 },
  );
});
