import type { DrivenSystem } from "../../src/ode/contracts.ts";
import { NEVER } from "../../src/time.ts";

/** tau dv/dt = vin - v, with vin an input; signals v, vin and the algebraic difference vin - v. Closed form known. */
export function rcSystem(tau_s: number, v0 = 0, vin0 = 0): DrivenSystem {
  const inputs = Float64Array.of(vin0);
  return {
    stateNames: ["v [V]"],
    inputNames: ["vin [V]"],
    inputs,
    signalNames: ["v [V]", "vin [V]", "drop [V]"],
    signalIsLinear: [true, true, true],
    longestStep: Number.POSITIVE_INFINITY,
    initialState: () => Float64Array.of(v0),
    begin: () => {},
    breakpointAfter: () => NEVER,
    setInput: (index, value) => {
      inputs[index] = value;
    },
    derivative: (_tau, x, dxdt) => {
      dxdt[0] = (inputs[0] - x[0]) / tau_s;
    },
    signals: (_tau, x, out) => {
      out[0] = x[0];
      out[1] = inputs[0];
      out[2] = inputs[0] - x[0];
    },
  };
}

/** dv/dt = slope, an input [V/s]: an exact ramp. */
export function rampSystem(v0: number, slope0_VPerS: number): DrivenSystem {
  const inputs = Float64Array.of(slope0_VPerS);
  return {
    stateNames: ["v [V]"],
    inputNames: ["slope [V/s]"],
    inputs,
    signalNames: ["v [V]"],
    signalIsLinear: [true],
    longestStep: 1e-6,
    initialState: () => Float64Array.of(v0),
    begin: () => {},
    breakpointAfter: () => NEVER,
    setInput: (index, value) => {
      inputs[index] = value;
    },
    derivative: (_tau, _x, dxdt) => {
      dxdt[0] = inputs[0];
    },
    signals: (_tau, x, out) => {
      out[0] = x[0];
    },
  };
}
