import fc from "fast-check";
import { expect, it } from "vitest";
import { DenseOutput, horner } from "../../src/ode/dense-output.ts";
import { SlopeSums } from "../../src/ode/slope-sums.ts";
import { weightedSum } from "../../src/ode/weighted-sum.ts";

const awkward = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -2, max: 2, noNaN: true }) },
  fc.constantFrom(0, -0, Number.MIN_VALUE, 2 ** -1040, 1e16, -1e16, 1 + 2 ** -52, Infinity),
);
const list = (length: number) => fc.array(awkward, { minLength: length, maxLength: length });
/** Not of NaN, whose bits may differ; it stands for itself. */
const bitsOf = (values: Float64Array): readonly (bigint | string)[] =>
  Array.from(new BigUint64Array(values.slice().buffer), (bits, k) => (Number.isNaN(values[k]) ? "NaN" : bits));

const sums = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 9 })).chain(([stages, dimension]) =>
  fc.record({
    slopes: fc.array(list(dimension), { minLength: stages, maxLength: stages }),
    rows: fc.array(fc.integer({ min: 1, max: stages }).chain(list), { minLength: 1, maxLength: 4 }),
    x: list(dimension),
    h: fc.double({ min: 1e-15, max: 1e-3, noNaN: true }),
  }),
);

it("sums of slopes have the bits of their reference, with any number of terms and states", () => {
  fc.assert(
    fc.property(sums, ({ slopes, rows, x, h }) => {
      const kernel = new SlopeSums(slopes.length, x.length, rows);
      slopes.forEach((slope, i) => kernel.slopes[i].set(slope));
      kernel.begin(Float64Array.from(x), h);
      rows.forEach((row, k) => {
        const sum = new Float64Array(x.length);
        weightedSum(kernel.slopes, Float64Array.from(row), sum);
        expect(bitsOf(kernel.stage(k))).toEqual(bitsOf(sum.map((s, n) => x[n] + h * s)));
        expect(bitsOf(kernel.scaled(k))).toEqual(bitsOf(sum.map((s) => s * h)));
      });
    }),
    { numRuns: 500, seed: 4 },
  );
});

const outputs = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 })).chain(([degree, dimension]) =>
  fc.record({
    start: list(dimension),
    coefficients: fc.array(list(dimension), { minLength: degree, maxLength: degree }),
    theta: fc.double({ min: 2 ** -60, max: 1 - 2 ** -50, noNaN: true }),
  }),
);

it("dense output has the bits of its reference, of any degree and with any number of states", () => {
  fc.assert(
    fc.property(outputs, ({ start, coefficients, theta }) => {
      const dense = new DenseOutput(start.length, coefficients.length);
      coefficients.forEach((coefficient, p) => dense.coefficients[p].set(coefficient));
      dense.accept(Float64Array.from(start), new Float64Array(start.length), 1);
      const [read, reference] = [new Float64Array(start.length), new Float64Array(start.length)];
      dense.at(theta, read);
      horner(dense.start, dense.coefficients, theta, reference);
      expect(bitsOf(read)).toEqual(bitsOf(reference));
    }),
    { numRuns: 500, seed: 4 },
  );
});
