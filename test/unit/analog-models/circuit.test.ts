import { describe, expect, it } from "vitest";
import { CircuitBuilder, GROUND } from "../../../analog-models/circuit.ts";
import { sine } from "../../../analog-models/sources/sine.ts";
import { ramp } from "../../../analog-models/sources/piecewise-linear.ts";
import { ns, ps } from "../../../src/time.ts";
import { place, set, signalsOf } from "./trajectory.ts";

const linear = { form: "tanh", gainBandwidth: 1e8, gain: 1, slewRate: Infinity, rails: { low: -1, high: 1 } } as const;
const device = { conductanceMin: 0, conductanceMax: 1e-4, levels: 8, mismatch: 0, programmingError: 0 } as const;

function slopes(system: ReturnType<CircuitBuilder["build"]>, x: number[], tau = 0): number[] {
  const out = new Float64Array(x.length);
  system.derivative(tau, Float64Array.from(x), out);
  return [...out];
}

/** One of everything. */
function kitchen(): CircuitBuilder {
  const c = new CircuitBuilder();
  c.inputs("bias", 2, { unit: "V", initial: [0.25, -0.25] });
  c.inputs("close", "single", { unit: "1", low: 0, high: 1, whole: true });
  c.nodes("x.v", 2, { capacitance: 1e-12, initial: [0.1, 0.2] });
  c.quantities("x.f", 2, "V").activation({ kind: "tanh", gain: 1, scale: 1 }, { from: "x.v", into: "x.f" });
  c.quantities("line", 3, "A");
  c.crossbar("weights", { ...device, rows: 3, columns: 2 }, { columnVoltage: "x.f", rowCurrent: "line" });
  c.amplifiers("out", 2, linear, { target: "x.f" });
  c.resistor("out", "x.v", 1e3);
  c.switch("bias", "x.v", { onResistance: 1e3, offConductance: 0, control: "close" });
  c.source("vin", sine({ offset: 0, amplitude: 1, frequency: 1e6 }));
  c.signal("difference", "V", [{ from: "x.v[0]" }, { from: "x.v[1]", gain: -1 }]);
  c.signal("chase", "V", [{ from: "vin" }, { from: "x.v[1]", gain: -1 }]);
  c.signal("size", "V", { of: ["x.v[0]", "x.v[1]"], map: Math.hypot });
  return c;
}

const wrong = (add: (c: CircuitBuilder) => unknown) => () => {
  const c = kitchen();
  add(c);
  c.build();
};

describe("names", () => {
  const system = kitchen().build();

  it("are bank[i] in banks and plain for single things, with the unit behind", () => {
    expect(system.stateNames).toEqual(["x.v[0] [V]", "x.v[1] [V]", "out[0] [V]", "out[1] [V]"]);
    expect(system.inputNames).toEqual([
      "bias[0] [V]",
      "bias[1] [V]",
      "close [1]",
      ...[0, 1, 2].flatMap((row) => [`weights[${row},0] [1]`, `weights[${row},1] [1]`]),
    ]);
  });

  it("of signals begin with the states, then the inputs, then the quantities as declared", () => {
    expect(system.signalNames).toEqual([
      ...system.stateNames,
      "bias[0] [V]",
      "bias[1] [V]",
      "close [1]",
      "x.f[0] [V]",
      "x.f[1] [V]",
      "line[0] [A]",
      "line[1] [A]",
      "line[2] [A]",
      "vin [V]",
      "difference [V]",
      "chase [V]",
      "size [V]",
    ]);
  });

  it("say which signals are linear in the states", () => {
    const bent = system.signalNames.filter((_, k) => !system.signalIsLinear[k]).map((name) => name.split(" ")[0]);
    expect(bent).toEqual(["x.f[0]", "x.f[1]", "line[0]", "line[1]", "line[2]", "vin", "chase", "size"]);
  });

  it("that are wrong are refused with the place and the nearest right one", () => {
    expect(wrong((c) => c.resistor("x.w", GROUND, 1))).toThrow(
      'unknown node "x.w" in branch from "x.w" to "ground"; did you mean "x.v"?',
    );
    expect(wrong((c) => c.resistor("x.v[2]", GROUND, 1))).toThrow(/"x.v\[2\]" in branch .* is 2, outside 0..1/);
    expect(wrong((c) => c.resistor("x.v[0..5]", GROUND, 1))).toThrow("outside 0..1");
    expect(wrong((c) => c.resistor("vin[0]", GROUND, 1))).toThrow('did you mean "vin"?');
    expect(wrong((c) => c.nodes("x.v", 2, { capacitance: 1 }))).toThrow("used twice");
    expect(wrong((c) => c.nodes("x v", 2, { capacitance: 1 }))).toThrow("is no name");
  });
});

const built = (add: (c: CircuitBuilder) => unknown) => () => {
  const c = new CircuitBuilder().nodes("v", 2, { capacitance: 1e-12 }).nodes("w", 3, { capacitance: 1e-12 });
  add(c);
  return c.build();
};

describe("a circuit that contradicts itself is refused by name", () => {
  it("a loop of elements without a state", () => {
    const loop = built((c) => {
      c.quantities("a", "single", "V").quantities("b", "single", "V").quantities("z", "single", "V");
      c.linear("z", [{ from: "v[0]" }])
        .linear("a", [{ from: "b" }, { from: "z" }])
        .linear("b", [{ from: "a" }]);
    });
    expect(loop).toThrow('linear combination into "a" -> linear combination into "b" -> linear combination into "a"');
    expect(loop).not.toThrow('into "z"');
  });

  it("a quantity nobody or two compute", () => {
    expect(built((c) => c.quantities("q", 2, "V").linear("q[0]", [{ from: "v[0]" }]))).toThrow(
      'nothing computes "q[1]"',
    );
    expect(built((c) => c.signal("q", "V", [{ from: "v[0]" }]).linear("q", [{ from: "v[1]" }]))).toThrow(
      '"q" is computed twice',
    );
    expect(built((c) => c.linear("v[0]", [{ from: "v[1]" }]).linear("v[0]", []))).toThrow("computed twice");
  });

  it("banks of different sizes, branches between no nodes, nonsense values", () => {
    expect(built((c) => c.resistor("v", "w", 1e3))).toThrow('"v" in branch from "v" to "w" has 2 elements where 3');
    expect(built((c) => c.resistor(GROUND, GROUND, 1))).toThrow("neither end is a node");
    expect(built((c) => c.nodes("u", 2, { capacitance: [1e-12, 0] }))).toThrow("element 1 has 0 F");
    expect(built((c) => c.nodes("u", 2, { capacitance: [1e-12] }))).toThrow("1 values where 2");
    expect(built((c) => c.amplifiers("u", 2, { ...linear, gain: 0 }, { target: "v" }))).toThrow("above 0");
    expect(built((c) => c.amplifiers("u", 2, { ...linear, slewRate: 0 }, { target: "v" }))).toThrow("above 0");
  });
});

describe("inputs", () => {
  it("hold what they are set to, within their range", () => {
    const system = kitchen().build();
    set(system, "close", 1);
    expect(system.inputs[2]).toBe(1);
    expect(() => set(system, "close", 2)).toThrow('input "close" is 2, outside 0..1');
    expect(() => set(system, "close", 0.5)).toThrow("whole number");
    expect(() => set(system, "bias[1]", Number.NaN)).toThrow('input "bias[1]" cannot be set to NaN');
    expect(() => system.setInput(99, 0)).toThrow("index of an input is 99, outside 0..8");
    expect(system.inputs[2]).toBe(1);
  });

  it("start where they were told, and are refused there too", () => {
    expect(kitchen().build().inputs.slice(0, 2)).toEqual(Float64Array.of(0.25, -0.25));
    expect(() => new CircuitBuilder().inputs("g", "single", { unit: "1", low: 1 })).toThrow("is 0, outside 1");
  });

  it("that are crossbar cells change that cell's currents at once, and no other", () => {
    const system = kitchen().build();
    set(system, "weights[2,1]", -127);
    const lines = signalsOf(system, system.initialState());
    const line = place(system, "line[0]");
    expect(lines[line]).toBe(0);
    expect(lines[line + 2]).toBeCloseTo(-1e-4 * Math.tanh(0.2), 15);
    expect(() => set(system, "weights[2,1]", 128)).toThrow("weights[2,1]");
  });
});

describe("Kirchhoff", () => {
  it("a resistor between two nodes takes from one what it gives to the other", () => {
    const c = new CircuitBuilder().nodes("v", 2, { capacitance: [1e-12, 3e-12] }).resistor("v[0]", "v[1]", 1e3);
    const [a, b] = slopes(c.build(), [1, 0]);
    expect(a * 1e-12).toBeCloseTo(-1e-3, 15);
    expect(b * 3e-12).toBeCloseTo(1e-3, 15);
  });

  it("a bank on one node sums its currents there", () => {
    const c = new CircuitBuilder().nodes("v", 3, { capacitance: 1e-12 }).nodes("bus", "single", { capacitance: 1e-12 });
    c.branch({ from: "v", to: "bus", through: { siemens: [1e-3, 2e-3, 3e-3] } });
    const out = slopes(c.build(), [1, 1, 1, 0]);
    expect(out.map((slope) => Math.round(slope * 1e-9))).toEqual([-1, -2, -3, 6]);
  });

  it("amplifiers, sources and inputs drive and are not driven", () => {
    const c = new CircuitBuilder().source("vin", ramp({ start: ps(0), length: ns(1), from: 1, to: 1 }));
    c.nodes("v", "single", { capacitance: 1e-12 }).resistor("vin", "v", 1e3);
    const system = c.build();
    system.begin(ps(0));
    expect(slopes(system, [0])[0]).toBeCloseTo(1e9, 0);
    expect(system.signalIsLinear).toEqual([true, true]);
  });
});

describe("time", () => {
  it("reaches sources through the origin and tau", () => {
    const system = kitchen().build();
    system.begin(ns(200));
    const vin = place(system, "vin");
    expect(signalsOf(system, system.initialState(), 50e-9)[vin]).toBeCloseTo(Math.sin(2 * Math.PI * 0.25), 12);
    expect(system.longestStep).toBeCloseTo(1.25e-7, 15);
  });

  it("breaks where the earliest source does", () => {
    const c = new CircuitBuilder();
    c.source("a", ramp({ start: ns(10), length: ns(10), from: 0, to: 1 }));
    c.source("b", ramp({ start: ns(15), length: ns(10), from: 0, to: 1 }));
    const system = c.nodes("v", "single", { capacitance: 1 }).build();
    const kinks: number[] = [];
    for (let t = system.breakpointAfter(ps(0)); t < Infinity; t = system.breakpointAfter(t)) kinks.push(t);
    expect(kinks).toEqual([10_000, 15_000, 20_000, 25_000]);
  });
});

it("elements may be described in any order", () => {
  const c = new CircuitBuilder().quantities("a", "single", "V").quantities("b", "single", "V");
  c.linear("a", [{ from: "b", gain: 2 }], 1).linear("b", [{ from: "v", gain: 3 }]);
  c.resistor("a", "v", 1).nodes("v", "single", { capacitance: 1 });
  expect(slopes(c.build(), [1])[0]).toBe(7 - 1);
});
