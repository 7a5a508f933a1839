import { describe, expect, it } from "vitest";
import { effectiveConductance, type WiredCrossbar, WireSolver } from "../../../analog-models/crossbar-wires.ts";
import { seededRandom } from "../../../src/random.ts";

const draws = seededRandom(9)("wires", "test");
const crossbar = (rows: number, columns: number, word: number, bit: number): WiredCrossbar => ({
  rows,
  columns,
  conductance: Float64Array.from({ length: rows * columns }, (_, k) => (k % 7 === 3 ? 0 : 0.1 * draws.uniform(k))),
  wordResistance: word,
  bitResistance: bit,
});

describe.each([
  [3, 5, 1, 2],
  [5, 3, 0.5, 0],
  [4, 4, 0, 3],
  [2, 9, 4, 0.1],
  [1, 6, 1, 1],
])("a crossbar of %i x %i with %f and %f ohm a segment", (rows, columns, word, bit) => {
  const c = crossbar(rows, columns, word, bit);
  const u = Array.from({ length: rows }, (_, i) => draws.normal(500 + i));
  const s = new WireSolver(c).solve(u);

  it("obeys Ohm's law along every line", () => {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const k = i * columns + j;
        const left = j > 0 ? s.wordVoltage[k - 1] : u[i];
        const below = i + 1 < rows ? s.bitVoltage[k + columns] : 0;
        expect(left - s.wordVoltage[k]).toBeCloseTo(word * s.word[k], 12);
        expect(s.bitVoltage[k] - below).toBeCloseTo(bit * s.bit[k], 12);
      }
    }
  });

  it("loses no charge: what the rows take in, the columns give out", () => {
    const into = u.reduce((sum, _, i) => sum + s.word[i * columns], 0);
    const out = s.output.reduce((sum, current) => sum + current, 0);
    expect(out).toBeCloseTo(into, 12);
  });

  it("is the linear map that its effective conductance says", () => {
    const effective = effectiveConductance(c);
    s.output.forEach((current, j) => {
      const sum = u.reduce((total, voltage, i) => total + effective[i * columns + j] * voltage, 0);
      expect(sum).toBeCloseTo(current, 12);
    });
  });

  it("is reciprocal: driven at its column ends it has the transposed map", () => {
    const effective = effectiveConductance(c);
    // The same network seen from the other side: its lines, and the cells on them, in reverse order.
    const seen: WiredCrossbar = { ...c, rows: columns, columns: rows, wordResistance: bit, bitResistance: word };
    const turned = effectiveConductance({ ...seen, conductance: turn(c.conductance, rows, columns) });
    expect(turned.length).toBe(effective.length);
    turn(effective, rows, columns).forEach((g, k) => expect(turned[k]).toBeCloseTo(g, 12));
  });
});

/** Transposed, with both axes reversed: element (j', i') is (i, j) with j' = columns-1-j, i' = rows-1-i. */
function turn(g: Float64Array, rows: number, columns: number): Float64Array {
  return g.map((_, k) => {
    const [j, i] = [columns - 1 - Math.floor(k / rows), rows - 1 - (k % rows)];
    return g[i * columns + j];
  });
}

const total = (g: Float64Array) => g.reduce((sum, x) => sum + x, 0);

it("resistance only takes conductance away, and none leaves the devices themselves", () => {
  const c = crossbar(6, 4, 0, 0);
  expect(effectiveConductance(c)).toEqual(c.conductance);
  const lossy = effectiveConductance({ ...c, wordResistance: 1, bitResistance: 1 });
  expect(total(lossy)).toBeLessThan(total(c.conductance));
});

it("refuses what is no resistive network", () => {
  const c = crossbar(2, 2, 1, 1);
  expect(() => new WireSolver({ ...c, wordResistance: -1 })).toThrow("must be 0 or more");
  expect(() => new WireSolver({ ...c, conductance: Float64Array.of(1, 2, 3) })).toThrow("needs 4");
  expect(() => new WireSolver({ ...c, conductance: Float64Array.of(1, 2, 3, Infinity) })).toThrow("finite");
  expect(() => new WireSolver(c).solve([1])).toThrow("1 row voltages");
});
