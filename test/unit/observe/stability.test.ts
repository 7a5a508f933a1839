import { describe, expect, it } from "vitest";
import { type StabilityLaw, StabilityWatch } from "../../../src/observe/stability.ts";
import { SettleError } from "../../../src/errors.ts";
import { ns } from "../../../src/time.ts";

/** Signals: voltage, bound, whether released. Clips at 0.9 V; above 0.5 V it runs away if its bound is above 1. */
const law: StabilityLaw = {
  relaxing: (values) => values[2] === 1,
  standing: (values) => ({ bound: values[1], memory: values[1] / 2, where: "row 0" }),
  clipped: (values) => values[0] >= 0.9,
  runaway: (values) =>
    values[0] > 0.5 && values[1] > 1
      ? { node: "v[3]", how: "at the rail", eigenvalue: -0.25, rate: "e-fold in 400 ns" }
      : undefined,
};

type Row = readonly [voltage: number, bound: number, released: 0 | 1];

/** One row per nanosecond. Answers the watch and what it threw. */
function watched(...rows: readonly Row[]) {
  const watch = new StabilityWatch(law);
  try {
    rows.forEach((row, n) => watch.sample({ t: ns(n), values: Float64Array.from(row) }));
  } catch (error) {
    if (error instanceof SettleError) return { watch, error };
    throw error;
  }
  return { watch, error: undefined };
}

describe("voltages", () => {
  it("run away when something clips and nothing else would hold them: node, time and eigenvalue are named", () => {
    const { watch, error } = watched([0, 1.25, 1], [0.6, 1.25, 1], [0.95, 1.25, 1], [0.95, 1.25, 1]);
    expect(error?.code).toBe("RUNAWAY");
    expect(error?.message).toContain("at 2 ns the voltages run away at v[3], at the rail");
    expect(error?.message).toContain("Hessian eigenvalue -0.2500, e-fold in 400 ns");
    expect(watch.divergedAt).toBe(ns(2));
  });

  it("that have not clipped are judged when the relaxation ends, by where they stood then", () => {
    const { watch, error } = watched([0, 1.25, 1], [0.6, 1.25, 1], [0, 0, 0]);
    expect(error?.message).toContain("at 1 ns the voltages run away");
    expect(watch.divergedAt).toBe(ns(2));
    expect(watched([0, 1.25, 1], [0.4, 1.25, 1], [0.6, 1.25, 0]).error).toBeUndefined();
  });

  it("that clip and would come back end nothing", () => {
    expect(watched([0, 0.9, 1], [0.95, 0.9, 1], [0.4, 0.9, 1], [0, 0, 0]).error).toBeUndefined();
  });

  it("that ran away end whatever is tried after it", () => {
    const { watch } = watched([0.95, 1.25, 1]);
    expect(() => watch.sample({ t: ns(9), values: new Float64Array(3) })).toThrow("at 0 ps the voltages run away");
  });
});

it("counts the relaxations outside the guarantee, and keeps the worst", () => {
  const { watch } = watched([0, 0.7, 1], [0, 5, 1], [0, 0, 0], [0, 1.5, 1], [0, 0, 0], [0, 1, 1], [0, 0, 0]);
  expect(watch.report()).toEqual({
    relaxations: 3,
    outside: 2,
    firstOutside: ns(3),
    worst: { bound: 1.5, memory: 0.75, where: "row 0" },
    largestMemory: 0.75,
  });
});
