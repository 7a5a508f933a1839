import { describe, expect, it } from "vitest";
import { constant } from "../../../analog-models/sources/constant.ts";
import { piecewiseLinear, ramp } from "../../../analog-models/sources/piecewise-linear.ts";
import { recorded } from "../../../analog-models/sources/recorded.ts";
import { cyclesSinceReset, sine } from "../../../analog-models/sources/sine.ts";
import { PIECE_LENGTH, type Source } from "../../../analog-models/sources/source.ts";
import { NEVER, ns, ps, type Picoseconds } from "../../../src/time.ts";

function at(source: Source, origin: Picoseconds, tau = 0): number {
  const piece = new Float64Array(PIECE_LENGTH);
  source.begin(origin, piece);
  return source.value(tau, piece);
}

/** Fraction of a cycle by whole numbers: a double is m 2^e exactly. */
function exactCycles(frequency: number, origin: number): number {
  let exponent = 0;
  let mantissa = frequency;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent++;
  }
  const cycle = 10n ** 12n * 2n ** BigInt(exponent);
  const rest = (BigInt(mantissa) * BigInt(origin)) % cycle;
  return Number((rest * 10n ** 20n) / cycle) / 1e20;
}

describe("a sine", () => {
  const HUGE = Number.MAX_SAFE_INTEGER;
  const cases = [5e3, 1e6 / 3, 1.7e9, 0.1, Math.PI * 1e7].flatMap((f) =>
    [0, 1, 123_456_789_012_345, HUGE - 1, HUGE].map((origin) => [f, origin] as const),
  );
  it.each(cases)("of %f Hz has the exact phase at %i ps", (frequency, origin) => {
    const error = cyclesSinceReset(frequency, origin) - exactCycles(frequency, origin);
    expect(Math.abs(error - Math.round(error))).toBeLessThan(1e-15);
  });

  it("is the same curve whichever origin it is seen from", () => {
    const s = sine({ offset: 0.9, amplitude: 0.6, frequency: 5e6, phase: 0.1 });
    const late = ps(9_000_000_000_000_123);
    for (const step of [ns(1), ns(40), ns(999)]) {
      const there = ps(late + step);
      expect(at(s, there)).toBeCloseTo(at(s, late, step * 1e-12), 12);
    }
    expect(at(s, ps(0))).toBeCloseTo(0.9 + 0.6 * Math.sin(0.2 * Math.PI), 15);
  });

  it("asks for steps that resolve it and has no breakpoints", () => {
    const s = sine({ offset: 0, amplitude: 1, frequency: 5e6 });
    expect(s.longestStep).toBeLessThanOrEqual(1 / 5e6 / 4);
    expect(s.breakpointAfter(ps(0))).toBe(NEVER);
    expect(() => sine({ offset: 0, amplitude: 1, frequency: 0 })).toThrow("above 0");
  });
});

const two = (a: number, b: number) =>
  [
    [ps(a), 0],
    [ps(b), 1],
  ] as const;

describe("a piecewise linear source", () => {
  const rise = ramp({ start: ns(10), length: ns(20), from: -1, to: 3 });

  it("is a straight line between its points and holds outside", () => {
    expect(at(rise, ps(0))).toBe(-1);
    expect(at(rise, ns(10), 5e-9)).toBeCloseTo(0, 14);
    expect(at(rise, ns(25))).toBe(2);
    expect(at(rise, ns(30))).toBe(3);
    expect(at(rise, ns(999), 1)).toBe(3);
  });

  it("names every kink once, in order", () => {
    expect(rise.breakpointAfter(ps(0))).toBe(10_000);
    expect(rise.breakpointAfter(ns(10))).toBe(30_000);
    expect(rise.breakpointAfter(ns(30))).toBe(NEVER);
  });

  it("jumps where two points share an instant, from that instant on", () => {
    const step = piecewiseLinear({
      points: [
        [ns(5), 0],
        [ns(5), 1],
      ],
    });
    expect(at(step, ps(4_999))).toBe(0);
    expect(at(step, ns(5))).toBe(1);
    expect(step.breakpointAfter(ps(4_999))).toBe(5_000);
  });

  it("repeats exactly, hours after reset", () => {
    const points = [
      [ps(0), 0],
      [ns(3), 6],
      [ns(10), -1],
    ] as const;
    const saw = piecewiseLinear({ points, period: ns(10) });
    const hours = 10_000 * 900_000_000_000;
    for (const t of [0, 1, 2_999, 3_000, 9_999]) expect(at(saw, ps(hours + t))).toBe(at(saw, ps(t)));
    expect(at(saw, ps(hours + 1_500))).toBe(3);
    expect(saw.breakpointAfter(ps(hours + 3_000))).toBe(hours + 10_000);
    expect(saw.breakpointAfter(ps(hours + 10_000))).toBe(hours + 13_000);
  });

  it("refuses points out of order, and a period that is too short", () => {
    expect(() => piecewiseLinear({ points: two(5, 4) })).toThrow("comes before");
    expect(() => piecewiseLinear({ points: two(0, 4), period: ps(3) })).toThrow("end by 3 ps");
    expect(() => piecewiseLinear({ points: [] })).toThrow("at least one");
    expect(() => piecewiseLinear({ points: [[ps(0), Number.NaN]] })).toThrow("point 0 is NaN");
  });
});

describe("a recording", () => {
  const values = [0, 2, -4];
  const held = recorded({ start: ns(10), interval: ns(5), values, between: "hold" });
  const joined = recorded({ start: ns(10), interval: ns(5), values, between: "linear" });

  it("has its samples at its grid and holds the ends", () => {
    for (const source of [held, joined]) {
      values.forEach((v, k) => expect(at(source, ps(10_000 + 5_000 * k))).toBe(v));
      expect(at(source, ps(0))).toBe(0);
      expect(at(source, ns(100))).toBe(-4);
    }
  });

  it("holds or joins between", () => {
    expect(at(held, ns(15), 2.5e-9)).toBe(2);
    expect(at(joined, ns(15), 2.5e-9)).toBeCloseTo(-1, 13);
    expect(at(joined, ps(16_250), 1.25e-9)).toBeCloseTo(-1, 13);
  });

  it("breaks at every grid point and nowhere else", () => {
    expect(held.breakpointAfter(ps(0))).toBe(10_000);
    expect(held.breakpointAfter(ns(10))).toBe(15_000);
    expect(held.breakpointAfter(ps(15_001))).toBe(20_000);
    expect(held.breakpointAfter(ns(20))).toBe(NEVER);
    expect(() => recorded({ start: ps(0), interval: ps(0), values, between: "hold" })).toThrow("above 0");
  });
});

it("a constant is always the same", () => {
  expect(at(constant(0.7), ps(5), 1)).toBe(0.7);
  expect(constant(0.7).breakpointAfter(ps(0))).toBe(NEVER);
});
