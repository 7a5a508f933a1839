import { describe, expect, it } from "vitest";
import { type ConvergenceLaw, ConvergenceWatch } from "../../../src/observe/convergence.ts";
import { ns } from "../../../src/time.ts";

/** Signals: output, residual, curvature, whether released. */
const law: ConvergenceLaw = {
  relaxing: (values) => values[3] === 1,
  readout: { port: "sense", value: 0 },
  outputs: [0],
  residual: (values) => values[1],
  curvature: (values) => values[2],
  rest: 0.01,
};

type Row = readonly [output: number, residual: number, curvature: number, released: 0 | 1] | "sense falls";

/** One row per nanosecond. */
function watched(...rows: readonly Row[]) {
  const watch = new ConvergenceWatch(law);
  rows.forEach((row, n) => {
    if (row === "sense falls") watch.frame({ t: ns(n), changes: [{ name: "sense", value: 0 }] });
    else watch.sample({ t: ns(n), values: Float64Array.from(row) });
  });
  return watch.report();
}

const end: Row = [0.5, 0, 1, 0];

describe("a relaxation", () => {
  it("has converged with a small residual, positive curvature and a late readout that is the same", () => {
    const report = watched(
      [0, 1, 1, 1],
      [0.49, 0.01, 0.5, 1],
      "sense falls",
      [0.495, 0.005, 0.5, 1],
      [0.499, 1, 1, 1],
      end,
    );
    expect(report).toMatchObject({ readOut: 1, converged: 1, notRead: 0, worstResidual: 0.005, leastCurvature: 0.5 });
    expect(report.largestDrift).toBeCloseTo(0.005, 12);
  });

  it.each([
    ["it still moves", [0.5, 0.011, 1, 1]],
    ["nothing holds it where it is", [0.5, 0.001, 0, 1]],
    ["it drifts further than its residual and curvature allow", [0.489, 0.001, 1, 1]],
    ["what was measured is no number", [0.5, Number.NaN, 1, 1]],
  ] as const)("has not converged where %s", (_why, row) => {
    expect(watched([0, 1, 1, 1], "sense falls", row, end)).toMatchObject({ readOut: 1, converged: 0 });
  });

  it("may drift further where it curves less", () => {
    expect(watched("sense falls", [0, 1, 1, 1], "sense falls", [0.48, 0.001, 0.4, 1], end)).toMatchObject({
      converged: 1,
    });
  });

  it("is not read out by a port that changes before it, with its end, or after it", () => {
    const released: Row = [0, 1, 1, 1];
    expect(watched("sense falls", released, end)).toMatchObject({ readOut: 0, notRead: 1 });
    expect(watched(released, "sense falls", end)).toMatchObject({ readOut: 0, notRead: 1 });
    expect(watched(released, end, "sense falls", released, end)).toMatchObject({ readOut: 0, notRead: 2 });
  });

  it("is told from the next one", () => {
    const good: readonly Row[] = [[0, 1, 1, 1], "sense falls", [0.5, 0.001, 1, 1], end];
    const bad: readonly Row[] = [[0, 1, 1, 1], "sense falls", [0.5, 0.02, 0.1, 1], end];
    expect(watched(...good, ...bad, ...good)).toMatchObject({
      readOut: 3,
      converged: 2,
      worstResidual: 0.02,
      leastCurvature: 0.1,
    });
  });
});
