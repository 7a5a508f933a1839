import { describe, expect, it } from "vitest";
import { type Activation, activate } from "../../../analog-models/activation.ts";
import { curvature, lagrangian } from "../../../analog-models/lagrangian.ts";
import { seededRandom } from "../../../src/random.ts";

const ALL: readonly Activation[] = [
  { kind: "identity" },
  { kind: "tanh", gain: 2, scale: 0.5 },
  { kind: "relu", slope: 1.5 },
  { kind: "softmax", beta: 25, scale: 0.5 },
];
const softmax = { kind: "softmax", beta: 25, scale: 0.5 } as const;
const COUNT = 6;

function activity(a: Activation, v: Float64Array): Float64Array {
  const values = new Float64Array(2 * v.length);
  values.set(v);
  activate(a, values, 0, v.length, v.length);
  return values.slice(v.length);
}

const draws = seededRandom(7)("activation", "states");
const states = Array.from({ length: 20 }, (_, s) =>
  Float64Array.from({ length: COUNT }, (_v, k) => draws.normal(s * COUNT + k) * 0.3),
);
const moved = (v: Float64Array, by: Float64Array, h: number) => v.map((x, k) => x + h * by[k]);
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, k) => sum + x * b[k], 0);

describe.each(ALL)("$kind", (a) => {
  it("is the gradient of its Lagrangian", () => {
    const h = 1e-6;
    for (const [s, v] of states.entries()) {
      const e = states[(s + 1) % states.length];
      const slope = (lagrangian(a, moved(v, e, h)) - lagrangian(a, moved(v, e, -h))) / (2 * h);
      expect(Math.abs(slope - dot(activity(a, v), e))).toBeLessThan(1e-8);
    }
  });

  it("has the Lagrangian's Hessian as its slope, and never a negative one", () => {
    const h = 1e-6;
    for (const [s, v] of states.entries()) {
      const e = states[(s + 1) % states.length];
      const change = activity(a, moved(v, e, h)).map((f, k) => (f - activity(a, moved(v, e, -h))[k]) / (2 * h));
      const quadratic = curvature(a, v, activity(a, v), e);
      expect(Math.abs(quadratic - dot(change, e))).toBeLessThan(1e-7);
      expect(quadratic).toBeGreaterThanOrEqual(-1e-15);
    }
  });
});

describe("softmax", () => {
  it("sums to its scale", () => {
    for (const v of states) expect(activity(softmax, v).reduce((s, f) => s + f, 0)).toBeCloseTo(0.5, 14);
  });

  it("does not see a shift common to all", () => {
    for (const v of states) {
      const shifted = activity(
        softmax,
        v.map((x) => x + 0.125),
      );
      activity(softmax, v).forEach((f, k) => expect(Math.abs(shifted[k] - f)).toBeLessThan(1e-14));
    }
  });

  it("stays finite where the exponentials themselves would overflow", () => {
    expect([...activity({ ...softmax, beta: 1e6 }, Float64Array.of(900, -900, 900))]).toEqual([0.25, 0, 0.25]);
  });

  it("of one neuron is its scale, whatever the voltage", () => {
    expect([...activity(softmax, Float64Array.of(-3))]).toEqual([0.5]);
  });
});

it("an empty bank has no energy", () => {
  for (const a of ALL) expect(lagrangian(a, new Float64Array(0))).toBe(0);
});

it("relu and tanh have their closed forms", () => {
  expect([...activity({ kind: "relu", slope: 2 }, Float64Array.of(-1, 0, 0.5))]).toEqual([0, 0, 1]);
  expect(activity({ kind: "tanh", gain: 2, scale: 3 }, Float64Array.of(0.7))[0]).toBeCloseTo(3 * Math.tanh(1.4), 15);
});
