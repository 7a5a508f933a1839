import type { Core } from "../../analog-models/training/model.ts";
import type { OdeSystem } from "../../src/ode/contracts.ts";

/** Hidden nodes are five times as fast as visible ones. Time in tau. */
export const HIDDEN_TAU = 0.2;

/** Both layers as the circuit has them: states v, then h of the attention rows, then h of the memory rows. */
export function twoLayers({ shape, beta, attention, memory, positionBias, memoryBias, visibleBias }: Core): OdeSystem {
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
