import { describe, expect, it } from "vitest";
import { FixedPointSolver, fixedPointOf } from "../../../analog-models/training/fixed-point.ts";
import { coreOf } from "../../../analog-models/training/model.ts";
import { Relaxation } from "../../../analog-models/training/relaxation.ts";
import { stabilityOf } from "../../../analog-models/training/stability.ts";
import { randomStream } from "../../../src/random.ts";
import { randomContext, randomWeights, SMALL } from "./random-weights.ts";

const SEEDS = Array.from({ length: 20 }, (_, n) => n + 1);

describe.each(SEEDS)("weights inside the bound, seed %i", (seed) => {
  const weights = randomWeights(seed);
  const core = coreOf(weights, randomContext(seed));

  it("have one fixed point, found from anywhere to the bound that the residual proves", () => {
    const { bound, guaranteed } = stabilityOf(weights);
    expect(guaranteed).toBe(true);
    const solver = new FixedPointSolver(SMALL);
    const starts = randomStream(seed, "starts", "v");
    const ends = Array.from({ length: 5 }, (_, n) => {
      const v = Float64Array.from({ length: 6 }, (_v, i) => 20 * starts.normal(6 * n + i));
      const { settled, residual } = solver.solve(core, v);
      expect(settled).toBe(true);
      return { v, error: (Math.sqrt(6) * residual) / (1 - bound) };
    });
    for (const { v, error } of ends) {
      const distance = Math.hypot(...v.map((x, i) => x - (ends[0].v[i] ?? 0)));
      expect(distance).toBeLessThanOrEqual(error + ends[0].error + 1e-14);
    }
  });

  it("relax to it along dv/dt = F(v) - v", () => {
    const relaxation = new Relaxation(SMALL);
    const v = new Float64Array(6);
    for (let step = 0; step < 4000; step++) {
      relaxation.evaluate(core, v);
      for (let i = 0; i < 6; i++) v[i] += 0.05 * relaxation.residual[i];
    }
    const found = fixedPointOf(weights, randomContext(seed));
    for (let i = 0; i < 6; i++) expect(Math.abs(v[i] - found[i])).toBeLessThan(1e-10);
  });
});

it("says that a runaway has not settled", () => {
  const weights = { ...randomWeights(3, 1.5), memoryBias: new Float64Array(5).fill(1) };
  expect(stabilityOf(weights).guaranteed).toBe(false);
  const v = new Float64Array(6);
  const { settled, residual } = new FixedPointSolver(SMALL).solve(coreOf(weights, [0, 1, 2, 0]), v);
  expect(settled).toBe(false);
  expect(residual).toBeGreaterThan(1);
});
