import { CircuitBuilder } from "../../analog-models/circuit.ts";
import { sine } from "../../analog-models/sources/sine.ts";
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

/**
 * The same node behind an amplifier 50 times as fast that slews, which itself compares `vin` with a part of v: for the
 * method that is implicit in the amplifier. Signals v and drop among others.
 */
export function amplifiedSystem(tau_s: number): DrivenSystem {
  const pole = 50 / tau_s;
  const c = new CircuitBuilder().inputs("vin", "single", { unit: "V" }).nodes("v", "single", { capacitance: 1e-12 });
  c.quantities("target", "single", "V").linear("target", [{ from: "vin" }, { from: "v", gain: -0.1 }]);
  const rails = { low: -2, high: 2 };
  const amplifier = { form: "tanh", gainBandwidth: pole / (2 * Math.PI), gain: 1, slewRate: 4 / tau_s, rails } as const;
  c.amplifiers("amp", "single", amplifier, { target: "target" }).resistor("amp", "v", tau_s / 1e-12);
  return c.signal("drop", "V", [{ from: "vin" }, { from: "v", gain: -1 }]).build();
}

/** A system, and how it is solved: loosely where that only saves time. */
/** An RC node beside a source: solved in closed form, and looked into by chords. */
const hummingSystem = (tau_s: number): DrivenSystem =>
  new CircuitBuilder()
    .inputs("vin", "single", { unit: "V" })
    .source("hum", sine({ offset: 0, amplitude: 0.1, frequency: 30e6 }))
    .nodes("v", "single", { capacitance: tau_s / 1000 })
    .resistor("vin", "v", 1000)
    .signal("drop", "V", [{ from: "vin" }, { from: "v", gain: -1 }, { from: "hum" }])
    .build();

export const SOLVED = [
  { name: "a node, explicit", system: rcSystem, relative: 1e-6, method: "explicit" },
  { name: "a node beside a source, in closed form", system: hummingSystem, relative: 1e-6, method: "auto" },
  { name: "a node behind a fast amplifier, implicit", system: amplifiedSystem, relative: 1e-4, method: "imex" },
] as const;

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
