import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import benchOfTracking from "../../cosim/benches/tracking-adc.ts";
import type { Grid } from "../../src/ode/bracket.ts";
import { type BentSignal, ChordSearch, leastSlope, NEAR } from "../../src/ode/chord-search.ts";
import type { ClosedBand, Exit } from "../../src/ode/crossing.ts";
import { crossingWatches } from "../../src/lockstep/crossing-watch.ts";
import { Trajectory } from "../../src/lockstep/trajectory.ts";
import { ns } from "../../src/time.ts";
import { excess, faults, type Signal } from "./exit-faults.ts";

const FINE: Grid = { pitch: 2 ** -46, ceil: (theta) => Math.ceil(theta * 2 ** 46) / 2 ** 46 };

/** A signal that counts how often it is read, and says of its curvature what `bend` says of the rest of the step. */
class Read implements BentSignal {
  readings = 0;
  private last = 0;

  constructor(
    private readonly signal: Signal,
    private readonly bend: (from: number) => number,
  ) {}

  readonly at = (theta: number): number => {
    this.readings++;
    this.last = theta;
    return this.signal(theta);
  };

  readonly bendAfter = (): number => this.bend(this.last);
}

const unit = fc.double({ min: -2, max: 2, noNaN: true });
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const band = fc.tuple(unit, unit).map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }));
/** offset + swing e^(-rate theta) + amplitude sin(omega theta + phase) */
const wave = fc.record({
  offset: unit,
  swing: unit,
  rate: fc.double({ min: 0.01, max: 8, noNaN: true }),
  amplitude: fc.double({ min: 0, max: 0.5, noNaN: true }),
  omega: fc.double({ min: 0.1, max: 30, noNaN: true }),
  phase: fc.double({ min: 0, max: 6.3, noNaN: true }),
});

type Wave = typeof wave extends fc.Arbitrary<infer T> ? T : never;

const signalOf =
  ({ offset, swing, rate, amplitude, omega, phase }: Wave): Signal =>
  (theta) =>
    offset + swing * Math.exp(-rate * theta) + amplitude * Math.sin(omega * theta + phase);

const read = (w: Wave): Read =>
  new Read(
    signalOf(w),
    (from) => Math.abs(w.swing) * w.rate ** 2 * Math.exp(-w.rate * from) + w.amplitude * w.omega ** 2,
  );

const find = (signal: BentSignal, borders: ClosedBand, from = 0, grid = FINE): Exit | undefined =>
  new ChordSearch().firstExit(signal, borders, from, 1, grid);

describe("an exit found by chords", () => {
  it("is where a dense scan finds it, from anywhere in the step", () =>
    fc.assert(
      fc.property(wave, band, fraction, fc.boolean(), (w, borders, from, whole) => {
        const thetaFrom = whole ? 0 : from;
        const exit = find(read(w), borders, thetaFrom);
        const seen = faults(signalOf(w), borders, thetaFrom, exit).filter((fault) => fault !== "outside just before");
        expect(seen).toEqual([]);
      }),
      { numRuns: 1500 },
    ));

  it("is the first point of a grid that is outside", () =>
    fc.assert(
      fc.property(wave, band, fc.integer({ min: 3, max: 1e7 }), (w, borders, points) => {
        const grid: Grid = { pitch: 1 / points, ceil: (theta) => Math.ceil(theta * points) / points };
        const exit = find(read(w), borders, 0, grid);
        fc.pre(exit !== undefined && exit.isOnGrid && exit.theta > 0);
        const before = Math.max(0, Math.round(exit.theta * points - 1) / points);
        expect(excess(borders, signalOf(w)(exit.theta))).toBeGreaterThan(0);
        expect(exit.theta * points).toBeCloseTo(Math.round(exit.theta * points), 6);
        // Outside and inside again between two points of the grid is outside at none of them: then it is found where it turned.
        expect(excess(borders, signalOf(w)(before))).toBeLessThan(1e-13);
      }),
      { numRuns: 1000 },
    ));

  it("is found for a double crossing shorter than 1e-3 of the step", () =>
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.integer({ min: 3, max: 5 }), (centre, e) => {
        const width = 10 ** -e;
        const signal = new Read(
          (t) => 1 - (t - centre + width / 2) * (t - centre - width / 2),
          () => 2,
        );
        const exit = find(signal, { low: -1, high: 1 });
        expect(exit?.side).toBe("high");
        expect(Math.abs((exit?.theta ?? 0) - (centre - width / 2))).toBeLessThan(1e-15 / width + 1e-13);
      }),
    ));

  it("costs two readings where the signal stays clear, and six where it goes one way and leaves once", () => {
    const decay = { offset: 0, swing: 1, rate: 1, amplitude: 0, omega: 1, phase: 0 };
    const clear = read(decay);
    expect(find(clear, { low: 0.1, high: 1.2 })).toBeUndefined();
    expect(clear.readings).toBe(2);
    const ticks: Grid = { pitch: 1e-5, ceil: (theta) => Math.ceil(theta * 1e5) / 1e5 };
    for (const low of [0.4, 0.5, 0.6, 0.75, 0.9]) {
      const leaving = read(decay);
      expect(find(leaving, { low, high: 2 }, 0, ticks)?.theta).toBeCloseTo(-Math.log(low), 4);
      expect(leaving.readings).toBeLessThanOrEqual(6);
    }
  });

  it("is not reported for a signal that touches a border and turns back, or sits on it", () => {
    for (const centre of [0, 0.25, 0.5, 0.625, 1]) {
      const touching = new Read(
        (t) => 1 - (t - centre) ** 2,
        () => 2,
      );
      expect(find(touching, { low: 0, high: 1 })).toBeUndefined();
    }
    const flat = new Read(
      () => 1,
      () => 0,
    );
    expect(find(flat, { low: 0, high: 1 })).toBeUndefined();
  });

  it("is refused for a signal that is no number", () => {
    const nothing = new Read(
      () => Number.NaN,
      () => 1,
    );
    expect(() => find(nothing, { low: 0, high: 1 })).toThrow(/NaN/);
  });
});

it("the least slope near a point is never above a slope there, and near it where the signal is nearly straight", () =>
  fc.assert(
    fc.property(wave, fraction, fc.double({ min: -1, max: 1, noNaN: true }), (w, theta, beside) => {
      const { swing, rate, amplitude, omega, phase } = w;
      const near = Math.min(1, Math.max(0, theta + beside * NEAR));
      const slope = Math.abs(
        -rate * swing * Math.exp(-rate * near) + amplitude * omega * Math.cos(omega * near + phase),
      );
      const least = leastSlope(read(w), theta);
      const bend = Math.abs(swing) * rate ** 2 + amplitude * omega ** 2;
      expect(least).toBeLessThanOrEqual(slope + 1e-12);
      expect(least).toBeGreaterThanOrEqual(slope - 4 * NEAR * bend - 1e-12);
    }),
    { numRuns: 500 },
  ));

it("an exit is at the same tick whether the step is searched at once or stretch by stretch, also from an exit on", () =>
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1.79, noNaN: true }), (threshold) => {
      const { circuit } = benchOfTracking.setup(benchOfTracking.parameters.parse({ frequency: 90 }), 1);
      const trajectory = new Trajectory(circuit, { relative: 1e-6, absolute: 1e-9 });
      circuit.setInput(0, 1.8);
      trajectory.begin();
      trajectory.extend();
      const end = trajectory.stretchFrom(0);
      expect(end).toBeGreaterThan(0.5);
      expect(end).toBeLessThan(0.6);
      const signal = circuit.signalNames.findIndex((name) => name.startsWith("cap"));
      const border = { low: Number.NEGATIVE_INFINITY, high: threshold };
      const whole = crossingWatches(trajectory)(signal);
      whole.search(border, ns(0));
      const parts = crossingWatches(trajectory)(signal);
      parts.search(border, ns(0), 0, end);
      if (parts.exit === undefined) parts.search(border, ns(0), end, trajectory.stretchFrom(end));
      expect(parts.tick).toBe(whole.tick);
      fc.pre(parts.exit !== undefined);
      const next = { ...border, high: threshold + 0.01 };
      const from = parts.tick;
      if (parts.exit !== undefined) parts.valueAt(parts.exit);
      parts.search(next, from, 0, end);
      if (parts.exit === undefined) parts.search(next, from, end, 1);
      whole.search(next, from);
      expect(parts.tick).toBe(whole.tick);
    }),
    { numRuns: 200 },
  ));

it("the bound on what a signal bends holds from anywhere in a step to its end", () => {
  const { circuit } = benchOfTracking.setup(benchOfTracking.parameters.parse({}), 1);
  const trajectory = new Trajectory(circuit, { relative: 1e-6, absolute: 1e-9 });
  circuit.setInput(0, 1.5);
  trajectory.begin();
  while (!trajectory.covers(ns(150))) trajectory.extend();
  const signals = circuit.signalNames.map((_, index) => index).filter((index) => trajectory.knowsBend(index));
  expect(signals).toHaveLength(circuit.signalNames.length);
  const step = 1e-3;
  for (const index of signals) {
    for (const from of [0, 0.3, 0.9]) {
      trajectory.signalAtTheta(index, from);
      const bound = trajectory.bendAfter(index);
      for (let theta = from + step; theta < 1 - step; theta += 0.05) {
        const [a, b, c] = [theta - step, theta, theta + step].map((at) => trajectory.signalAtTheta(index, at));
        expect(Math.abs(a - 2 * b + c) / step ** 2).toBeLessThanOrEqual(bound + 1e-9);
      }
    }
  }
});
