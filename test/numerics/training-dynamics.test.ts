import { describe, expect, it } from "vitest";
import { fixedPointOf } from "../../analog-models/training/fixed-point.ts";
import { argMax, type Context, coreOf, type EnergyTransformer, logitsOf } from "../../analog-models/training/model.ts";
import { stabilityOf } from "../../analog-models/training/stability.ts";
import { TASKS } from "../../analog-models/training/tasks/all.ts";
import { allContexts } from "../../analog-models/training/tasks/task.ts";
import { modelOf, readWeightFile, trainedFile } from "../../cosim/weights/weight-file.ts";
import { ALL_STEPPERS } from "../../src/ode/steppers/all.ts";
import { integrationOf, runTo, stateAt } from "./integrate.ts";
import { twoLayers } from "./two-layers.ts";

function voltagesAt(weights: EnergyTransformer, context: Context, times: readonly number[]): readonly Float64Array[] {
  const system = twoLayers(coreOf(weights, context));
  const size = system.stateNames.length;
  const integration = integrationOf(ALL_STEPPERS[0].make, system, 1e-6, undefined, "none");
  integration.begin(new Float64Array(size));
  return times.map((t) => {
    runTo(integration, t);
    return stateAt(integration, t, size).subarray(0, weights.shape.visible);
  });
}

// Discharged nodes are where a chip starts; a reading is right from 10 tau on, and late ones do not drift away.
describe.each(TASKS)("a chip with the shipped weights of $name", (task) => {
  const weights = modelOf(readWeightFile(trainedFile(task.name)));
  const times = [10, 20, 40, 60];

  it("reads right at 10, 20, 40 and 60 tau, after every prompt, and has come to the fixed point by 60", () => {
    // The slowest mode there can be, from a start of full scale, and what the integrator leaves.
    const left = 2 * Math.exp(-60 * (1 - stabilityOf(weights).bound)) + 1e-4;
    for (const context of allContexts(task)) {
      const readings = voltagesAt(weights, context, times);
      const tokens = readings.map((v) => argMax(logitsOf(weights.decoderWeights, weights.decoderBias, v)));
      expect(tokens, context.join("")).toEqual(times.map(() => task.next(context)));
      const end = fixedPointOf(weights, context);
      const away = Math.max(...end.map((x, i) => Math.abs(x - (readings[3]?.[i] ?? 0))));
      expect(away, context.join("")).toBeLessThan(left);
    }
  });
});
