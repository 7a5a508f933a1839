import * as fc from "fast-check";
import { expect, it } from "vitest";
import { EnergyDescent, type EnergyLaw } from "../../../src/observe/energy-descent.ts";
import { ns } from "../../../src/time.ts";

/** Signals: energy, supply in units per second, whether released. */
const law: EnergyLaw = {
  relaxing: (values) => values[2] === 1,
  energy: (values) => values[0] ?? Number.NaN,
  supply: (values) => values[1] ?? Number.NaN,
};

type Row = readonly [energy: number, supply: number, released: 0 | 1];

/** One row per nanosecond. */
function watched(rows: readonly Row[]) {
  const watch = new EnergyDescent(law);
  rows.forEach((row, n) => watch.sample({ t: ns(n), values: Float64Array.from(row) }));
  return watch.report();
}

const free = (energies: readonly number[]): readonly Row[] => energies.map((energy) => [energy, 0, 1]);

it("sees no rise in a falling energy", () => {
  const decay = Array.from({ length: 100 }, (_, n) => Math.exp(-n / 10));
  expect(watched(free(decay))).toEqual({
    relaxations: 1,
    samples: 100,
    largestRise: 0,
    at: undefined,
    largestPlainRise: 0,
  });
});

it("measures from the running minimum and tells where", () => {
  expect(watched(free([5, 1, 1.25, 1.125, 1.5, 0]))).toMatchObject({ largestRise: 0.5, at: ns(4) });
});

it("starts afresh with each relaxation", () => {
  const rows: readonly Row[] = [...free([3, 1]), [9, 0, 0], ...free([8, 7])];
  expect(watched(rows)).toMatchObject({ relaxations: 2, samples: 4, largestRise: 0, largestPlainRise: 0 });
});

it("forgives what the supply accounts for, and no more", () => {
  // 1e9 units per second for 10 ns: 10 units fed in. An energy that rises by as much has not risen of itself.
  const rows = Array.from({ length: 11 }, (_, n): Row => [n, 1e9, 1]);
  const report = watched(rows);
  expect(report.largestPlainRise).toBe(10);
  expect(report.largestRise).toBeLessThan(1e-12);
  const steeper = rows.map(([energy, supply, released]): Row => [1.5 * energy, supply, released]);
  expect(watched(steeper).largestRise).toBeCloseTo(5, 9);
});

it("integrates a supply that varies linearly without an error", () => {
  // Power 2e18 t: energy (1e9 t)^2, exactly the trapezoid's value at every sample.
  const rows = Array.from({ length: 50 }, (_, n): Row => [n * n, 2e9 * n, 1]);
  expect(watched(rows).largestRise).toBeLessThan(1e-9);
});

it("does not count the supply of the time between two relaxations", () => {
  const rows: readonly Row[] = [
    [1, 1e9, 1],
    [1, 1e9, 0],
    [1, 1e9, 0],
    [1, 0, 1],
    [1.5, 0, 1],
  ];
  expect(watched(rows).largestRise).toBe(0.5);
});

it.each([Number.NaN, Number.POSITIVE_INFINITY])("counts an energy of %s as an infinite rise", (energy) => {
  expect(watched(free([1, energy])).largestRise).toBe(Number.POSITIVE_INFINITY);
});

it("agrees with the definition: the largest of E(j) - E(i) for i before j", () => {
  const energies = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(energies, (series) => {
      const rises = series.flatMap((end, j) => series.slice(0, j + 1).map((start) => end - start));
      expect(watched(free(series)).largestRise).toBe(Math.max(...rises));
    }),
  );
});
