import { describe, expect, it } from "vitest";
import type { Stepper } from "../../src/ode/contracts.ts";
import { ark436l2sa } from "../../src/ode/steppers/ark436l2sa.ts";
import { loop, sineBehind, slewing } from "./fast-problems.ts";
import { integrationOf, runTo } from "./integrate.ts";
import { distance, type ExactProblem } from "./problems.ts";

const RATIOS = [3, 10, 100, 1000, 1e5];
const TOLERANCES = [1e-4, 1e-6, 1e-8];
const THETAS = Array.from({ length: 17 }, (_, k) => k / 16);
const ROUNDING = 1e-14;

/** Largest error anywhere, and the largest ratio of an error to the bound of its step. */
function followed(p: ExactProblem, rtol: number) {
  const integration = integrationOf(ark436l2sa, p.system, rtol);
  integration.begin(p.x0);
  const out = new Float64Array(2);
  let [worst, ofBound] = [0, 0];
  runTo(integration, p.end, () => {
    const { tau0, tau1, errorBound } = integration;
    for (const theta of THETAS) {
      integration.interpolateAt(theta, out);
      const error = distance(out, p.exact(tau0 + theta * (tau1 - tau0)));
      worst = Math.max(worst, error);
      ofBound = Math.max(ofBound, (error - ROUNDING) / errorBound);
    }
  });
  return { worst, ofBound, integration };
}

describe.each(RATIOS.flatMap((ratio) => [loop(ratio), sineBehind(ratio)]))("$name", (p) => {
  it.each(TOLERANCES)("at tolerance %d the implicit method follows the closed form, within its bound", (rtol) => {
    const { worst, ofBound } = followed(p, rtol);
    expect(worst).toBeLessThan(30 * rtol);
    expect(ofBound).toBeLessThan(1);
  });
});

describe.each(RATIOS.map(slewing))("$name", (p) => {
  it.each(TOLERANCES)("at tolerance %d the end of slewing is found in few steps", (rtol) => {
    const { worst, ofBound, integration } = followed(p, rtol);
    expect(worst).toBeLessThan(30 * rtol);
    expect(ofBound).toBeLessThan(1);
    expect(integration.accepted).toBeLessThan(80);
  });
});

it("its steps hardly depend on how fast the amplifier is", () => {
  const steps = (ratio: number) => followed(sineBehind(ratio), 1e-6).integration.accepted;
  const slow = steps(10);
  for (const ratio of [100, 1000, 1e4, 1e6]) expect(steps(ratio)).toBeLessThan(3 * slow);
});

/** Error at the end of equal steps, and the largest inside one step from the exact solution. */
function errors(stepper: Stepper, p: ExactProblem, steps: number) {
  const { system, x0, end } = p;
  const h = end / steps;
  const [next, scratch] = [new Float64Array(2), new Float64Array(2)];
  const step = (t: number, x: Float64Array) => {
    stepper.step(system, t, h, x, next, scratch);
    stepper.accept(x, next, h);
  };
  const x = Float64Array.from(x0);
  stepper.restart();
  for (let i = 0; i < steps; i++) {
    step(i * h, x);
    x.set(next);
  }
  const atEnd = distance(x, p.exact(end));
  stepper.restart();
  step(end / 3, Float64Array.from(p.exact(end / 3)));
  const inside = THETAS.map((theta) => {
    stepper.interpolate(theta, scratch);
    return distance(scratch, p.exact(end / 3 + theta * h));
  });
  return { atEnd, inside: Math.max(...inside) };
}

describe.each([loop(3), sineBehind(3), loop(10)])("on $name", (p) => {
  const stepper = ark436l2sa(2, p.system.fast);
  const [coarse, fine] = [200, 400].map((steps) => errors(stepper, p, steps));

  it("halving h divides the error by 2^order", () => {
    expect(Math.abs(Math.log2(coarse.atEnd / fine.atEnd) - stepper.order)).toBeLessThan(0.2);
  });

  it("halving h divides the local error of the dense output by 2^(denseOrder + 1)", () => {
    expect(Math.abs(Math.log2(coarse.inside / fine.inside) - (stepper.denseOrder + 1))).toBeLessThan(0.25);
  });
});
