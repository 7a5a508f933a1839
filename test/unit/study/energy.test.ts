import { describe, expect, it } from "vitest";
import { CorePowerMeter } from "../../../analog-models/networks/core-power.ts";
import { denseAm } from "../../../analog-models/networks/dense-am.ts";
import { denseAmDefaults, type DenseAmParameters } from "../../../analog-models/networks/dense-am-parameters.ts";
import { advance, relaxationOf, release } from "../../../cosim/study/cores/relaxation.ts";
import { EnergyMeter } from "../../../cosim/study/energy/energy-meter.ts";
import { quiescentPower } from "../../../cosim/study/energy/quiescent.ts";
import { seededRandom } from "../../../src/random.ts";
import { place, signalsOf } from "../analog-models/trajectory.ts";

const SOLVER = { relative: 1e-9, absolute: 1e-12 };

/** Energy of a released core until `end` [s]. */
function energyOf(p: DenseAmParameters, bias: readonly number[], end: number) {
  const core = denseAm(p);
  release(core, bias);
  const power = new CorePowerMeter(core, bias);
  const meter = new EnergyMeter((x) => power.at(x), core.circuit.stateNames.length);
  const relaxation = relaxationOf(core, SOLVER);
  while (relaxation.tau1 < end) {
    advance(relaxation);
    meter.add(relaxation);
  }
  return { ...meter.until(end), atEnd: meter.powerAtEnd };
}

describe("one neuron whose two devices are at level 0", () => {
  const p = { ...denseAmDefaults(1, 0, 1), weights: [0] };
  const { resistance: R, capacitance: C } = p.visibleNode;
  const [tau, bias] = [R * C, 0.4];
  const pair = 2 * p.crossbar.conductanceMin;

  it("spends 1/2 C V^2 in the resistor that charges it, and G V^2 in the devices that it drives", () => {
    for (const periods of [0.7, 3, 12]) {
      const end = periods * tau;
      const { nodes, crosspoints, feedback } = energyOf(p, [bias, 0], end);
      const left = Math.exp(-periods);
      expect(nodes / (0.5 * C * bias ** 2 * (1 - left ** 2))).toBeCloseTo(1, 6);
      const squares = bias ** 2 * (end - 2 * tau * (1 - left) + (tau / 2) * (1 - left ** 2));
      expect(crosspoints / (pair * squares)).toBeCloseTo(1, 6);
      expect(feedback).toBe(0);
    }
  });

  it("goes on spending what it spends at rest", () => {
    const { atEnd } = energyOf(p, [bias, 0], 30 * tau);
    expect(atEnd.crosspoints).toBeCloseTo(pair * bias ** 2, 12);
    expect(atEnd.nodes).toBeLessThan(1e-20);
  });
});

it("the power of any core is the sum over its devices and resistors, one by one, from its signals", () => {
  const [D, L, M] = [3, 2, 2];
  const draws = seededRandom(8)("core", "test");
  const weights = Float64Array.from({ length: (L + M) * D }, (_, k) => Math.round(254 * draws.uniform(k) - 127));
  const p = { ...denseAmDefaults(D, L, M), weights, softmaxTransimpedance: 2e3, reluTransimpedance: 5e3 };
  const bias = Array.from({ length: D + L + M }, (_, k) => 0.1 * draws.normal(50 + k));
  const core = denseAm({ ...p, crossbar: { ...p.crossbar, mismatch: 0.1 } }, seededRandom(2));
  release(core, bias);
  const x = core.circuit.initialState().map((_, k) => 0.2 * draws.normal(100 + k));
  const signals = signalsOf(core.circuit, x);
  const at = (name: string, k: number) => signals[place(core.circuit, `${name}[${k}]`)];
  const wanted = { crosspoints: 0, feedback: 0, nodes: 0 };
  for (let mu = 0; mu < L + M; mu++) {
    for (let i = 0; i < D; i++) {
      const devices = core.crossbar.plus[mu * D + i] + core.crossbar.minus[mu * D + i];
      wanted.crosspoints += devices * (at("visible.activity", i) ** 2 + at("hidden.activity", mu) ** 2);
    }
    wanted.feedback += at("hidden.amp", mu) ** 2 / (mu < L ? 2e3 : 5e3);
    wanted.nodes += at("hidden.pull", mu) ** 2 / p.hiddenNode.resistance;
  }
  for (let i = 0; i < D; i++) {
    wanted.feedback += at("visible.amp", i) ** 2 / p.visibleTransimpedance;
    wanted.nodes += at("visible.pull", i) ** 2 / p.visibleNode.resistance;
  }
  const found = new CorePowerMeter(core, bias).at(x);
  for (const part of ["crosspoints", "feedback", "nodes"] as const)
    expect(found[part] / wanted[part]).toBeCloseTo(1, 9);
});

it("refuses a core whose amplifiers have no outputs to measure", () => {
  const ideal = { form: "ideal", rails: { low: -1, high: 1 } } as const;
  const core = denseAm({ ...denseAmDefaults(2, 2), hiddenAmplifier: ideal });
  expect(() => new CorePowerMeter(core, [0, 0, 0, 0])).toThrow("amplifiers with dynamics");
});

it("quiescent power is in proportion to bandwidth, load and supply, and falls with gm / I_D", () => {
  const supply = { transconductanceEfficiency: 15, loadCapacitance: 1e-12, supply: 1.8 };
  expect(quiescentPower(1e8, supply)).toBeCloseTo(2 * 1.8 * ((2 * Math.PI * 1e8 * 1e-12) / 15), 15);
  expect(quiescentPower(2e8, { ...supply, transconductanceEfficiency: 30 })).toBeCloseTo(
    quiescentPower(1e8, supply),
    15,
  );
});
