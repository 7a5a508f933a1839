import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { denseAm } from "../../../analog-models/networks/dense-am.ts";
import { denseAmDefaults, type DenseAmParameters } from "../../../analog-models/networks/dense-am-parameters.ts";
import benchOfSar from "../../../cosim/benches/sar-adc.ts";
import benchOfTracking from "../../../cosim/benches/tracking-adc.ts";
import { seededRandom } from "../../../src/random.ts";
import type { DrivenSystem } from "../../../src/ode/contracts.ts";

const core = (visible: number, softmax: number, relu: number, more: Partial<DenseAmParameters> = {}) => {
  const weights = Float64Array.from({ length: visible * (softmax + relu) }, (_, cell) => ((cell * 37) % 255) - 127);
  return denseAm({ ...denseAmDefaults(visible, softmax, relu), ...more, weights }, seededRandom(3)).circuit;
};

const CIRCUITS: readonly (readonly [string, () => DrivenSystem])[] = [
  ["a core with softmax rows", () => core(3, 4, 0)],
  ["a core with ReLU rows as well", () => core(4, 2, 3)],
  ["a core with tanh neurons", () => core(3, 4, 0, { visibleActivation: { kind: "tanh", gain: 2, scale: 0.8 } })],
  ["a capacitor array", () => benchOfSar.setup(benchOfSar.parameters.parse({}), 1).circuit],
  ["an RC node beside a source", () => benchOfTracking.setup(benchOfTracking.parameters.parse({}), 1).circuit],
];

/** Of a state, for differences [V]. */
const SHIFT = 1e-6;

describe.each(CIRCUITS)("states behind the signals of %s", (_, make) => {
  it("are all that move them, to the bit", () => {
    const circuit = make();
    const { length } = circuit.stateNames;
    const behind = circuit.signalNames.map((__, signal) => new Set(circuit.statesBehind?.(signal)));
    const [out, moved] = [1, 2].map(() => new Float64Array(circuit.signalNames.length));
    const state = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: length, maxLength: length });
    fc.assert(
      fc.property(state, fc.nat({ max: length - 1 }), fc.double({ min: 1e-6, max: 1, noNaN: true }), (x, i, by) => {
        circuit.signals(1e-9, Float64Array.from(x), out);
        circuit.signals(
          1e-9,
          Float64Array.from(x, (value, k) => (k === i ? value + by : value)),
          moved,
        );
        const strangers = [...moved.keys()].filter((signal) => !behind[signal].has(i));
        for (const signal of strangers) expect(moved[signal], circuit.signalNames[signal]).toBe(out[signal]);
      }),
      { numRuns: 60 },
    );
  });

  it("and a signal read alone has the bits that it has among all others", () => {
    const circuit = make();
    const { length } = circuit.stateNames;
    const out = new Float64Array(circuit.signalNames.length);
    const state = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: length, maxLength: length });
    const readers = circuit.signalNames.flatMap((name, signal) => {
      const read = circuit.readerOf?.(signal);
      return read === undefined ? [] : [{ name, signal, read }];
    });
    expect(readers.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(state, fc.double({ min: 0, max: 1e-6, noNaN: true }), (x, tau) => {
        circuit.signals(tau, Float64Array.from(x), out);
        for (const { name, signal, read } of readers) expect(read(tau, Float64Array.from(x)), name).toBe(out[signal]);
      }),
      { numRuns: 60 },
    );
  });

  it("and move it as its gradient says, by central differences", () => {
    const circuit = make();
    const { length } = circuit.stateNames;
    const gradients = circuit.signalNames.flatMap((name, signal) => {
      const gradient = circuit.gradientOf?.(signal);
      return gradient === undefined ? [] : [{ name, signal, gradient }];
    });
    expect(gradients.length).toBeGreaterThan(circuit.signalNames.length / 2);
    const state = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: length, maxLength: length });
    const [low, middle, high] = [1, 2, 3].map(() => new Float64Array(circuit.signalNames.length));
    const slopes = new Float64Array(length);
    fc.assert(
      fc.property(state, fc.nat({ max: length - 1 }), (x, i) => {
        const read = (by: number, out: Float64Array) => {
          const shifted = x.map((value, k) => (k === i ? value + by : value));
          circuit.signals(1e-9, Float64Array.from(shifted), out);
        };
        read(-SHIFT, low);
        read(0, middle);
        read(SHIFT, high);
        for (const { name, signal, gradient } of gradients) {
          const [before, after] = [middle[signal] - low[signal], high[signal] - middle[signal]];
          // A corner between the two makes the difference a mean of its sides.
          if (Math.abs(after - before) > 1e-3 * Math.max(Math.abs(after), Math.abs(before))) continue;
          gradient.at(1e-9, Float64Array.from(x));
          gradient.slopes(0, slopes);
          const difference = (after + before) / (2 * SHIFT);
          expect(Math.abs(slopes[i] - difference), name).toBeLessThan(1e-4 * Math.abs(difference) + 1e-9);
        }
      }),
      { numRuns: 60 },
    );
  });
});

it("a neuron's unrest has behind it its own node and amplifier, and the other layer's nodes", () => {
  const circuit = core(4, 2, 3);
  const name = (i: number) => circuit.stateNames[i].split(" ")[0];
  const behind = (signal: string) => {
    const index = circuit.signalNames.findIndex((one) => one.startsWith(`${signal} `));
    return circuit.statesBehind(index).map(name);
  };
  expect(behind("unrest[1]").sort()).toEqual(
    ["visible.v[1]", "visible.amp[1]", ...[0, 1, 2, 3, 4].map((mu) => `hidden.v[${mu}]`)].sort(),
  );
  expect(behind("unrest[5]").sort()).toEqual(
    ["hidden.v[1]", "hidden.amp[1]", ...[0, 1, 2, 3].map((i) => `visible.v[${i}]`)].sort(),
  );
});
