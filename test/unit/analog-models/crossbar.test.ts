import { describe, expect, it } from "vitest";
import { columnProduct, fusedProduct, rowProduct } from "../../../analog-models/crossbar-product.ts";
import { type Crossbar, CrossbarDevices, fullLevel } from "../../../analog-models/crossbar.ts";
import { noRandomness, seededRandom } from "../../../src/random.ts";

const SIZES = [1, 2, 3, 4, 5, 7, 8, 16, 17].flatMap((rows) =>
  [1, 2, 3, 7, 8, 16].map((columns) => ({ rows, columns })),
);
const draws = seededRandom(5)("crossbar", "test");

/** One array holding x (columns), y (rows), r (rows), c (columns) in this order, x and y random. */
function operands(rows: number, columns: number) {
  const v = new Float64Array(2 * (rows + columns));
  for (let k = 0; k < rows + columns; k++) v[k] = draws.normal(k);
  return { v, x: 0, y: columns, r: columns + rows, c: columns + 2 * rows };
}
const matrix = (cells: number) => Float64Array.from({ length: cells }, (_, k) => draws.normal(1000 + k));

describe.each(SIZES)("product of $rows x $columns", ({ rows, columns }) => {
  const g = matrix(rows * columns);
  const { v, x, y, r, c } = operands(rows, columns);
  fusedProduct(g, rows, columns, v, x, y, r, c);

  it("is the sum over the cells of each line", () => {
    for (let m = 0; m < rows; m++) {
      let sum = 0;
      for (let i = 0; i < columns; i++) sum += g[m * columns + i] * v[x + i];
      expect(Math.abs(v[r + m] - sum)).toBeLessThan(1e-13 * columns);
    }
    for (let i = 0; i < columns; i++) {
      let sum = 0;
      for (let m = 0; m < rows; m++) sum += g[m * columns + i] * v[y + m];
      expect(Math.abs(v[c + i] - sum)).toBeLessThan(1e-13 * rows);
    }
  });

  it("is adjoint: y . (G x) = (G' y) . x", () => {
    let left = 0;
    let right = 0;
    for (let m = 0; m < rows; m++) left += v[y + m] * v[r + m];
    for (let i = 0; i < columns; i++) right += v[c + i] * v[x + i];
    expect(Math.abs(left - right)).toBeLessThan(1e-12 * rows * columns);
  });

  it("has the same bits when only one direction is computed", () => {
    const alone = v.slice();
    alone.fill(NaN, r);
    rowProduct(g, rows, columns, alone, x, r);
    columnProduct(g, rows, columns, alone, y, c);
    expect(alone).toEqual(v);
  });
});

const ideal: Crossbar = {
  rows: 3,
  columns: 4,
  conductanceMin: 1e-6,
  conductanceMax: 100e-6,
  levels: 8,
  mismatch: 0,
  programmingError: 0,
};
const RANGE = 99e-6;

describe("the devices of a crossbar", () => {
  it("hold every signed level as the difference of two conductances inside the range", () => {
    const devices = new CrossbarDevices(ideal, "w", noRandomness);
    for (let level = -127; level <= 127; level++) {
      devices.program(5, level);
      expect(devices.difference[5]).toBeCloseTo((level / 127) * RANGE, 18);
      for (const g of [devices.plus[5], devices.minus[5]]) {
        expect(g).toBeGreaterThanOrEqual(1e-6);
        expect(g).toBeLessThanOrEqual(100e-6 + 1e-20);
      }
    }
  });

  it("change one cell at a time", () => {
    const devices = new CrossbarDevices(ideal, "w", noRandomness);
    devices.program(7, 100);
    expect([...devices.difference].flatMap((g, cell) => (g === 0 ? [] : [cell]))).toEqual([7]);
  });

  it("hold any real between -1 and 1 where levels are continuous", () => {
    const devices = new CrossbarDevices({ ...ideal, levels: "continuous" }, "w", noRandomness);
    devices.program(0, -0.123456789);
    expect(devices.difference[0] / RANGE).toBeCloseTo(-0.123456789, 14);
    expect(() => devices.program(0, 1.01)).toThrow("1.01, outside -1..1");
  });

  it("refuse what is no level, by the name of the cell", () => {
    const devices = new CrossbarDevices(ideal, "w", noRandomness);
    expect(() => devices.program(6, 128)).toThrow("level of w[1,2] (a whole number) is 128, outside -127..127");
    expect(() => devices.program(6, 0.5)).toThrow("w[1,2]");
    expect(() => devices.program(6, Number.NaN)).toThrow("w[1,2]");
  });

  it("err by a draw of the chip and the level, not of the history", () => {
    const erring = { ...ideal, mismatch: 0.01, programmingError: 0.005 };
    const make = (seed: number) => new CrossbarDevices(erring, "w", seededRandom(seed));
    const [a, b, other] = [make(1), make(1), make(2)];
    b.program(3, -90);
    for (const devices of [a, b, other]) devices.program(3, 55);
    expect(b.difference).toEqual(a.difference);
    expect(other.difference[3]).not.toBe(a.difference[3]);
  });

  it("err with the standard deviation asked for", () => {
    const wide = { ...ideal, rows: 60, columns: 60, mismatch: 0.02 };
    const devices = new CrossbarDevices(wide, "w", seededRandom(4));
    const relative = [...devices.plus, ...devices.minus].map((g) => g / 1e-6 - 1);
    const deviation = Math.sqrt(relative.reduce((sum, x) => sum + x * x, 0) / relative.length);
    expect(Math.abs(deviation / 0.02 - 1)).toBeLessThan(0.05);
  });

  it("ignore programming where they are stuck", () => {
    const stuck = [{ row: 1, column: 2, side: "plus", conductance: 100e-6 }] as const;
    const devices = new CrossbarDevices({ ...ideal, stuck }, "w", noRandomness);
    devices.program(6, -127);
    expect(devices.plus[6]).toBe(100e-6);
    expect(devices.difference[6]).toBeCloseTo(0, 18);
    const outside = [{ row: 3, column: 0, side: "plus", conductance: 0 }] as const;
    expect(() => new CrossbarDevices({ ...ideal, stuck: outside }, "w", noRandomness)).toThrow("outside 0..2");
  });
});

it("a signed level of b bits is symmetric", () => {
  expect(fullLevel(8)).toBe(127);
  expect(fullLevel(2)).toBe(1);
  expect(fullLevel("continuous")).toBe(1);
  expect(() => new CrossbarDevices({ ...ideal, levels: 1 }, "w", noRandomness)).toThrow("outside 2..16");
  expect(() => new CrossbarDevices({ ...ideal, conductanceMax: 0 }, "w", noRandomness)).toThrow("device range");
});
