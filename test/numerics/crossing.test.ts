import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coefficientsFromSamples, lobattoNodes, slopeAt, subdivide, valueAt } from "../../src/ode/bernstein.ts";
import type { Grid } from "../../src/ode/bracket.ts";
import { BETWEEN_NODES, type ClosedBand, type Departure, type Exit, ExitLocator } from "../../src/ode/crossing.ts";
import { excess, faults, type Signal } from "./exit-faults.ts";

const coefficient = fc.double({ min: -4, max: 4, noNaN: true });
const quartic = fc.tuple(coefficient, coefficient, coefficient, coefficient, coefficient);
const fraction = fc.double({ min: 0, max: 1, noNaN: true });

const polynomial =
  (c: readonly number[]): Signal =>
  (theta) =>
    c.reduceRight((sum, w) => sum * theta + w, 0);

function locate(degree: 4 | 8, signal: Signal, band: ClosedBand, thetaFrom = 0, grid?: Grid): Exit | undefined {
  const locator = new ExitLocator(degree);
  locator.take(locator.nodes.map(signal));
  return locator.firstExit(signal, band, thetaFrom, grid);
}

function departure(degree: 4 | 8, signal: Signal, exit: Exit | undefined): Departure | undefined {
  const locator = new ExitLocator(degree);
  locator.take(locator.nodes.map(signal));
  return exit && locator.departure(exit, signal(exit.theta), BETWEEN_NODES.map(signal));
}

const thetaOf = (exit: Exit | undefined): number => exit?.theta ?? Number.NaN;
/** A step in the middle makes a polynomial swing beyond both levels. */
const jump: Signal = (t) => (t < 0.45 ? 0 : 1);

describe("Bernstein form", () => {
  it.each([4, 8])("of degree %i reproduces value and slope of a polynomial, whole and divided", (degree) => {
    const nodes = lobattoNodes(degree);
    const matrix = coefficientsFromSamples(nodes);
    fc.assert(
      fc.property(quartic, fraction, fraction, (c, cut, s) => {
        const p = polynomial(c);
        const slope = polynomial([c[1], 2 * c[2], 3 * c[3], 4 * c[4]]);
        const samples = nodes.map(p);
        const whole = Float64Array.from(matrix, (row) => row.reduce((sum, m, j) => sum + m * samples[j], 0));
        const [left, right, scratch] = [whole.slice(), whole.slice(), whole.slice()];
        subdivide(whole, cut, left, right);
        expect(valueAt(whole, s, scratch)).toBeCloseTo(p(s), 11);
        expect(slopeAt(whole, s, scratch)).toBeCloseTo(slope(s), 10);
        expect(valueAt(left, s, scratch)).toBeCloseTo(p(cut * s), 11);
        expect(valueAt(right, s, scratch)).toBeCloseTo(p(cut + (1 - cut) * s), 11);
      }),
    );
  });
});

describe.each([4, 8] as const)("an exit located with degree %i", (degree) => {
  const band = fc.tuple(coefficient, coefficient).map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }));

  it("is where a dense scan of a random quartic finds it, from anywhere in the step", () => {
    fc.assert(
      fc.property(quartic, band, fraction, fc.boolean(), (c, borders, from, whole) => {
        const signal = polynomial(c);
        const thetaFrom = whole ? 0 : from;
        expect(faults(signal, borders, thetaFrom, locate(degree, signal, borders, thetaFrom))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  it("is found for a double crossing shorter than 1e-3 of the step", () => {
    // It is outside by w^2 / 4; what the polynomial of degree 8 rounds to is 3e-13, at worst.
    const width = fc.double({ min: degree === 4 ? -6 : -5.8, max: -3, noNaN: true }).map((e) => 10 ** e);
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), width, fc.boolean(), (centre, w, up) => {
        const sign = up ? 1 : -1;
        // Outside between centre - w/2 and centre + w/2 only, by at most w^2/4.
        const signal: Signal = (t) => sign * (1 - (t - centre + w / 2) * (t - centre - w / 2));
        const exit = locate(degree, signal, { low: -1, high: 1 });
        expect(exit?.side).toBe(up ? "high" : "low");
        expect(Math.abs((exit?.theta ?? 0) - (centre - w / 2))).toBeLessThan(1e-15 / w + 1e-14);
        expect(locate(degree, signal, { low: -1, high: 1 }, centre + w)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it("is the first of a fourfold crossing", () => {
    const four = fc.uniqueArray(fc.integer({ min: 1, max: 199 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(four, fraction, (roots, from) => {
        const [a, b, c, d] = roots.map((r) => r / 200).sort((r, s) => r - s);
        const signal: Signal = (t) => -(t - a) * (t - b) * (t - c) * (t - d);
        const borders = { low: Number.NEGATIVE_INFINITY, high: 0 };
        const outside = (from > a && from < b) || (from > c && from < d);
        const expected = outside ? from : ([a, c].find((root) => root >= from) ?? Number.NaN);
        const found = thetaOf(locate(degree, signal, borders, from));
        expect(Number.isNaN(found)).toBe(Number.isNaN(expected));
        expect(Math.abs(found - expected)).not.toBeGreaterThan(1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it("is not reported for a signal that touches a border and turns back", () => {
    const borders = { low: 0, high: 1 };
    for (const centre of [0, 0.25, 0.5, 0.625, 1]) {
      expect(locate(degree, (t) => 1 - (t - centre) ** 2, borders)).toBeUndefined();
      expect(locate(degree, (t) => (t - centre) ** 2, borders)).toBeUndefined();
    }
  });

  it("is not reported for a signal that sits on a border", () => {
    fc.assert(
      fc.property(coefficient, fraction, (level, from) => {
        expect(locate(degree, () => level, { low: level, high: level }, from)).toBeUndefined();
        expect(locate(degree, () => level, { low: level - 1, high: level }, from)).toBeUndefined();
      }),
    );
  });

  it("is at the start for a signal that leaves the border it sits on", () => {
    for (const bend of [1, 0, -0.9]) {
      const exit = locate(degree, (t) => 0.5 + t + bend * t * t, { low: 0, high: 0.5 });
      expect(exit?.side).toBe("high");
      expect(exit?.theta).toBeLessThan(1e-14);
    }
  });

  it("is at thetaFrom for a signal that is outside there already", () => {
    fc.assert(
      fc.property(fraction, (from) => {
        const signal: Signal = (t) => 2 - t;
        const exit = locate(degree, signal, { low: -1, high: 0.5 }, from);
        expect(exit).toMatchObject({ theta: from, side: "high" });
        expect(departure(degree, signal, exit)?.slope).toBeCloseTo(1, 10);
      }),
    );
  });

  it("agrees with the next step on the side of a common end, to the bit", () => {
    const justOver = 1 + 2 ** -52;
    expect(locate(degree, (t) => (t === 1 ? justOver : t * t), { low: -1, high: 1 })?.theta).toBeGreaterThan(1 - 1e-7);
    expect(locate(degree, (t) => t * t, { low: -1, high: 1 })).toBeUndefined();
  });

  it("has a slope, a curvature and an interpolation error", () => {
    const signal: Signal = (t) => t ** 3;
    const exit = locate(degree, signal, { low: -1, high: 0.125 });
    expect(exit?.theta).toBeCloseTo(0.5, 14);
    const { slope, curvature, interpolationError } = departure(degree, signal, exit) ?? {};
    expect(slope).toBeCloseTo(0.75, 10);
    expect(curvature).toBeCloseTo(3, 10);
    expect(interpolationError).toBeLessThan(1e-14);
  });

  it("is the first point of a grid that is outside, where there is one", () => {
    const pitch = fc.double({ min: 1e-9, max: 0.3, noNaN: true });
    fc.assert(
      fc.property(quartic, band, pitch, fraction, fc.boolean(), (c, borders, width, from, whole) => {
        const signal = polynomial(c);
        const thetaFrom = whole ? 0 : from;
        const grid: Grid = { pitch: width, ceil: (theta) => width * Math.ceil(theta / width) };
        const exact = locate(degree, signal, borders, thetaFrom);
        const found = locate(degree, signal, borders, thetaFrom, grid);
        expect(found?.side).toBe(exact?.side);
        fc.pre(exact !== undefined && found !== undefined);
        const late = found.theta - exact.theta;
        expect(late).toBeGreaterThanOrEqual(found.isOnGrid ? -1e-12 : 0);
        expect(late).toBeLessThanOrEqual(found.isOnGrid ? width + 1e-12 : 0);
        expect(found.theta === thetaFrom || excess(borders, signal(found.theta)) > 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("of a signal that is no polynomial is exact, and its interpolation error is owned up to", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 2.9, noNaN: true }),
        fc.double({ min: 0.05, max: 0.6, noNaN: true }),
        (k, level) => {
          const signal: Signal = (t) => Math.tanh(k * t);
          const exit = locate(degree, signal, { low: -1, high: level });
          const exact = Math.atanh(level) / k;
          const locator = new ExitLocator(degree);
          locator.take(locator.nodes.map(signal));
          const miss = locator.interpolationError(BETWEEN_NODES.map(signal));
          expect(exit === undefined).toBe(exact > 1);
          expect(Math.abs(thetaOf(exit) - exact)).not.toBeGreaterThan(1e-14);
          const owned = departure(degree, signal, exit)?.interpolationError ?? miss;
          expect(owned).toBeGreaterThanOrEqual(miss);
        },
      ),
    );
  });

  it("is not reported where only the polynomial, not the signal, is outside", () => {
    expect(locate(degree, jump, { low: 0, high: 1 })).toBeUndefined();
  });

  it("refuses a signal that is no number", () => {
    expect(() => locate(degree, () => Number.NaN, { low: 0, high: 1 })).toThrow(/NaN/);
    expect(() => locate(degree, (t) => 1 / t, { low: 0, high: 1 })).toThrow(/infinite/);
  });
});
