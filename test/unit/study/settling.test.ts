import { describe, expect, it } from "vitest";
import { denseAm } from "../../../analog-models/networks/dense-am.ts";
import { denseAmDefaults } from "../../../analog-models/networks/dense-am-parameters.ts";
import { ReducedCore } from "../../../analog-models/networks/reduced-core.ts";
import { symmetricEigenvalues } from "../../../analog-models/training/eigenvalues.ts";
import { exponent, quantile, spreadOf } from "../../../cosim/study/intervals.ts";
import { arrivalAt, release } from "../../../cosim/study/cores/relaxation.ts";
import { eigenvalueOf, settlingTimeOf, slowestExponential } from "../../../cosim/study/settling/one-mode.ts";
import { type CoreKind, FAN_IN, randomCore } from "../../../cosim/study/cores/random-core.ts";
import { noiseGainsOf } from "../../../cosim/study/cores/released-core.ts";
import { settlingOf } from "../../../cosim/study/settling/settling-time.ts";
import { seededRandom } from "../../../src/random.ts";
import { signalsOf } from "../analog-models/trajectory.ts";

const random = seededRandom(5);
const KINDS: readonly CoreKind[] = ["positive", "signed", "unit", "sparse"];
const IDEAL = { visible: 1, hidden: 0, visibleAmplifier: 0, hiddenAmplifier: 0 };

describe("one mode", () => {
  it("relaxes with its eigenvalue where nothing but the visible node is slow", () => {
    const { rate, amplitude } = slowestExponential(IDEAL, 0.3);
    expect(rate).toBeCloseTo(0.3, 12);
    expect(amplitude).toBeCloseTo(1, 12);
    expect(settlingTimeOf({ rate, amplitude }, 1 / 512)).toBeCloseTo(Math.log(512) / 0.3, 9);
  });

  it("has the poles of the quadratic with a hidden node, and gives the eigenvalue back", () => {
    const lags = { ...IDEAL, hidden: 0.2 };
    const { rate, amplitude } = slowestExponential(lags, 0.3);
    expect(rate).toBeCloseTo((1.2 - Math.sqrt(1.2 ** 2 - 4 * 0.2 * 0.3)) / 0.4, 12);
    expect(amplitude).toBeLessThan(1); // the rest decays with the other pole
    expect(eigenvalueOf(lags, rate)).toBeCloseTo(0.3, 12);
  });
});

it("a core of one neuron and one fast row settles after ln(1/eps) / lambda", () => {
  const lambda = 0.4;
  const defaults = denseAmDefaults(1, 0, 1);
  const rails = { low: -Infinity, high: Infinity };
  const core = denseAm({
    ...defaults,
    visibleAmplifier: { form: "ideal", rails },
    hiddenAmplifier: { form: "ideal", rails },
    hiddenNode: { ...defaults.hiddenNode, capacitance: 10e-15 }, // a 500th of the visible time constant
    reluTransimpedance: (1 - lambda) * defaults.visibleTransimpedance,
    weights: [127],
  });
  release(core, [0.05, 0.01]);
  const rest = Float64Array.of((0.05 + 0.01) / lambda);
  const { times } = arrivalAt(core, rest, [1 / 8, 1 / 512]);
  [8, 512].forEach((inverse, k) => expect(times[k] / 1e-7 / (Math.log(inverse) / lambda)).toBeCloseTo(1, 2));
});

describe("the Hessian of a core", () => {
  const [D, L, M] = [4, 3, 3];
  const draws = random("core", "test");
  const weights = Float64Array.from({ length: (L + M) * D }, (_, k) => Math.round(254 * draws.uniform(k) - 127));
  const p = { ...denseAmDefaults(D, L, M), weights, softmaxTransimpedance: 1500, reluTransimpedance: 2000 };
  const core = new ReducedCore(p, denseAm(p).crossbar.difference);
  const bias = [0.1, 0, -0.1, 0.3, 0.2, -0.3];
  const hidden = (v: Float64Array) => core.hiddenDrive(v).map((drive, mu) => drive + bias[mu]);
  const fed = (v: Float64Array) => core.visibleDrive(core.activity(hidden(v)));

  it("has the least eigenvalue that differences of the core's own law have, softmax and ReLU together", () => {
    const v = Float64Array.of(0.2, -0.1, 0.3, 0.1);
    const step = 1e-6;
    const hessian = new Float64Array(D * D);
    for (let j = 0; j < D; j++) {
      const moved = (sign: number) => fed(v.map((x, i) => x + (i === j ? sign * step : 0)));
      const [up, down] = [moved(1), moved(-1)];
      for (let i = 0; i < D; i++) hessian[i * D + j] = (i === j ? 1 : 0) - (up[i] - down[i]) / (2 * step);
    }
    const { eigenvalue } = core.leastCurvature(hidden(v), new Float64Array(D).fill(1), 1e-9);
    expect(eigenvalue).toBeCloseTo(symmetricEigenvalues(hessian, D)[0], 6);
  });
});

describe.each(KINDS)("a random core of kind %s", (kind) => {
  const core = randomCore(kind, 12, 0.3, 1, random);

  it("has the prescribed least eigenvalue, by another method", () => {
    const { parameters: p, crossbar, size } = core;
    const loop = p.visibleTransimpedance * p.reluTransimpedance;
    const hessian = Float64Array.from({ length: size * size }, (_, k) => {
      const [i, j] = [Math.floor(k / size), k % size];
      let sum = 0;
      for (let mu = 0; mu < size; mu++) sum += crossbar.difference[mu * size + i] * crossbar.difference[mu * size + j];
      return (i === j ? 1 : 0) - loop * sum;
    });
    expect(symmetricEigenvalues(hessian, size)[0]).toBeCloseTo(0.3, 7);
  });

  it("holds still at the rest that was drawn, with every row on", () => {
    const { visible, hidden, parameters, bias } = core;
    const made = denseAm({ ...parameters, initial: { ...parameters.initial, visible, hidden } });
    release(made, bias);
    const signals = signalsOf(made.circuit, made.circuit.initialState());
    const unrest = made.circuit.signalNames.indexOf("unrest[0] [V]");
    expect(Math.max(...signals.slice(unrest, unrest + bias.length))).toBeLessThan(1e-12);
    expect(Math.min(...hidden)).toBeGreaterThan(0);
  });

  it("settles from its slowest mode as the closed form says, with ideal summing and with its lines' noise gain", () => {
    for (const amplifiers of ["ideal", { visible: 3e8, hidden: 1e8 }] as const) {
      const { time, rate, lags } = settlingOf(core, "slowest", 1 / 512, amplifiers);
      expect(time / settlingTimeOf(slowestExponential(lags, 0.3), 1 / 512)).toBeCloseTo(1, 2);
      expect(eigenvalueOf(lags, rate)).toBeCloseTo(0.3, 2);
    }
  });
});

describe("settling time from 100 to 1600 crosspoints", () => {
  const spread = (kind: CoreKind, start: "inference" | "slowest", gainBandwidth?: number) => {
    const amplifiers = gainBandwidth === undefined ? "ideal" : { visible: gainBandwidth, hidden: gainBandwidth };
    const times = [10, 40].map(
      (size) => settlingOf(randomCore(kind, size, 0.3, 0, random), start, 1 / 512, amplifiers).time,
    );
    return Math.max(...times) / Math.min(...times) - 1;
  };

  it("varies by less than a tenth with ideal summing", () => {
    expect(spread("positive", "inference")).toBeLessThan(0.1);
    expect(spread("positive", "slowest")).toBeLessThan(0.001);
    expect(spread("signed", "slowest")).toBeLessThan(0.001);
  });

  it("grows with noise gain, but where the sum of conductances times R_f stays what it is", () => {
    expect(spread("unit", "slowest", 1e8)).toBeGreaterThan(0.2);
    expect(spread("positive", "slowest", 1e8)).toBeLessThan(0.01);
    expect(spread("sparse", "slowest", 1e8)).toBeLessThan(0.01);
  });
});

it("noise gain less 1 grows as the root of crosspoints at unit gain, and not at all with as many devices on every line", () => {
  const gains = (kind: CoreKind) =>
    [16, 64].map((size) => noiseGainsOf(randomCore(kind, size, 0.3, 0, random)).visible - 1);
  expect(exponent([16 ** 2, 64 ** 2], gains("unit"))).toBeCloseTo(0.5, 9);
  const { crossbar, parameters } = randomCore("sparse", 64, 0.3, 0, random);
  const pair = parameters.crossbar.conductanceMin + parameters.crossbar.conductanceMax;
  for (const line of ["row", "column"] as const)
    for (let k = 0; k < 64; k++) expect(crossbar.conductanceOf(line, k)).toBeCloseTo(FAN_IN * pair, 12);
});

it("quantiles lie between order statistics, and a spread is median and range", () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([5], 0.9)).toBe(5);
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, low: 1, high: 3 });
  expect(() => quantile([], 0.5)).toThrow("no values");
});
