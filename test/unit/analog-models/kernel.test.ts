import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activate } from "../../../analog-models/activation.ts";
import { columnProduct, fusedProduct, rowProduct } from "../../../analog-models/crossbar-product.ts";
import { CircuitBuilder } from "../../../analog-models/circuit.ts";
import type { CompiledCircuit } from "../../../analog-models/circuit/compiled-circuit.ts";
import type { ImplicitStage } from "../../../src/ode/contracts.ts";
import { BufferArena } from "../../../src/kernel/arena.ts";
import { openKernel } from "../../../analog-models/kernel/kernel.ts";
import { instructionOf } from "../../../analog-models/kernel/opcodes.ts";
import { denseAm } from "../../../analog-models/networks/dense-am.ts";
import { type DenseAmParameters, denseAmDefaults } from "../../../analog-models/networks/dense-am-parameters.ts";
import { seededRandom } from "../../../src/random.ts";
import { ps } from "../../../src/time.ts";

/** Numbers on which sums of another order, or another treatment of zeros and subnormals, would differ. */
const awkward = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -2, max: 2, noNaN: true }) },
  fc.constantFrom(0, -0, Number.MIN_VALUE, -Number.MIN_VALUE, 2 ** -1040, 1e-300, 1e16, -1e16, 1 + 2 ** -52),
);
const list = (length: number) => fc.array(awkward, { minLength: length, maxLength: length });

const bitsOf = (values: Float64Array): BigUint64Array => new BigUint64Array(values.slice().buffer);

describe("a product of the kernel has the bits of the reference", () => {
  const shape = fc.tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 1, max: 13 }));
  const operands = shape.chain(([rows, columns]) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      g: list(rows * columns),
      x: list(columns),
      y: list(rows),
    }),
  );

  it.each(["fused", "rowProduct", "columnProduct"] as const)("%s", (kind) => {
    fc.assert(
      fc.property(operands, ({ rows, columns, g, x, y }) => {
        const { memory, execute } = openKernel(65536);
        const arena = new BufferArena(memory);
        const G = arena.floats(rows * columns);
        G.set(g);
        // x, y, r, c; what is written begins as rubbish
        const v = arena.floats(2 * (rows + columns));
        v.set([...x, ...y], 0);
        v.fill(7, rows + columns);
        const expected = v.slice();
        const [Y, R, C] = [columns, columns + rows, columns + 2 * rows];
        const address = (place: number) => v.byteOffset + 8 * place;
        const code = {
          fused: () => [address(0), address(Y), address(R), address(C)],
          rowProduct: () => [address(0), address(R)],
          columnProduct: () => [address(Y), address(C)],
        }[kind]();
        if (kind === "fused") fusedProduct(G, rows, columns, expected, 0, Y, R, C);
        else if (kind === "rowProduct") rowProduct(G, rows, columns, expected, 0, R);
        else columnProduct(G, rows, columns, expected, Y, C);
        const words = arena.words(instructionOf(kind, G.byteOffset, rows, columns, ...code));
        execute(words.byteOffset, words.byteOffset + words.byteLength);
        expect(bitsOf(v)).toEqual(bitsOf(expected));
      }),
      { numRuns: 400, seed: 5 },
    );
  });
});

describe("an activation of the kernel has the bits of the reference", () => {
  const voltage = fc.oneof(
    { weight: 4, arbitrary: fc.double({ min: -1, max: 1, noNaN: true }) },
    fc.double({ min: -1e-8, max: 1e-8, noNaN: true }),
    fc.constantFrom(0, -0, -30, 30, Number.MIN_VALUE, Infinity, -Infinity, Number.NaN),
  );
  const steepness = fc.constantFrom(1e-3, 1, 26, 700);

  it.each(["softmax", "tanh"] as const)("%s", (kind) => {
    fc.assert(
      fc.property(fc.array(voltage, { minLength: 1, maxLength: 9 }), steepness, (v, steep) => {
        const { memory, execute } = openKernel(65536);
        const arena = new BufferArena(memory);
        const values = arena.floats(2 * v.length);
        values.set(v);
        const expected = values.slice();
        const activation = kind === "softmax" ? { kind, scale: 1.3, beta: steep } : { kind, scale: 1.3, gain: steep };
        activate(activation, expected, 0, v.length, v.length);
        const parameters = arena.floats(2);
        parameters.set([1.3, steep]);
        const [from, into] = [values.byteOffset, values.byteOffset + 8 * v.length];
        const opcode = kind === "softmax" ? kind : "tanhActivity";
        const words = arena.words(instructionOf(opcode, into, v.length, from, parameters.byteOffset));
        execute(words.byteOffset, words.byteOffset + words.byteLength);
        // Which of the NaNs it is is nobody's business.
        for (const [i, value] of expected.entries()) expect(values[i]).toBe(value);
      }),
      { numRuns: 3000 },
    );
  });
});

/** From amplifiers that follow at once to such that hardly move within a stage [s]. */
const REACHES = [1e-13, 1e-9, 1e-6];

/** Derivative, held derivative, signals and implicit stages at `x`, by the kernel or without it. */
function evaluated(circuit: CompiledCircuit, x: Float64Array): readonly BigUint64Array[] {
  const slopes = new Float64Array(x.length);
  const signals = new Float64Array(circuit.signalNames.length);
  const held = new Float64Array(x.length);
  circuit.derivative(1e-9, x, slopes);
  circuit.signals(1e-9, x, signals);
  circuit.corners?.derivative(1e-9, x, held);
  const at = cornersAt(circuit);
  const stages = [circuit.fast?.solve, circuit.corners?.solve].flatMap((solve) =>
    solve === undefined ? [] : REACHES.flatMap((reach) => staged(solve, reach, x)),
  );
  return [slopes, signals, held, at, ...stages, cornersAt(circuit)].map(bitsOf);
}

const cornersAt = (circuit: CompiledCircuit): Float64Array => circuit.corners?.at.slice() ?? new Float64Array(0);

function staged(solve: ImplicitStage, reach: number, x: Float64Array): Float64Array[] {
  const [states, slopes] = [x.slice(), new Float64Array(x.length)];
  solve(1e-9, reach, states, slopes);
  return [states, slopes];
}

function bothWays(circuit: CompiledCircuit, x: Float64Array): readonly (readonly BigUint64Array[])[] {
  circuit.begin(ps(0));
  const byKernel = evaluated(circuit, x);
  circuit.corners?.at.fill(0);
  return [byKernel, evaluated(circuit.reference, x)];
}

type CoreAmplifier = DenseAmParameters["visibleAmplifier"];

describe("a circuit on the kernel has the bits of its reference", () => {
  const size = fc.integer({ min: 1, max: 7 });
  const form = fc.constantFrom("tanh", "clamp", "ideal", "linear", "without rails", "line");
  const amplifier = (kind: string, like: CoreAmplifier): CoreAmplifier => {
    if (kind === "ideal") return { form: "ideal", rails: { low: -0.4, high: 0.3 } };
    if (like.form === "ideal") return like;
    if (kind === "clamp") return { ...like, form: "clamp" };
    if (kind === "linear") return { ...like, slewRate: Infinity };
    if (kind === "without rails") return { ...like, form: "clamp", rails: { low: -Infinity, high: Infinity } };
    return kind === "line" ? { ...like, gain: "line" } : like;
  };
  const activity = fc.constantFrom({ kind: "identity" } as const, { kind: "tanh", gain: 2, scale: 0.5 } as const);
  const inputs = {
    precharge: fc.constantFrom(0, 1, 0.3),
    release: fc.constantFrom(0, 1),
    mux: fc.nat(),
  };

  it("a core of any size and form, on any branch of its corners", () => {
    const core = fc.record({ sizes: fc.tuple(size, size, size), form, hidden: form, activity, ...inputs });
    fc.assert(
      fc.property(core, fc.nat(), ({ sizes: [visible, softmax, relu], ...drawn }, seed) => {
        const p = denseAmDefaults(visible, softmax, relu);
        const draws = seededRandom(seed)("test", "numbers");
        const { circuit, crossbar } = denseAm(
          {
            ...p,
            visibleActivation: drawn.activity,
            visibleAmplifier: amplifier(drawn.form, p.visibleAmplifier),
            hiddenAmplifier: amplifier(drawn.hidden, p.hiddenAmplifier),
            offsetSigma: 0.01,
            crossbar: { ...p.crossbar, mismatch: 0.05 },
            multiplexer: { ...p.multiplexer, buffered: seed % 2 === 0 },
          },
          seededRandom(seed),
        );
        for (let cell = 0; cell < crossbar.difference.length; cell++)
          circuit.setInput(
            input(circuit, `weights[${Math.floor(cell / visible)},${cell % visible}] [1]`),
            (cell * 37) % 127,
          );
        circuit.setInput(input(circuit, "precharge [1]"), drawn.precharge);
        circuit.setInput(input(circuit, "release [1]"), drawn.release);
        circuit.setInput(input(circuit, "mux [1]"), (drawn.mux % (visible + softmax + relu + 2)) - 1);
        circuit.corners?.modes.forEach((_, k, modes) => {
          modes[k] = Math.round(draws.normal(k));
        });
        const x = circuit.initialState().map((_, k) => 0.5 * draws.normal(1000 + k));
        const [byKernel, byReference] = bothWays(circuit, x);
        expect(byKernel).toEqual(byReference);
      }),
      { numRuns: 150, seed: 11 },
    );
  });

  const input = (circuit: CompiledCircuit, name: string) => circuit.inputNames.indexOf(name);

  it("resistors and switches between all kinds of ends, controls of their own, combinations of three", () => {
    fc.assert(
      fc.property(list(12), list(3), (x, controls) => {
        const c = new CircuitBuilder();
        c.nodes("a", 4, { capacitance: [1, 2, 3, 4], leakConductance: [0, 0.1, 0, 0.3] });
        c.nodes("b", 4, { capacitance: 2 }).nodes("one", "single", { capacitance: 3 });
        c.inputs("all", "single", { unit: "1" }).inputs("each", 4, { unit: "1" }).inputs("volts", 3, { unit: "V" });
        c.resistor("a", "b", 3).resistor("one", "a", 7).resistor("volts", "b[1..3]", 11).resistor("volts[1]", "a", 2);
        c.switch("a", "b", { onResistance: 3, offConductance: 0.01, control: "all" });
        c.switch("b", "one", { onResistance: 3, offConductance: 0, control: "each" });
        c.quantities("sum", 4, "V").linear(
          "sum",
          [{ from: "a", gain: 2 }, { from: "b" }, { from: "one", gain: -3 }],
          0.1,
        );
        c.quantities("size", 3, "V").magnitudes("size", ["volts", "a[1..3]"]);
        c.quantities("reach", 4, "V").magnitudes("reach", ["one", "b"]);
        const circuit = c.build();
        const at = (name: string) => input(circuit, name);
        circuit.setInput(at("all [1]"), controls[0]);
        for (let k = 0; k < 4; k++) circuit.setInput(at(`each[${k}] [1]`), controls[k % 3]);
        for (let k = 0; k < 3; k++) circuit.setInput(at(`volts[${k}] [V]`), x[9 + k]);
        const [byKernel, byReference] = bothWays(circuit, Float64Array.from(x.slice(0, 9)));
        expect(byKernel).toEqual(byReference);
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

it("has the bits of Math.tanh at every size of its argument", () => {
  const COUNT = 40_001;
  const c = new CircuitBuilder();
  c.inputs("target", COUNT, { unit: "V" });
  // 2 pi f = 1, so that the slope is tanh(target): arguments are what they are made to be
  const amplifier = { form: "tanh", gainBandwidth: 1 / (2 * Math.PI), gain: 1, slewRate: 1 } as const;
  c.amplifiers("v", COUNT, { ...amplifier, rails: { low: -Infinity, high: Infinity } }, { target: "target" });
  const circuit = c.build();
  const draws = seededRandom(8)("test", "arguments");
  const special = [
    0,
    -0,
    1,
    -1,
    22,
    21.999999999999996,
    2 ** -28,
    2 ** -29,
    700,
    -1e300,
    Math.LN2 / 4,
    (3 * Math.LN2) / 4,
  ];
  // Over all sizes, and near where the reduction takes another multiple of ln 2.
  const anySize = (k: number) => (draws.uniform(2 * k) - 0.5) * 2 ** (draws.uniform(2 * k + 1) * 40 - 33);
  const nearBorder = (k: number) =>
    (((k % 91) - 45) * Math.LN2 * (1 + (draws.uniform(2 * k) - 0.5) * 2 ** -(k % 53))) / 4;
  const argument = (k: number) => special[k] ?? (k % 3 === 0 ? nearBorder(k) : anySize(k));
  for (let k = 0; k < COUNT; k++) circuit.inputs[k] = argument(k);
  const slopes = new Float64Array(COUNT);
  circuit.derivative(0, new Float64Array(COUNT), slopes);
  const expected = circuit.inputs.map((x) => Math.tanh(2 * Math.PI * amplifier.gainBandwidth * (x + 0 - 0)));
  expect(bitsOf(slopes)).toEqual(bitsOf(expected));
});
