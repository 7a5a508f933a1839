import { describe, expect, it } from "vitest";
import type { Amplifier } from "../../../analog-models/amplifier.ts";
import { CircuitBuilder } from "../../../analog-models/circuit.ts";
import type { CompiledCircuit } from "../../../analog-models/circuit/compiled-circuit.ts";
import { type Crossbar, CrossbarDevices } from "../../../analog-models/crossbar.ts";
import { denseAm } from "../../../analog-models/networks/dense-am.ts";
import { denseAmDefaults } from "../../../analog-models/networks/dense-am-parameters.ts";
import { LineNoiseGain, type NoiseGain } from "../../../analog-models/noise-gain.ts";
import { constant } from "../../../analog-models/sources/constant.ts";
import { noRandomness, seededRandom } from "../../../src/random.ts";
import { place, set, statesAt } from "./trajectory.ts";

const FEEDBACK = 4e3;
const GBW = 2e8;
const crossbar: Crossbar = {
  rows: 1,
  columns: 2,
  conductanceMin: 1e-5,
  conductanceMax: 1e-4,
  levels: 8,
  mismatch: 0,
  programmingError: 0,
};
const DEVICES = new CrossbarDevices(crossbar, "weights", noRandomness);

/** One amplifier that sums two driven columns: 0.3 V and -0.2 V through levels of -127..127. */
function summing(amplifier: Partial<Amplifier> = {}) {
  const c = new CircuitBuilder().source("left", constant(0.3)).source("right", constant(-0.2));
  c.quantities("columns", 2, "V")
    .linear("columns[0]", [{ from: "left" }])
    .linear("columns[1]", [{ from: "right" }]);
  c.quantities("row", 1, "A")
    .quantities("drive", 1, "V")
    .linear("drive", [{ from: "row", gain: FEEDBACK }]);
  const devices = c.crossbar("weights", crossbar, { columnVoltage: "columns", rowCurrent: "row", levels: [127, 0] });
  const noiseGain = new LineNoiseGain(devices, "row", () => FEEDBACK);
  const rails = { low: -2, high: 2 };
  const linear: Amplifier = { form: "tanh", gainBandwidth: GBW, gain: 1, slewRate: Infinity, rails, ...amplifier };
  return c.amplifiers("amp", 1, linear, { target: "drive", noiseGain }).build();
}

/** 2 pi GBW / (1 + R_f G) for devices of total conductance G [S]. */
const pole = (siemens: number): number => (2 * Math.PI * GBW) / (1 + FEEDBACK * siemens);

describe("an amplifier at a line", () => {
  it("settles with GBW / (1 + R_f sum G) of the devices on it, driven or not", () => {
    const system = summing();
    const w = pole(1e-4 + 3e-5); // one device at full conductance, three at the least
    const target = FEEDBACK * 9e-5 * 0.3;
    const times = [0.2 / w, 1 / w, 4 / w];
    const states = statesAt(system, system.initialState(), times);
    times.forEach((t, k) => expect(states[k][0]).toBeCloseTo(target * (1 - Math.exp(-w * t)), 9));
  });

  it("slows down as soon as its line is programmed to more", () => {
    const system = summing();
    const [start] = statesAt(system, system.initialState(), [5e-9]);
    set(system, "weights[0,1]", 127);
    const w = pole(2e-4 + 2e-5);
    const goal = FEEDBACK * 9e-5 * (0.3 - 0.2);
    const times = [0.2 / w, 1 / w, 4 / w];
    const states = statesAt(system, start, times);
    times.forEach((t, k) => expect(states[k][0]).toBeCloseTo(goal + (start[0] - goal) * Math.exp(-w * t), 9));
  });

  it("keeps slew limit and linear part apart where its pole is, also after programming", () => {
    const slewRate = 2e6;
    const system = summing({ form: "clamp", slewRate });
    set(system, "weights[0,1]", -127);
    const w = pole(2e-4 + 2e-5);
    const [goal, linear] = [FEEDBACK * 9e-5 * 0.5, slewRate / w];
    const slewing = (goal - linear) / slewRate;
    const times = [slewing / 2, slewing + 1 / w, slewing + 3 / w];
    const states = statesAt(system, system.initialState(), times);
    expect(states[0][0]).toBeCloseTo((slewRate * slewing) / 2, 9);
    expect(states[1][0]).toBeCloseTo(goal - linear * Math.exp(-1), 8);
    expect(states[2][0]).toBeCloseTo(goal - linear * Math.exp(-3), 8);
  });
});

it("counts both devices of every pair, as they are: mismatch, stuck ones and all", () => {
  const stuck = [{ row: 1, column: 0, side: "minus", conductance: 3e-4 }] as const;
  const devices = new CrossbarDevices({ ...crossbar, rows: 2, mismatch: 0.1, stuck }, "weights", seededRandom(4));
  devices.program(2, 100);
  const sum = (cells: readonly number[]) =>
    cells.reduce((total, cell) => total + devices.plus[cell] + devices.minus[cell], 0);
  expect(devices.conductanceOf("row", 1)).toBeCloseTo(sum([2, 3]), 12);
  expect(devices.conductanceOf("column", 0)).toBeCloseTo(sum([0, 2]), 12);
  expect(devices.conductanceOf("column", 0)).toBeGreaterThan(3e-4);
  expect(new LineNoiseGain(devices, "column", () => 1e4).of(0)).toBeCloseTo(1 + 1e4 * sum([0, 2]), 9);
});

it("has the gain of a line of nothing but least conductances at level 0", () => {
  expect(new LineNoiseGain(DEVICES, "row", () => FEEDBACK).of(0)).toBeCloseTo(1 + FEEDBACK * 4e-5, 12);
});

describe("a core whose amplifiers' gain is that of their lines", () => {
  const [D, L, M] = [4, 2, 3];
  const weights = new Float64Array((L + M) * D).fill(127);
  const defaults = { ...denseAmDefaults(D, L, M), weights, softmaxTransimpedance: 3e3, reluTransimpedance: 7e3 };
  const pair = defaults.crossbar.conductanceMin + defaults.crossbar.conductanceMax;

  /** Slopes of all amplifiers at a state where every one errs. */
  function slopes(visibleGain: number | "line", hiddenGain: number | "line", hidden: readonly number[]) {
    const amplifier = { form: "tanh", gainBandwidth: 1e9, slewRate: 1e8, rails: { low: -0.9, high: 0.9 } } as const;
    const { circuit } = denseAm({
      ...defaults,
      visibleAmplifier: { ...amplifier, gain: visibleGain },
      hiddenAmplifier: { ...amplifier, gain: hiddenGain },
    });
    const x = circuit.initialState().map((_, k) => 0.03 * Math.sin(k));
    const slope = new Float64Array(x.length);
    circuit.derivative(0, x, slope);
    const first = place(circuit, "hidden.amp[0]");
    return {
      visible: slope.slice(place(circuit, "visible.amp[0]"), first),
      hidden: hidden.map((mu) => slope[first + mu]),
    };
  }

  it("equals, to the bit, one with that number, in each bank with its own transimpedance", () => {
    const line = slopes("line", "line", [0, 1, 2, 3, 4]);
    const columns = 1 + defaults.visibleTransimpedance * sumOf(L + M, pair);
    const softmax = slopes(columns, 1 + 3e3 * sumOf(D, pair), [0, 1]);
    const relu = slopes(columns, 1 + 7e3 * sumOf(D, pair), [2, 3, 4]);
    expect(line).toEqual({ visible: softmax.visible, hidden: [...softmax.hidden, ...relu.hidden] });
    expect(line.hidden[0]).not.toBe(slopes("line", 2, [0]).hidden[0]);
  });
});

/** As a line adds its devices: one after the other. */
const sumOf = (count: number, each: number): number =>
  Array.from({ length: count }, () => each).reduce((a, b) => a + b, 0);

describe("programming cells of an array whose lines slow their amplifiers", () => {
  const [rows, columns] = [6, 5];
  const array = { ...crossbar, rows, columns };

  /** A noise gain that counts how many lines were summed. */
  function counted(line: LineNoiseGain) {
    let sums = 0;
    const gain: NoiseGain = {
      get version() {
        return line.version;
      },
      versionOf: (k) => line.versionOf(k),
      of: (k) => {
        sums++;
        return line.of(k);
      },
    };
    return { gain, sums: () => sums };
  }

  function arrayOf(levels: readonly number[]) {
    const c = new CircuitBuilder(seededRandom(2));
    c.quantities("x", columns, "V")
      .quantities("rows", rows, "A")
      .quantities("y", rows, "V")
      .quantities("columns", columns, "A");
    c.linear("x", [{ from: "column.amp" }]).linear("y", [{ from: "row.amp" }]);
    const ports = { columnVoltage: "x", rowCurrent: "rows", rowVoltage: "y", columnCurrent: "columns", levels };
    const devices = c.crossbar("weights", { ...array, mismatch: 0.1 }, ports);
    const gains = (["row", "column"] as const).map((line) => counted(new LineNoiseGain(devices, line, () => FEEDBACK)));
    const amplifier = {
      form: "tanh",
      gainBandwidth: GBW,
      gain: 1,
      slewRate: 1e9,
      rails: { low: -2, high: 2 },
    } as const;
    c.quantities("row.drive", rows, "V").linear("row.drive", [{ from: "rows", gain: FEEDBACK }]);
    c.quantities("column.drive", columns, "V").linear("column.drive", [{ from: "columns", gain: FEEDBACK }]);
    c.amplifiers("row.amp", rows, amplifier, { target: "row.drive", noiseGain: gains[0].gain });
    c.amplifiers("column.amp", columns, amplifier, { target: "column.drive", noiseGain: gains[1].gain });
    return { circuit: c.build(), sums: () => gains[0].sums() + gains[1].sums() };
  }

  const slopesOf = (circuit: CompiledCircuit): Float64Array => {
    const slopes = new Float64Array(rows + columns);
    circuit.derivative(
      0,
      slopes.map((_, k) => 0.03 * Math.sin(k + 1)),
      slopes,
    );
    return slopes;
  };

  it("sums one row and one column anew for each cell, and ends with the bits of an array made that way", () => {
    const { circuit, sums } = arrayOf(Array.from({ length: rows * columns }, () => 0));
    const row = [17, -127, 3, 0, 100];
    slopesOf(circuit);
    const before = sums();
    row.forEach((level, j) => {
      set(circuit, `weights[2,${j}]`, level);
      slopesOf(circuit);
      slopesOf(circuit);
    });
    expect(sums() - before).toBe(2 * row.length);
    const levels = Array.from({ length: rows * columns }, (_, cell) =>
      Math.floor(cell / columns) === 2 ? row[cell % columns] : 0,
    );
    expect(slopesOf(circuit)).toEqual(slopesOf(arrayOf(levels).circuit));
  });
});
