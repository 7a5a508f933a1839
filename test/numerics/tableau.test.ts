import { describe, expect, it } from "vitest";
import { conditionResidual, orderConditions } from "../../src/ode/order-conditions.ts";
import { DORMAND_PRINCE_54 } from "../../src/ode/steppers/dormand-prince-54.ts";
import { TSIT5 } from "../../src/ode/steppers/tsit5.ts";
import { checkedTableau } from "../../src/ode/tableau.ts";

const square = (a: readonly (readonly number[])[], stages: number) =>
  [[], ...a].map((row) => Array.from({ length: stages }, (_, j) => row[j] ?? 0));

describe("order conditions", () => {
  it("number as the rooted trees do: 1, 2, 4, 8, 17, 37 up to orders 1 to 6", () => {
    const counts = [1, 2, 3, 4, 5, 6].map((order) => orderConditions([[0]], order).length);
    expect(counts).toEqual([1, 2, 4, 8, 17, 37]);
  });

  it("are met by the classical Runge-Kutta method to order 4 and not to order 5", () => {
    const a = [
      [0, 0, 0, 0],
      [1 / 2, 0, 0, 0],
      [0, 1 / 2, 0, 0],
      [0, 0, 1, 0],
    ];
    const b = [1 / 6, 1 / 3, 1 / 3, 1 / 6];
    const conditions = orderConditions(a, 5);
    const worst = (isOf: (order: number) => boolean) =>
      Math.max(...conditions.filter((c) => isOf(c.order)).map((c) => conditionResidual(b, c, 1 / c.density)));
    expect(worst((order) => order <= 4)).toBeLessThan(1e-16);
    expect(worst((order) => order === 5)).toBeGreaterThan(1e-3);
  });
});

describe.each([DORMAND_PRINCE_54, TSIT5])("$name", (table) => {
  const conditions = orderConditions(square(table.a, table.stages), 6);
  const embedded = table.b.map((w, i) => w - table.error[i]);
  const worst = (weights: readonly number[], order: number) =>
    Math.max(...conditions.filter((c) => c.order === order).map((c) => conditionResidual(weights, c, 1 / c.density)));

  it("meets every condition to 1e-14 up to its order, and not beyond", () => {
    for (const order of [1, 2, 3, 4, 5]) expect(worst(table.b, order)).toBeLessThan(1e-14);
    expect(worst(table.b, 6)).toBeGreaterThan(1e-5);
    for (const order of [1, 2, 3, 4]) expect(worst(embedded, order)).toBeLessThan(1e-14);
    expect(worst(embedded, 5)).toBeGreaterThan(1e-5);
  });

  it("is frozen, rows included", () => {
    expect(Object.isFrozen(table) && table.a.every(Object.isFrozen) && table.dense.every(Object.isFrozen)).toBe(true);
  });

  it.each([
    ["a", () => ({ ...table, a: nudged(table.a, 4) })],
    ["error", () => ({ ...table, error: nudged([table.error], 0)[0] })],
    ["dense", () => ({ ...table, dense: nudged(table.dense, 3) })],
  ])("is refused when one coefficient of %s is off by 1e-12", (_which, broken) => {
    expect(() => checkedTableau(broken())).toThrow(/compare it with its source/);
  });
});

/** The rows with the last entry of one row changed in its 12th decimal. */
const nudged = (rows: readonly (readonly number[])[], at: number): number[][] =>
  rows.map((row, i) =>
    row.map((w, j) => (i === at && j === row.length - 1 ? w + 1e-12 * Math.max(1, Math.abs(w)) : w)),
  );
