import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noRandomness, philox4x32, randomStream, seededRandom } from "../../src/random.ts";

const COUNT = 100_000;
const draws = (draw: (i: number) => number): number[] => Array.from({ length: COUNT }, (_, i) => draw(i));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const moment = (values: readonly number[], power: number): number => mean(values.map((value) => value ** power));

/** Sum over the bins of (seen - expected)^2 / expected. */
function chiSquare(bins: readonly number[], expected: readonly number[]): number {
  return bins.reduce((sum, seen, i) => sum + (seen - expected[i]) ** 2 / expected[i], 0);
}

/** Abramowitz & Stegun 7.1.26 is good to 1.5e-7, far below the noise of these counts. */
function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const erf = 1 - poly * Math.exp(-x * x);
  return z < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
}

describe("Philox4x32-10", () => {
  // Known-answer vectors published with the method (Random123, kat_vectors).
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])("counter %j under key %j", (counter, key, answer) => {
    const block = Uint32Array.from(counter);
    philox4x32(block, key[0], key[1]);
    expect([...block]).toEqual(answer);
  });
});

describe("uniform draws", () => {
  const values = draws((i) => randomStream(7, "cell[0]", "read noise").uniform(i));

  it("lie in [0, 1)", () => {
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it("have mean 1/2 and variance 1/12 to four standard errors", () => {
    expect(Math.abs(mean(values) - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / COUNT));
    expect(
      Math.abs(
        moment(
          values.map((v) => v - 0.5),
          2,
        ) -
          1 / 12,
      ),
    ).toBeLessThan(4 * Math.sqrt(1 / 180 / COUNT));
  });

  it("fill 100 bins evenly (chi-square, 99 degrees of freedom, 1e-4 on either side)", () => {
    const bins = Array.from({ length: 100 }, () => 0);
    for (const value of values) bins[Math.floor(value * 100)]++;
    const statistic = chiSquare(
      bins,
      bins.map(() => COUNT / 100),
    );
    expect(statistic).toBeGreaterThan(53);
    expect(statistic).toBeLessThan(157);
  });
});

describe("normal draws", () => {
  const stream = randomStream(11, "amplifier[2]", "offset");
  const values = draws((i) => stream.normal(i));

  it.each([
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
  ])("moment %i is %i to four standard errors", (power, expected, variance) => {
    expect(Math.abs(moment(values, power) - expected)).toBeLessThan(4 * Math.sqrt(variance / COUNT));
  });

  it("follow the normal distribution (chi-square, 31 degrees of freedom, 1e-4 on either side)", () => {
    const edges = Array.from({ length: 31 }, (_, k) => -3 + 0.2 * k);
    const cdf = [0, ...edges.map(normalCdf), 1];
    const bins = Array.from({ length: 32 }, () => 0);
    for (const value of values) bins[edges.filter((edge) => value >= edge).length]++;
    const expected = bins.map((_, k) => COUNT * (cdf[k + 1] - cdf[k]));
    const statistic = chiSquare(bins, expected);
    expect(statistic).toBeGreaterThan(9);
    expect(statistic).toBeLessThan(70);
  });

  it("do not follow the uniform draws of the same index", () => {
    const product = values.map((value, i) => value * (stream.uniform(i) - 0.5));
    expect(Math.abs(mean(product))).toBeLessThan(4 * Math.sqrt(1 / 12 / COUNT));
  });
});

describe("a stream", () => {
  const index = fc.nat({ max: Number.MAX_SAFE_INTEGER });
  const name = fc.string({ unit: "binary", maxLength: 40 });

  it("gives the same draw whatever was drawn before", () => {
    fc.assert(
      fc.property(index, name, name, fc.array(index), fc.nat(), (seed, device, purpose, others, i) => {
        const source = seededRandom(seed);
        const used = source(device, purpose);
        for (const other of others) used.normal(other);
        for (const other of others) source(purpose, device).uniform(other);
        const fresh = randomStream(seed, device, purpose);
        expect([used.normal(i), used.uniform(i)]).toEqual([fresh.normal(i), fresh.uniform(i)]);
      }),
    );
  });

  it("has a finite normal at every index", () => {
    fc.assert(
      fc.property(index, index, (seed, i) => {
        expect(Number.isFinite(randomStream(seed, "d", "p").normal(i))).toBe(true);
      }),
    );
  });

  it("differs when seed, device, purpose or the border between the two names differs", () => {
    const streams = [
      randomStream(1, "ab", "c"),
      randomStream(1, "a", "bc"),
      randomStream(1, "abc", ""),
      randomStream(2, "ab", "c"),
      randomStream(1 + 2 ** 32, "ab", "c"),
      randomStream(1, "ab", "c\0"),
      randomStream(1, "ac", "c"),
    ];
    expect(new Set(streams.map((stream) => stream.uniform(0))).size).toBe(streams.length);
    expect(new Set([0, 1, 2 ** 32, 2 ** 32 + 1].map((i) => streams[0].uniform(i))).size).toBe(4);
  });

  it("is uncorrelated with the streams of neighbouring seeds and devices", () => {
    const here = randomStream(5, "cell[0]", "p");
    for (const there of [randomStream(6, "cell[0]", "p"), randomStream(5, "cell[1]", "p")]) {
      const product = draws((i) => here.normal(i) * there.normal(i));
      expect(Math.abs(mean(product))).toBeLessThan(4 / Math.sqrt(COUNT));
    }
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])("refuses seed and index %d", (value) => {
    expect(() => randomStream(value, "d", "p")).toThrow(/random seed/);
    expect(() => randomStream(0, "d", "p").uniform(value)).toThrow(/random draw/);
  });
});

it("no randomness: every draw is its mean", () => {
  const stream = noRandomness("any", "thing");
  expect([stream.uniform(3), stream.normal(3)]).toEqual([0.5, 0]);
});
