import { describe, expect, it } from "vitest";
import { checkedAdditiveTableau, matricesOf } from "../../src/ode/additive-tableau.ts";
import { conditionResidual, orderConditions } from "../../src/ode/order-conditions.ts";
import { ARK436L2SA } from "../../src/ode/steppers/ark436l2sa.ts";
import { DORMAND_PRINCE_54 } from "../../src/ode/steppers/dormand-prince-54.ts";
import { TSIT5 } from "../../src/ode/steppers/tsit5.ts";
import { checkedTableau } from "../../src/ode/tableau.ts";

const square = (a: readonly (readonly number[])[], stages: number) =>
  [[], ...a].map((row) => Array.from({ length: stages }, (_, j) => row[j] ?? 0));

describe("order conditions", () => {
  it("number as the rooted trees do: 1, 2, 4, 8, 17, 37 up to orders 1 to 6", () => {
    const counts = [1, 2, 3, 4, 5, 6].map((order) => orderConditions([[[0]]], order).length);
    expect(counts).toEqual([1, 2, 4, 8, 17, 37]);
  });

  it("of two methods number as the rooted trees with edges of two colours do: 1, 3, 10, 36, 143", () => {
    const counts = [1, 2, 3, 4, 5].map((order) => orderConditions([[[0]], [[0]]], order).length);
    expect(counts).toEqual([1, 3, 10, 36, 143]);
  });

  it("are met by the classical Runge-Kutta method to order 4 and not to order 5", () => {
    const a = [
      [0, 0, 0, 0],
      [1 / 2, 0, 0, 0],
      [0, 1 / 2, 0, 0],
      [0, 0, 1, 0],
    ];
    const b = [1 / 6, 1 / 3, 1 / 3, 1 / 6];
    const conditions = orderConditions([a], 5);
    const worst = (isOf: (order: number) => boolean) =>
      Math.max(...conditions.filter((c) => isOf(c.order)).map((c) => conditionResidual(b, c, 1 / c.density)));
    expect(worst((order) => order <= 4)).toBeLessThan(1e-16);
    expect(worst((order) => order === 5)).toBeGreaterThan(1e-3);
  });
});

describe.each([DORMAND_PRINCE_54, TSIT5])("$name", (table) => {
  const conditions = orderConditions([square(table.a, table.stages)], 6);
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

describe("the additive pair ARK4(3)6L[2]SA", () => {
  const conditions = orderConditions(matricesOf(ARK436L2SA), 5);
  const worst = (weights: readonly number[], order: number) =>
    Math.max(...conditions.filter((c) => c.order === order).map((c) => conditionResidual(weights, c, 1 / c.density)));

  it("meets every condition to 1e-14 up to its order, coupling conditions included, and not beyond", () => {
    for (const order of [1, 2, 3, 4]) expect(worst(ARK436L2SA.b, order)).toBeLessThan(1e-14);
    expect(worst(ARK436L2SA.b, 5)).toBeGreaterThan(1e-4);
    for (const order of [1, 2, 3]) expect(worst(ARK436L2SA.embedded, order)).toBeLessThan(1e-14);
    expect(worst(ARK436L2SA.embedded, 4)).toBeGreaterThan(1e-4);
  });

  /** Stage values of x' = z x from x = 1, and what of it is left after the step. */
  const transported = (z: number) => {
    const [, a] = matricesOf(ARK436L2SA);
    const k: number[] = [];
    a.forEach((row, i) => {
      const known = row.slice(0, i).reduce((sum, w, j) => sum + w * k[j], 1);
      k.push((z * known) / (1 - z * row[i]));
    });
    const left = (weights: readonly number[]) => weights.reduce((sum, w, i) => sum + w * k[i], 1);
    return { k, left };
  };

  it("forgets an infinitely fast state, at the end of the step and at its middle stage", () => {
    const { k, left } = transported(-1e8);
    expect(Math.abs(left(ARK436L2SA.b))).toBeLessThan(1e-6);
    expect(Math.abs(left(ARK436L2SA.embedded))).toBeLessThan(0.2);
    const { fast } = ARK436L2SA.middle;
    const known = fast.reduce((sum, w, i) => sum + w * k[i], 1);
    expect(Math.abs(known / (1 + 1e8 * ARK436L2SA.gamma))).toBeLessThan(1e-6);
  });

  it("is never unstable in a fast state", () => {
    for (let z = -1e-3; z > -1e9; z *= 1.1) expect(Math.abs(transported(z).left(ARK436L2SA.b))).toBeLessThan(1);
  });

  it.each([
    ["explicit", () => ({ ...ARK436L2SA, explicit: nudged(ARK436L2SA.explicit, 4) })],
    ["implicit", () => ({ ...ARK436L2SA, implicit: nudged(ARK436L2SA.implicit, 3) })],
    ["embedded", () => ({ ...ARK436L2SA, embedded: nudged([ARK436L2SA.embedded], 0)[0] })],
    ["dense", () => ({ ...ARK436L2SA, dense: nudged(ARK436L2SA.dense, 3) })],
  ])("is refused when one coefficient of %s is off by 1e-12", (_which, broken) => {
    expect(() => checkedAdditiveTableau(broken())).toThrow(/compare it with its source/);
  });
});

/** The rows with the last entry of one row changed in its 12th decimal. */
const nudged = (rows: readonly (readonly number[])[], at: number): number[][] =>
  rows.map((row, i) =>
    row.map((w, j) => (i === at && j === row.length - 1 ? w + 1e-12 * Math.max(1, Math.abs(w)) : w)),
  );
