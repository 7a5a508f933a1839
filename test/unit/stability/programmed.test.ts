import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attentionChip } from "../../../analog-models/networks/attention.ts";
import { CoreStability } from "../../../analog-models/networks/core-stability.ts";
import { type DenseAm, denseAm } from "../../../analog-models/networks/dense-am.ts";
import { plannedCrosspoints } from "../../../analog-models/networks/planned-crosspoints.ts";
import { ProgrammedCore } from "../../../analog-models/networks/programmed-core.ts";
import { CoreBound } from "../../../analog-models/stability/core-bound.ts";
import { leadingMemoryMode } from "../../../analog-models/stability/escape.ts";
import { leastMode } from "../../../analog-models/stability/follow.ts";
import { standingOf } from "../../../analog-models/stability/standing.ts";
import { fixedPointOf } from "../../../analog-models/training/fixed-point.ts";
import { type Context, coreOf, type EnergyTransformer, tokenOfAge } from "../../../analog-models/training/model.ts";
import { Relaxation } from "../../../analog-models/training/relaxation.ts";
import { ns, ps } from "../../../src/time.ts";
import { advance, set, signalsOf } from "../analog-models/trajectory.ts";
import { randomContext, randomWeights, SMALL } from "../training/random-weights.ts";

const LEVEL_BITS = 16;

/** The model on a chip without errors, programmed with a context and released; `push` [V] is added to every visible bias. */
function chipWith(model: EnergyTransformer, context: Context, push = 0) {
  const chip = attentionChip(
    model,
    { visible: 2, attention: 6, memory: 1.5 },
    { visible: 0.4, attention: 0.4, memory: 0.4 },
    LEVEL_BITS,
  );
  const { visible } = model.shape;
  const rows = context.flatMap((_, age) => {
    const token = tokenOfAge(context, age);
    return chip.embedding.slice(token * visible, (token + 1) * visible);
  });
  const made = denseAm({ ...chip.core, weights: [...rows, ...chip.memory] });
  const biases = [...chip.visibleBias.map((a) => a + push), ...chip.positionBias, ...chip.memoryBias];
  biases.forEach((volts, k) => set(made.circuit, `bias[${k}]`, volts));
  set(made.circuit, "release", 1);
  return { chip, made };
}

const relaxed = ({ circuit }: DenseAm, length_ns: number): Float64Array =>
  signalsOf(circuit, advance(circuit, circuit.initialState(), ps(0), ns(length_ns)));

it("finds the bound of a core by the secular equation as by eigenvalues of every pair, one row at a time", () => {
  const bounds = new CoreBound();
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }), (seed, gain) => {
      const weights = { ...randomWeights(seed, gain), beta: 0.1 + 5 * gain };
      const { context, vocabulary } = weights.shape;
      const core = coreOf(weights, [...Array.from({ length: vocabulary }, (_, t) => t), seed % vocabulary]);
      expect(core.positionBias).toHaveLength(context);
      const { bound, memory } = bounds.standingOf(core);
      expect(bound).toBeCloseTo(standingOf(weights).bound, 10);
      expect(memory).toBeCloseTo(standingOf(weights).memory, 10);
    }),
    { numRuns: 100 },
  );
});

describe("in the units of a chip", () => {
  const model = randomWeights(7, 0.25);
  const context = [0, 1, 2, 1];

  it("levels guarantee what the weights that they stand for do", () => {
    const { chip } = chipWith(model, context);
    const levels = { rows: chip.embedding, memory: chip.memory, levelBits: LEVEL_BITS };
    const planned = standingOf(plannedCrosspoints(chip.core, levels));
    const wanted = standingOf(model);
    expect(planned.bound).toBeCloseTo(wanted.bound, 3);
    expect(planned.memory).toBeCloseTo(wanted.memory, 3);
    expect(planned.pair).toEqual(wanted.pair);
  });

  it("a programmed core has the model's bound, fixed point and Hessian", () => {
    const { chip, made } = chipWith(model, context);
    const values = relaxed(made, 20_000);
    const stability = new CoreStability(made);
    expect(stability.relaxing(values)).toBe(true);
    const { bound, memory } = stability.standing(values);
    expect(bound).toBeCloseTo(standingOf(model).bound, 3);
    expect(memory).toBeCloseTo(standingOf(model).memory, 3);
    const end = fixedPointOf(model, context);
    const voltages = new ProgrammedCore(made).voltages(values);
    voltages.forEach((volts, i) => expect(volts / chip.scale.visible).toBeCloseTo(end[i], 3));
    const { curvature } = leastMode(coreOf(model, context), end, new Relaxation(SMALL));
    expect(stability.curvature(values)).toBeCloseTo(curvature, 3);
    expect(stability.residual(values)).toBeLessThan(1e-6);
  });
});

describe("a core whose amplifiers reach their rails", () => {
  const saturated = (model: EnergyTransformer, push: number, length_ns: number) => {
    const { made } = chipWith(model, randomContext(3), push);
    return { stability: new CoreStability(made), values: relaxed(made, length_ns) };
  };

  it("does not run away where it is merely driven too far, whatever its rails hide", () => {
    const { stability, values } = saturated(randomWeights(3, 0.3), 3, 3000);
    expect(stability.clipped(values)).toBe(true);
    expect(stability.runaway(values)).toBeUndefined();
  });

  it("does not run away where it would come back, although its memory could", () => {
    // Units that stay asleep: the energy has no floor, but not here.
    const model = { ...randomWeights(3, 0.6), memoryBias: new Float64Array(5).fill(-60) };
    expect(standingOf(model).bounded).toBe(false);
    const { stability, values } = saturated(model, 3, 3000);
    expect(stability.clipped(values)).toBe(true);
    expect(stability.runaway(values)).toBeUndefined();
  });

  it("runs away where it would not, and says where and how fast", () => {
    const model = { ...randomWeights(3, 0.6), visibleBias: leadingMemoryMode(randomWeights(3, 0.6)).direction };
    const { stability, values } = saturated(model, 0, 3000);
    expect(stability.clipped(values)).toBe(true);
    const { node, how, eigenvalue, rate } = stability.runaway(values) ?? {};
    expect(node).toMatch(/^(visible|hidden)\.v\[\d+\]$/);
    expect(how).toBe("its amplifier at the rail of 0.9 V");
    expect(eigenvalue).toBeCloseTo(1 - standingOf(model).memory, 3);
    expect(rate).toMatch(/^e-fold in [\d.]+ ns/);
  });
});
