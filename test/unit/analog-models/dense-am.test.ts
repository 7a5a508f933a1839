import { describe, expect, it } from "vitest";
import { denseAm, type DenseAm } from "../../../analog-models/networks/dense-am.ts";
import { denseAmDefaults, type DenseAmParameters } from "../../../analog-models/networks/dense-am-parameters.ts";
import { denseAmEnergy } from "../../../analog-models/networks/energy.ts";
import { ns, ps } from "../../../src/time.ts";
import { noRandomness, seededRandom } from "../../../src/random.ts";
import { advance, place, set, signalsOf } from "./trajectory.ts";

const [D, L, M] = [5, 4, 3];
const draws = seededRandom(21)("dense-am", "test");
const weights = Array.from({ length: (L + M) * D }, (_, k) => Math.round(254 * draws.uniform(k) - 127));
const defaults = { ...denseAmDefaults(D, L, M), weights };
const rails = { low: -Infinity, high: Infinity };
const ideal = { form: "ideal", rails } as const;
const idealAmplifiers = { visibleAmplifier: ideal, hiddenAmplifier: ideal };
const imperfect = {
  mismatch: 0.02,
  programmingError: 0.01,
  stuck: [{ row: 2, column: 1, side: "minus", conductance: 1e-4 }],
} as const;

/** A released core with random bias and levels, so that nothing vanishes by symmetry. */
function core(p: Partial<DenseAmParameters>): DenseAm {
  const made = denseAm({ ...defaults, ...p }, seededRandom(3));
  set(made.circuit, "release", 1);
  for (let k = 0; k < D + L + M; k++) set(made.circuit, `bias[${k}]`, 0.1 * draws.normal(900 + k));
  return made;
}

const randomState = (n: number, seed: number) =>
  Float64Array.from({ length: n }, (_, k) => 0.4 * draws.normal(2000 + 100 * seed + k));

const bank = (name: string, n: number) => Array.from({ length: n }, (_, k) => `${name}[${k}] [V]`);

describe("names of a core", () => {
  const { circuit } = denseAm(defaults);

  it("of states: visible, hidden, readout, amplifiers", () => {
    expect(circuit.stateNames).toEqual([
      ...bank("visible.v", D),
      ...bank("hidden.v", L + M),
      "adc.v [V]",
      ...bank("visible.amp", D),
      ...bank("hidden.amp", L + M),
    ]);
  });

  it("of inputs", () => {
    for (const name of [
      "bias[11] [V]",
      "init[4] [V]",
      "precharge [1]",
      "release [1]",
      "mux [1]",
      "cell [1]",
      "weights[6,4] [1]",
    ])
      expect(circuit.inputNames).toContain(name);
    expect(circuit.inputNames.length).toBe(D + L + M + D + 4 + (L + M) * D);
  });

  it("keep the amplifiers' outputs as signals where they are no states", () => {
    const without = denseAm({ ...defaults, ...idealAmplifiers }).circuit;
    expect(without.stateNames.length).toBe(D + L + M + 1);
    expect(without.signalNames).toContain("hidden.amp[6] [V]");
  });
});

describe("a core", () => {
  it("rests where drive, amplifier and node agree, and unrest says when", () => {
    const { circuit, biasError } = core({ biasSigma: 0.02 });
    expect(Math.min(...biasError.map(Math.abs))).toBeGreaterThan(0);
    let x = circuit.initialState();
    const unrest = () =>
      Math.max(
        ...signalsOf(circuit, x)
          .subarray(place(circuit, "unrest[0]"))
          .subarray(0, D + L + M),
      );
    expect(unrest()).toBeGreaterThan(0.05);
    x = advance(circuit, x, ps(0), ns(20_000));
    expect(unrest()).toBeLessThan(1e-8);
    const s = signalsOf(circuit, x);
    for (const layer of ["visible", "hidden"]) {
      const count = layer === "visible" ? D : L + M;
      const bias = place(circuit, `bias[${layer === "visible" ? 0 : D}]`);
      for (let k = 0; k < count; k++) {
        const drive = s[place(circuit, `${layer}.drive[${k}]`)];
        const clipped = Math.max(-0.9, Math.min(0.9, drive));
        const given = s[bias + k] + biasError[layer === "visible" ? k : D + k];
        expect(s[place(circuit, `${layer}.v[${k}]`)]).toBeCloseTo(clipped + given, 7);
      }
    }
  });

  it("sees a stored row of its own in the bank: drive = transimpedance * sum of conductance * activity", () => {
    const { circuit, crossbar, parameters: p } = core({ crossbar: { ...defaults.crossbar, ...imperfect } });
    const x = randomState(circuit.stateNames.length, 1);
    const s = signalsOf(circuit, x);
    const f = place(circuit, "hidden.activity[0]");
    for (let i = 0; i < D; i++) {
      let current = 0;
      for (let m = 0; m < L + M; m++) current += crossbar.difference[m * D + i] * s[f + m];
      expect(s[place(circuit, `visible.drive[${i}]`)]).toBeCloseTo(p.visibleTransimpedance * current, 13);
    }
  });

  it("is precharged to init, hidden neurons to 0 V, while nothing is released", () => {
    const { circuit } = core({ initial: { ...defaults.initial, visible: 0.4, hidden: -0.3 } });
    set(circuit, "release", 0);
    set(circuit, "precharge", 1);
    for (let i = 0; i < D; i++) set(circuit, `init[${i}]`, 0.1 * i);
    const s = signalsOf(circuit, advance(circuit, circuit.initialState(), ps(0), ns(30)));
    for (let i = 0; i < D; i++) expect(s[i]).toBeCloseTo(0.1 * i, 10);
    for (let m = 0; m < L + M; m++) expect(s[D + m]).toBeCloseTo(0, 10);
  });

  it("holds its nodes while neither precharged nor released", () => {
    const { circuit } = core({ initial: { ...defaults.initial, visible: 0.4, hidden: -0.3 } });
    set(circuit, "release", 0);
    const x = advance(circuit, circuit.initialState(), ps(0), ns(500));
    expect([...x.subarray(0, D + L + M)]).toEqual([...circuit.initialState().subarray(0, D + L + M)]);
  });

  it("copies the selected neuron to the readout capacitor and none at -1", () => {
    const { circuit } = core({ initial: { ...defaults.initial, visible: [0.1, 0.2, 0.3, 0.4, 0.5], hidden: -0.25 } });
    set(circuit, "release", 0);
    const adc = place(circuit, "adc.v");
    let x = circuit.initialState();
    for (const [k, v] of [
      [3, 0.4],
      [D + 2, -0.25],
      [0, 0.1],
      [-1, 0.1],
    ] as const) {
      set(circuit, "mux", k);
      x = advance(circuit, x, ps(0), ns(60));
      expect(x[adc]).toBeCloseTo(v, 9);
    }
    expect(() => set(circuit, "mux", D + L + M + 1)).toThrow("outside -1..12");
  });

  it("reads a cell back through the readout capacitor, as its devices are", () => {
    const { circuit, crossbar, parameters } = core({ crossbar: { ...defaults.crossbar, mismatch: 0.05 } });
    const adc = place(circuit, "adc.v");
    set(circuit, "mux", D + L + M);
    for (const cell of [0, 7, (L + M) * D - 1]) {
      set(circuit, "cell", cell);
      const x = advance(circuit, circuit.initialState(), ps(0), ns(60));
      const { conductanceMin, conductanceMax } = parameters.crossbar;
      const level = (crossbar.plus[cell] - crossbar.minus[cell]) / (conductanceMax - conductanceMin);
      expect(x[adc]).toBeCloseTo(level * parameters.cellReadFullScale, 9);
    }
  });

  it("programmed cell by cell is the core built with those levels, bit for bit", () => {
    const p = { ...defaults, crossbar: { ...defaults.crossbar, ...imperfect } };
    const built = denseAm(p, seededRandom(8));
    const blank = denseAm({ ...p, weights: weights.map(() => 0) }, seededRandom(8));
    weights.forEach((level, k) => set(blank.circuit, `weights[${Math.floor(k / D)},${k % D}]`, level));
    expect(blank.crossbar.difference).toEqual(built.crossbar.difference);
    expect(denseAm(p, seededRandom(9)).crossbar.difference).not.toEqual(built.crossbar.difference);
    expect(denseAm(p, noRandomness).crossbar.difference).not.toEqual(built.crossbar.difference);
  });

  it("may lack either hidden bank, but not both", () => {
    expect(denseAm(denseAmDefaults(3, 4)).circuit.stateNames.length).toBe(15);
    expect(denseAm(denseAmDefaults(3, 0, 2)).circuit.stateNames.length).toBe(11);
    expect(() => denseAm(denseAmDefaults(3, 0))).toThrow("at least one visible and one hidden");
  });
});

const activations = [{ kind: "identity" }, { kind: "tanh", gain: 2, scale: 0.5 }] as const;

const variants: { name: string; p: Partial<DenseAmParameters> }[] = activations.flatMap((visibleActivation) => [
  { name: visibleActivation.kind, p: { visibleActivation } },
  {
    name: `${visibleActivation.kind}, imperfect, leaking, offset`,
    p: {
      visibleActivation,
      crossbar: { ...defaults.crossbar, ...imperfect },
      offsetSigma: 0.02,
      biasSigma: 0.03,
      reluTransimpedance: 0.4 * defaults.reluTransimpedance,
      visibleNode: { ...defaults.visibleNode, leakConductance: 2e-6 },
      hiddenNode: { ...defaults.hiddenNode, leakConductance: 5e-6 },
    },
  },
]);

/** dE/dt by central difference along the flow, and the supply, both at a state. */
function energyRate({ circuit, ...rest }: DenseAm, x: Float64Array): { rate: number; supply: number } {
  const lyapunov = denseAmEnergy({ circuit, ...rest }, 0);
  const slope = new Float64Array(x.length);
  circuit.derivative(0, x, slope);
  const h = 1e-5 / Math.max(...slope.map(Math.abs));
  const at = (t: number) =>
    lyapunov.energy(
      signalsOf(
        circuit,
        x.map((v, k) => v + t * slope[k]),
      ),
    );
  return { rate: (at(h) - at(-h)) / (2 * h), supply: lyapunov.supply(signalsOf(circuit, x)) };
}

const STATES = Array.from({ length: 60 }, (_, k) => k);
/** Of central differences with moves of 10 uV, in V^2/s against rates of 1e6 to 1e8. */
const NOISE = 30;

describe.each(variants)("the energy of a core ($name)", ({ p }) => {
  it("never rises where amplifiers are ideal", () => {
    const made = core({ ...p, ...idealAmplifiers });
    for (const seed of STATES) {
      const { rate, supply } = energyRate(made, randomState(made.circuit.stateNames.length, seed));
      expect(supply).toBeLessThan(1e-6);
      expect(rate).toBeLessThan(NOISE);
      expect(rate).not.toBe(0);
    }
  });

  it("rises by no more than lagging amplifiers supply, and needs that supply at times", () => {
    const made = core(p);
    const rates = STATES.map((seed) => energyRate(made, randomState(made.circuit.stateNames.length, seed)));
    for (const { rate, supply } of rates) expect(rate).toBeLessThan(supply + NOISE);
    expect(rates.some(({ rate }) => rate > 1e3)).toBe(true);
  });

  it("is stationary to second order at rest", () => {
    const made = core(p);
    const x = advance(made.circuit, made.circuit.initialState(), ps(0), ns(20_000));
    const lyapunov = denseAmEnergy(made, 0);
    const e0 = lyapunov.energy(signalsOf(made.circuit, x));
    for (let k = 0; k < D + L + M; k++) {
      const change = [1e-4, -1e-4].map(
        (d) =>
          lyapunov.energy(
            signalsOf(
              made.circuit,
              x.map((v, j) => (j === k ? v + d : v)),
            ),
          ) - e0,
      );
      expect(Math.abs(change[0] - change[1])).toBeLessThan(1e-9);
    }
  });
});

describe("the supply bound is tight", () => {
  it("is reached where the node's lag is half the amplifier's", () => {
    // One linear visible neuron without weights: dE/dt = -D(D - e)/tau, greatest at D = e/2, there e^2/(4 tau).
    const made = denseAm({
      ...denseAmDefaults(1, 1),
      visibleAmplifier: { ...denseAmDefaults(1, 1).visibleAmplifier, rails },
    });
    set(made.circuit, "release", 1);
    const x = made.circuit.initialState();
    x[place(made.circuit, "visible.amp[0]")] = -0.2; // e = 0 - (-0.2)
    x[place(made.circuit, "visible.v[0]")] = -0.1; // D = 0 - (-0.1)
    const { rate, supply } = energyRate(made, x);
    expect(supply).toBeCloseTo(0.2 ** 2 / 4e-7, 3);
    expect(rate / supply).toBeCloseTo(1, 4);
  });
});

it("an energy tells relaxing from precharging", () => {
  const made = core({});
  const lyapunov = denseAmEnergy(made, 1e-9);
  const now = () => lyapunov.relaxing(signalsOf(made.circuit, made.circuit.initialState()));
  expect(now()).toBe(true);
  set(made.circuit, "precharge", 1);
  expect(now()).toBe(false);
  set(made.circuit, "release", 0);
  expect(now()).toBe(false);
});
