import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chosenContexts } from "../../../analog-models/stability/chosen-contexts.ts";
import { ContextClasses } from "../../../analog-models/stability/context-classes.ts";
import { examine, type Examination, type ExaminationOptions } from "../../../analog-models/stability/examine.ts";
import { Follower } from "../../../analog-models/stability/follow.ts";
import { standingOf } from "../../../analog-models/stability/standing.ts";
import { coreOf, type EnergyTransformer } from "../../../analog-models/training/model.ts";
import { allContexts } from "../../../analog-models/training/tasks/task.ts";
import { modelOf, readWeightFile, trainedFile } from "../../../cosim/weights/weight-file.ts";
import { HIDDEN_TAU } from "../../numerics/two-layers.ts";
import { randomWeights, SMALL } from "../training/random-weights.ts";

const contextsOf = ({ shape: { vocabulary, context } }: EnergyTransformer) =>
  allContexts({ tokens: Array.from({ length: vocabulary }, String), context });

function examined(weights: EnergyTransformer, options: Partial<ExaminationOptions> = {}): Examination {
  const steps = examine(weights, { hiddenTau: HIDDEN_TAU, most: 65_536, seed: 1, ...options });
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

const scaled = (weights: EnergyTransformer, factor: number): EnergyTransformer => ({
  ...weights,
  embedding: weights.embedding.map((x) => factor * x),
  memory: weights.memory.map((x) => factor * x),
});

const parity = modelOf(readWeightFile(trainedFile("parity")));

describe("classes of contexts", () => {
  it("are as many as there are stand-ins, and together have every context once", () => {
    const biases = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(biases, fc.integer({ min: 2, max: 4 }), (bias, vocabulary) => {
        const shape = { ...SMALL, context: bias.length, vocabulary };
        const weights = { ...randomWeights(1, 0.2, shape), positionBias: Float64Array.from(bias) };
        const classes = new ContextClasses(weights);
        const found = [...classes].map((context) => context.join());
        const standIns = new Set(contextsOf(weights).map((context) => classes.standIn(context).join()));
        expect(new Set(found)).toEqual(standIns);
        expect(found).toHaveLength(classes.count);
        const members = [...classes].reduce((sum, context) => sum + classes.members(context), 0);
        expect(members).toBe(classes.contexts);
      }),
      { numRuns: 60 },
    );
  });

  it("hold contexts that a core cannot tell apart", () => {
    const weights = { ...randomWeights(4, 0.3), positionBias: Float64Array.of(0.5, -1, 0.5, 0.5) };
    const classes = new ContextClasses(weights);
    const follower = new Follower(weights, HIDDEN_TAU);
    const rest = (context: readonly number[]) => follower.follow(coreOf(weights, context)).v;
    for (const context of contextsOf(weights)) {
      const standIn = rest(classes.standIn(context));
      rest(context).forEach((x, i) => expect(x).toBeCloseTo(standIn[i], 9));
    }
  });
});

describe("contexts that are followed", () => {
  const shape = { ...SMALL, context: 16, vocabulary: 2 };
  const classes = new ContextClasses({
    ...randomWeights(1, 0.2, shape),
    positionBias: Float64Array.from({ length: 16 }, (_, age) => age),
  });
  const MIXTURES = 2 + 15;

  it.each([
    ["all, as long as they are no more than asked for", 65_536, true, 65_536],
    ["draws that do not take all day where more differ", 65_535, false, 16_384 + MIXTURES],
    ["fewer draws where fewer are asked for", 1000, false, 1000 + MIXTURES],
  ])("are %s", (_, most, exhaustive, total) => {
    const chosen = chosenContexts(classes, { most, seed: 1 });
    expect(chosen).toMatchObject({ exhaustive, total });
    expect([...chosen.contexts]).toHaveLength(total);
  });
});

describe("the inputs of a model", () => {
  it("all settle inside the guarantee, the slowest with the least curvature that its file states", () => {
    const { endings, least, restless, several } = examined(parity);
    expect(endings).toEqual({ settled: 256, saddle: 0, "runs away": 0, undecided: 0 });
    expect(restless).toEqual([]);
    expect(several.tried).toBe(0);
    const stated = readWeightFile(trainedFile("parity")).stability?.leastCurvature;
    expect(least?.curvature).toBeCloseTo(Number(stated), 6);
  });

  it("that run away are found, every one and no other", () => {
    const weights = scaled(parity, 1.17);
    const { endings, restless } = examined(weights);
    const follower = new Follower(weights, HIDDEN_TAU);
    const runaway = contextsOf(weights).filter(
      (context) => follower.follow(coreOf(weights, context)).ending === "runs away",
    );
    expect(runaway.length).toBe(endings["runs away"]);
    expect(runaway.length).toBeGreaterThan(0);
    expect(runaway.length).toBeLessThan(256);
    const classes = new ContextClasses(weights);
    const listed = new Set(restless.map(({ context }) => context.join()));
    expect(new Set(runaway.map((context) => classes.standIn(context).join()))).toEqual(listed);
    for (const { curvature } of restless) expect(curvature).toBeCloseTo(1 - standingOf(weights).memory, 9);
  });

  it("may all settle outside the guarantee, which is said and measured", () => {
    const weights = { ...scaled(parity, 1.1), memoryBias: parity.memoryBias.map((c) => c - 20), beta: 2 };
    expect(standingOf(weights)).toMatchObject({ guaranteed: false, bounded: true });
    expect(examined(weights).endings.settled).toBe(256);
  });

  it("may have several fixed points where rows win over rows, and they are found", () => {
    const weights = { ...randomWeights(2, 0.1), beta: 60, positionBias: new Float64Array(4) };
    expect(standingOf(weights)).toMatchObject({ guaranteed: false, bounded: true });
    const { endings, several } = examined(weights);
    expect(endings["runs away"]).toBe(0);
    expect(several.tried).toBeGreaterThan(0);
    expect(several.found).toBeGreaterThan(0);
  });

  it("that run away are looked for on purpose where draws meet none of them", () => {
    const weights = needle();
    expect(examined(weights).endings).toEqual({ settled: 511, saddle: 0, "runs away": 1, undecided: 0 });
    const { exhaustive, endings, restless } = examined(weights, { most: 40 });
    expect(exhaustive).toBe(false);
    expect(endings).toEqual({ settled: 40, saddle: 0, "runs away": 0, undecided: 0 });
    expect(restless.map(({ context }) => context.join(""))).toEqual(["111111111"]);
  });
});

/** One unit of gain 1.2 that wakes for the one of 512 contexts that is all ones: attention is nearly the mean of the rows. */
function needle(): EnergyTransformer {
  const shape = { visible: 2, context: 9, memory: 1, vocabulary: 2 };
  return {
    ...randomWeights(1, 0.2, shape),
    beta: 1e-3,
    embedding: Float64Array.of(0, 1, 1, 0),
    positionBias: Float64Array.from({ length: 9 }, (_, age) => 0.01 * age),
    memory: Float64Array.of(Math.sqrt(1.2), 0),
    memoryBias: Float64Array.of(-0.95 * Math.sqrt(1.2)),
    visibleBias: new Float64Array(2),
  };
}
