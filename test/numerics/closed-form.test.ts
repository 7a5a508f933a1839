import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CircuitBuilder, GROUND } from "../../analog-models/circuit.ts";
import { sine } from "../../analog-models/sources/sine.ts";
import type { CompiledCircuit } from "../../analog-models/circuit/compiled-circuit.ts";
import { Trajectory } from "../../src/lockstep/trajectory.ts";
import { ms, ns, type Picoseconds, ps, us } from "../../src/time.ts";

const TOLERANCE = { relative: 1e-6, absolute: 1e-9 };

const rc = (taus_ns: readonly number[]): CompiledCircuit =>
  new CircuitBuilder()
    .inputs("drive", taus_ns.length, { unit: "V" })
    .nodes("v", taus_ns.length, { capacitance: taus_ns.map((tau) => tau * 1e-12) })
    .resistor("drive", "v", 1000)
    .build();

const drives = fc.array(
  fc.record({ after: fc.integer({ min: 1, max: 500_000 }), volts: fc.double({ min: -2, max: 2, noNaN: true }) }),
  { minLength: 1, maxLength: 8 },
);
const taus = fc.array(fc.double({ min: 0.5, max: 500, noNaN: true }), { minLength: 1, maxLength: 4 });

describe("nodes that see no other", () => {
  it("follow their exponentials to rounding, from drive to drive and between", () =>
    fc.assert(
      fc.property(taus, drives, (taus_ns, list) => {
        const circuit = rc(taus_ns);
        const trajectory = new Trajectory(circuit, TOLERANCE);
        trajectory.begin();
        const exact = taus_ns.map(() => 0);
        const out = new Float64Array(circuit.signalNames.length);
        let t = ps(0);
        let volts = 0;
        for (const { after, volts: next } of list) {
          for (const part of [Math.ceil(after / 3), after]) {
            const at = (t + part) as Picoseconds;
            while (!trajectory.covers(at)) trajectory.extend();
            trajectory.signalsAt(at, out);
            taus_ns.forEach((tau, i) => {
              const expected = volts + (exact[i] - volts) * Math.exp((-part * 1e-3) / tau);
              expect(Math.abs(out[i] - expected)).toBeLessThan(1e-13);
              expect(Math.abs(out[i] - expected)).toBeLessThan(trajectory.integration.errorBoundOf(i) + 1e-15);
            });
          }
          taus_ns.forEach((_, i) => (exact[i] = out[i]));
          t = (t + after) as Picoseconds;
          volts = next;
          taus_ns.forEach((_, i) => circuit.setInput(i, next));
          trajectory.restartAt(t);
        }
      }),
      { numRuns: 100 },
    ));

  it("take a step per time constant and two evaluations per drive, whatever the tolerance", () => {
    for (const relative of [1e-3, 1e-12]) {
      const circuit = rc([10, 40]);
      const trajectory = new Trajectory(circuit, { relative, absolute: relative });
      trajectory.begin();
      while (!trajectory.covers(ns(100))) trajectory.extend();
      expect(trajectory.integration.accepted).toBeLessThanOrEqual(11);
      expect(trajectory.integration.evaluations).toBe(2);
    }
  });

  it("go on to the bit from a snapshot", () => {
    const [circuit, other] = [rc([10, 40]), rc([10, 40])];
    const [trajectory, resumed] = [new Trajectory(circuit, TOLERANCE), new Trajectory(other, TOLERANCE)];
    trajectory.setInput(0, 1);
    trajectory.begin();
    trajectory.extend();
    resumed.begin();
    resumed.restore(trajectory.save());
    const end = (one: Trajectory) => {
      while (!one.covers(ns(55))) one.extend();
      const out = new Float64Array(circuit.signalNames.length);
      one.signalsAt(ns(55), out);
      return [...out, one.integration.errorBound, one.integration.accepted];
    };
    expect(end(resumed)).toEqual(end(trajectory));
  });

  it("come to rest, and then cost the same however long they rest, and go on to the bit from a snapshot", () => {
    const [trajectory, resumed] = [rc([10, 40]), rc([10, 40])].map((circuit) => new Trajectory(circuit, TOLERANCE));
    trajectory.setInput(0, 1);
    for (const one of [trajectory, resumed]) one.begin();
    while (!trajectory.covers(us(20))) trajectory.extend();
    const arrived = trajectory.integration.accepted;
    expect(arrived).toBeLessThan(600);
    expect(trajectory.integration.points).toBe(4);
    resumed.restore(trajectory.save());
    for (const one of [trajectory, resumed]) while (!one.covers(ms(10))) one.extend();
    expect(trajectory.integration.accepted - arrived).toBeLessThan(10);
    expect([...Array.from(trajectory.integration.x1), trajectory.integration.errorBound]).toEqual([
      ...Array.from(resumed.integration.x1),
      resumed.integration.errorBound,
    ]);
    expect(Math.abs(trajectory.integration.x1[0] - 1)).toBeLessThan(1e-13);
    trajectory.setInput(0, 0);
    trajectory.restartAt(ms(10));
    trajectory.extend();
    expect(trajectory.knowsBend(0)).toBe(true);
    expect(trajectory.signalAt(0, (ms(10) + ns(10)) as Picoseconds)).toBeCloseTo(Math.exp(-1), 9);
  });

  it("end where the numbers end, by name", () => {
    const trajectory = new Trajectory(rc([10]), TOLERANCE);
    trajectory.system.inputs[0] = Number.NaN;
    trajectory.begin();
    expect(() => trajectory.extend()).toThrow(/v\[0\]/);
  });
});

describe("a circuit is uncoupled", () => {
  const base = () =>
    new CircuitBuilder()
      .inputs("on", "single", { unit: "1", low: 0, high: 1 })
      .inputs("vin", "single", { unit: "V" })
      .nodes("a", "single", { capacitance: 1e-12 })
      .nodes("b", "single", { capacitance: 1e-12 });
  const off = { onResistance: 1e3, offConductance: 0, control: "on" };

  it.each([
    ["with resistors to inputs and ground", true, base().resistor("vin", "a", 1e3).resistor("b", GROUND, 1e3)],
    ["with switches that inputs close", true, base().switch("vin", "a", off).switch("a", GROUND, off)],
    ["but not with a resistor from node to node", false, base().resistor("a", "b", 1e3)],
    [
      "but not with a source",
      false,
      base()
        .source("s", sine({ offset: 0, amplitude: 1, frequency: 1e6 }))
        .resistor("s", "a", 1e3),
    ],
    [
      "but not through a quantity of another node",
      false,
      base()
        .quantities("q", "single", "V")
        .linear("q", [{ from: "a" }])
        .resistor("q", "b", 1e3),
    ],
    [
      "but not through a bent quantity of its own",
      false,
      base().quantities("q", "single", "V").map("q", ["a"], Math.sin).resistor("q", "a", 1e3),
    ],
    [
      "but not with a switch that a voltage closes",
      false,
      base()
        .quantities("q", "single", "1")
        .linear("q", [{ from: "a" }])
        .switch("vin", "a", { ...off, control: "q" }),
    ],
  ] as const)("%s: %s", (_, expected, builder) => {
    expect(builder.build().uncoupled).toBe(expected);
  });
});
