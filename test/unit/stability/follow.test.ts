import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leadingMemoryMode } from "../../../analog-models/stability/escape.ts";
import { Follower } from "../../../analog-models/stability/follow.ts";
import { LayeredCore } from "../../../analog-models/stability/layered-core.ts";
import { standingOf } from "../../../analog-models/stability/standing.ts";
import { fixedPointOf } from "../../../analog-models/training/fixed-point.ts";
import { type Core, coreOf, type EnergyTransformer } from "../../../analog-models/training/model.ts";
import { randomStream } from "../../../src/random.ts";
import { ALL_STEPPERS } from "../../../src/ode/steppers/all.ts";
import { integrationOf } from "../../numerics/integrate.ts";
import { HIDDEN_TAU, twoLayers } from "../../numerics/two-layers.ts";
import { randomContext, randomWeights } from "../training/random-weights.ts";

const SIZE = 6 + 4 + 5;
const seeds = fc.integer({ min: 0, max: 1e6 });
const follow = (core: Core, start?: Float64Array) => new Follower(core, HIDDEN_TAU).follow(core, start);

function randomState(seed: number, n: number, spread: number): Float64Array {
  const draws = randomStream(seed, "states", "x");
  return Float64Array.from({ length: SIZE }, (_, k) => spread * draws.normal(n * SIZE + k));
}

it("solves I - k J, the product taken by differences", () => {
  fc.assert(
    fc.property(seeds, fc.double({ min: 0.01, max: 10, noNaN: true }), (seed, k) => {
      const core = coreOf(randomWeights(seed), randomContext(seed));
      const layers = new LayeredCore(core.shape, HIDDEN_TAU);
      const [x, right] = [randomState(seed, 0, 1), randomState(seed, 1, 1)];
      const solved = Float64Array.from(right);
      expect(layers.factor(core, x, k)).toBe(true);
      layers.solve(core, solved);
      const slope = (part: number) => {
        const out = new Float64Array(SIZE);
        layers.slope(
          core,
          x.map((value, i) => value + part * solved[i]),
          out,
        );
        return out;
      };
      const [up, down] = [slope(1e-5), slope(-1e-5)];
      right.forEach((b, i) => expect(solved[i] - k * ((up[i] - down[i]) / 2e-5)).toBeCloseTo(b, 5));
    }),
    { numRuns: 60 },
  );
});

describe("inside the bound", () => {
  it("every start, however far, ends at the one fixed point, which attracts", () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.05, max: 0.35, noNaN: true }), (seed, gain) => {
        const weights = randomWeights(seed, gain);
        fc.pre(standingOf(weights).guaranteed);
        const context = randomContext(seed);
        const core = coreOf(weights, context);
        const end = fixedPointOf(weights, context);
        for (const spread of [0, 1, 100]) {
          const { ending, v } = follow(core, randomState(seed, spread, spread));
          expect(ending).toBe("settled");
          v.forEach((x, i) => expect(x).toBeCloseTo(end[i], 8));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("with a memory eigenvalue", () => {
  const withBias = (weights: EnergyTransformer, visibleBias: Float64Array) => ({ ...weights, visibleBias });

  it("above 1 there are biases with which every context runs away, at the rate of that eigenvalue", () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.45, max: 2, noNaN: true }), (seed, gain) => {
        const weights = randomWeights(seed, gain);
        const { bounded, memory } = standingOf(weights);
        fc.pre(!bounded);
        const push = leadingMemoryMode(weights).direction.map((x) => 50 * x);
        const { ending, mode } = follow(coreOf(withBias(weights, push), randomContext(seed)));
        expect(ending).toBe("runs away");
        expect(mode?.curvature).toBeCloseTo(1 - memory, 9);
      }),
      { numRuns: 60 },
    );
  });

  it("below 1 none does, however strong the biases and however far outside the bound", () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 1, max: 1e3, noNaN: true }), (seed, strength) => {
        const weights = { ...randomWeights(seed, 0.3), beta: 40 };
        const { bounded, guaranteed } = standingOf(weights);
        fc.pre(bounded);
        expect(guaranteed).toBe(false);
        const push = randomState(seed, 0, strength).slice(0, 6);
        expect(["settled", "saddle"]).toContain(follow(coreOf(withBias(weights, push), randomContext(seed))).ending);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    [0.01, "runs away"],
    [-0.01, "settled"],
    [0, "saddle"],
  ])("of exactly 1, a drive of %f along its vector decides: %s", (drive, ending) => {
    const core: Core = {
      shape: { visible: 2, context: 1, memory: 1, vocabulary: 2 },
      beta: 1,
      attention: Float64Array.of(0, 0),
      positionBias: Float64Array.of(0),
      memory: Float64Array.of(0.6, 0.8),
      // The unit is on from the start, by a threshold that the visible bias takes back.
      memoryBias: Float64Array.of(1),
      visibleBias: Float64Array.of(0.6 * (drive - 1), 0.8 * (drive - 1)),
    };
    const fate = follow(core);
    expect(fate.ending).toBe(ending);
    expect(fate.mode?.curvature ?? 0).toBeCloseTo(0, 12);
  });
});

describe("what is said of a core outside the bound", () => {
  it("is what an explicit method of fifth order finds, step by step", () => {
    const endings = new Map<string, number>();
    for (let seed = 0; seed < 60; seed++) {
      const weights = randomWeights(seed, 0.36 + 0.001 * seed);
      const core = coreOf(weights, randomContext(seed));
      const { ending, v } = follow(core);
      endings.set(ending, (endings.get(ending) ?? 0) + 1);
      const reached = integrated(core);
      const far = Math.max(...reached.map(Math.abs)) > 100;
      expect(far, `seed ${seed}`).toBe(ending === "runs away");
      const off = v.map((x, i) => Math.abs(x - reached[i]) / Math.abs(x));
      expect(far ? 0 : Math.max(...off), `seed ${seed}`).toBeLessThan(0.01);
    }
    expect(Math.min(endings.get("settled") ?? 0, endings.get("runs away") ?? 0)).toBeGreaterThan(10);
  });
});

/** Visible voltages after 300 tau, or once they are beyond a thousand. */
function integrated(core: Core): Float64Array {
  const system = twoLayers(core);
  const integration = integrationOf(ALL_STEPPERS[0].make, system, 1e-6, undefined, "none");
  integration.begin(new Float64Array(SIZE));
  const isFar = () => Array.from(integration.x1).some((x) => Math.abs(x) > 1e3);
  while (integration.tau1 < 300 && !isFar()) expect(integration.step().kind).toBe("completed");
  return Float64Array.from(integration.x1).slice(0, 6);
}
