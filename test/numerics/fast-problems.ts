import { tanhPole, tanhStageError } from "../../analog-models/amplifier-stage.ts";
import type { FastStates, OdeSystem } from "../../src/ode/contracts.ts";
import type { ExactProblem } from "./problems.ts";

const RC = 1e-6;

/**
 * A node that follows a tanh or linear amplifier, which follows a goal that depends on time and the node:
 *   x' = (a - x) / RC,   a' = SR tanh(p (goal(t, x) - a) / SR)
 */
function followed(pole: number, slewRate: number, goal: (t: number, x: number) => number): OdeSystem {
  const slope = (error: number) =>
    slewRate === Infinity ? pole * error : slewRate * Math.tanh((pole * error) / slewRate);
  const fast: FastStates = {
    places: [1],
    ratio: () => pole * RC,
    poles: (dxdt, out) => {
      out[1] = tanhPole(pole, slewRate, dxdt[1]);
    },
    solve: (t, reach, x, dxdt) => {
      const known = goal(t, x[0]) - x[1];
      const error = tanhStageError(pole, slewRate, reach, known);
      x[1] = goal(t, x[0]) - error;
      dxdt[0] = (x[1] - x[0]) / RC;
      dxdt[1] = (known - error) / reach;
    },
  };
  return {
    stateNames: ["x [V]", "a [V]"],
    fast,
    derivative: (t, x, dxdt) => {
      dxdt[0] = (x[1] - x[0]) / RC;
      dxdt[1] = slope(goal(t, x[0]) - x[1]);
    },
  };
}

/** Linear, in a loop of gain 0.4: x'' + (1/RC + p) x' + 0.6 p x / RC = 0. */
export function loop(ratio: number): ExactProblem {
  const p = ratio / RC;
  const [sum, product] = [1 / RC + p, (0.6 * p) / RC];
  const slow = (-2 * product) / (sum + Math.sqrt(sum * sum - 4 * product)); // no cancellation
  const fast = -sum - slow;
  // x = A e^(slow t) + B e^(fast t), a = x + RC x', from x = 1, a = -0.5.
  const start = (-0.5 - 1) / RC;
  const b = (start - slow) / (fast - slow);
  return {
    name: `an amplifier ${ratio} times as fast as its node, in a loop`,
    system: followed(p, Infinity, (_t, x) => 0.4 * x),
    x0: Float64Array.of(1, -0.5),
    end: 3e-6,
    exact: (t) => {
      const [es, ef] = [(1 - b) * Math.exp(slow * t), b * Math.exp(fast * t)];
      return [es + ef, (1 + RC * slow) * es + (1 + RC * fast) * ef];
    },
  };
}

/** Behind a sine: what is left after the start is the steady oscillation, and the start decays with both poles. */
export function sineBehind(ratio: number): ExactProblem {
  const p = ratio / RC;
  const w = 3e6;
  // a' = p (sin wt - a): a = g (sin wt - w/p cos wt) + g w/p e^(-pt), g = 1 / (1 + (w/p)^2)
  const lag = w / p;
  const g = 1 / (1 + lag * lag);
  // x' = (a - x) / RC, part by part, from x = 0.
  const u = w * RC;
  const f = 1 / (1 + u * u);
  const steady = (t: number) =>
    g * f * (Math.sin(w * t) - u * Math.cos(w * t) - lag * (Math.cos(w * t) + u * Math.sin(w * t)));
  const part = (g * lag) / (1 - p * RC);
  const amplitude = -steady(0) - part;
  return {
    name: `an amplifier ${ratio} times as fast as its node, behind a sine`,
    system: followed(p, Infinity, (t) => Math.sin(w * t)),
    x0: Float64Array.of(0, 0),
    end: 4e-6,
    exact: (t) => {
      const decayed = Math.exp(-p * t);
      const a = g * (Math.sin(w * t) - lag * Math.cos(w * t)) + g * lag * decayed;
      return [steady(t) + part * decayed + amplitude * Math.exp(-t / RC), a];
    },
  };
}

/** tanh form, slewing from 0 to 1 V: sinh(p (1 - a) / SR) falls as e^(-pt). The node, 1e6 times slower, all but rests. */
export function slewing(ratio: number): ExactProblem {
  const p = ratio / RC;
  const slewRate = 4e5;
  const k = p / slewRate;
  // asinh(sinh(k) e^(-pt)) / k, where sinh(k) itself may overflow
  const left = (t: number) => {
    const log = k + Math.log1p(-Math.exp(-2 * k)) - Math.LN2 - p * t;
    return (log > 30 ? log + Math.LN2 : Math.asinh(Math.exp(log))) / k;
  };
  const system = followed(p, slewRate, () => 1);
  const held: OdeSystem = {
    ...system,
    derivative: (t, x, dxdt) => {
      system.derivative(t, x, dxdt);
      dxdt[0] = 0;
    },
    fast: {
      ...(system.fast as FastStates),
      solve: (t, reach, x, dxdt) => {
        system.fast?.solve(t, reach, x, dxdt);
        dxdt[0] = 0;
      },
    },
  };
  return {
    name: `a slewing amplifier with a pole of ${ratio} per us`,
    system: held,
    x0: Float64Array.of(0, 0),
    end: 4e-6,
    exact: (t) => [0, 1 - left(t)],
  };
}
