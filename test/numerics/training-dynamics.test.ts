import { describe, expect, it } from "vitest";
import { fixedPointOf } from "../../analog-models/training/fixed-point.ts";
import {
  argMax,
  type Context,
  type Core,
  coreOf,
  type EnergyTransformer,
  logitsOf,
} from "../../analog-models/training/model.ts";
import { stabilityOf } from "../../analog-models/training/stability.ts";
import { TASKS } from "../../analog-models/training/tasks/all.ts";
import { allContexts } from "../../analog-models/training/tasks/task.ts";
import { modelOf, readWeightFile, trainedFile } from "../../cosim/weights/weight-file.ts";
import type { OdeSystem } from "../../src/ode/contracts.ts";
import { ALL_STEPPERS } from "../../src/ode/steppers/all.ts";
import { integrationOf, runTo, stateAt } from "./integrate.ts";

/** Hidden nodes are five times as fast as visible ones. Time in tau. */
const HIDDEN_TAU = 0.2;

/** Both layers as the circuit has them: states v, then h of the attention rows, then h of the memory rows. */
function twoLayers({ shape, beta, attention, memory, positionBias, memoryBias, visibleBias }: Core): OdeSystem {
  const { visible, context } = shape;
  const crosspoints = Float64Array.of(...attention, ...memory);
  const bias = Float64Array.of(...positionBias, ...memoryBias);
  const f = new Float64Array(bias.length);
  return {
    stateNames: Array.from({ length: visible + bias.length }, (_, k) => `node[${k}] [1]`),
    derivative(_t, x, dxdt) {
      let total = 0;
      for (let r = 0; r < context; r++) total += f[r] = Math.exp(beta * x[visible + r]);
      for (let r = 0; r < context; r++) f[r] /= total;
      for (let r = context; r < f.length; r++) f[r] = Math.max(0, x[visible + r]);
      for (let i = 0; i < visible; i++) dxdt[i] = visibleBias[i] - x[i];
      for (let r = 0; r < f.length; r++) {
        let drive = bias[r] - x[visible + r];
        for (let i = 0; i < visible; i++) {
          dxdt[i] += f[r] * crosspoints[r * visible + i];
          drive += crosspoints[r * visible + i] * x[i];
        }
        dxdt[visible + r] = drive / HIDDEN_TAU;
      }
    },
  };
}

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
