import { beforeAll, describe, expect, it } from "vitest";
import { exp2Table } from "../../cosim/generate/exp2-table.ts";
import { openRtl } from "./open-rtl.ts";
import { type Pins, reset } from "./pins.ts";
import { partsOf, SAMPLER_PARTS } from "./token-parts.ts";
import { exp2Weight, lfsrDraw, lfsrStep } from "./token-model.ts";

/** 99.9 % points of chi-square: a right sampler fails one seed in a thousand. Abramowitz and Stegun, table 26.8. */
const CHI_SQUARE_999: Readonly<Record<number, number>> = { 1: 10.828, 3: 16.266, 4: 18.467, 9: 27.877, 15: 37.697 };

const chiSquare = (counts: readonly number[], p: readonly number[]): number => {
  const draws = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count, k) => sum + (count - draws * (p[k] ?? 0)) ** 2 / (draws * (p[k] ?? 0)), 0);
};

/** exp(logit / T), normalised. */
function softmax(logits: readonly number[], temperature: number): number[] {
  const weights = logits.map((logit) => Math.exp((logit - Math.max(...logits)) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

describe("exp2_weight", () => {
  let pins: Pins;
  beforeAll(async () => {
    pins = await openRtl("exp2_weight", {
      files: partsOf(["exp2_table_pkg.sv", "exp2_weight.sv", "exp2_weight_sva.sv"]),
    });
  });
  const weight = async (x: number): Promise<number> => {
    await pins.set({ x_i: x });
    return Number(pins.get("weight_o"));
  };
  const ONE = 2 ** 48;
  const STEP = 2 ** 24;

  it("is within 1e-4 of 2^-x up to x = 34", async () => {
    let worst = 0;
    // A step that is no fraction of a table piece visits every part of every piece.
    for (let x = 0; x < 34 * STEP; x += 123_457) {
      const exact = ONE * 2 ** (-x / STEP);
      worst = Math.max(worst, Math.abs((await weight(x)) - exact) / exact);
    }
    expect(worst).toBeLessThan(1e-4);
    expect(worst).toBeGreaterThan(1e-6); // it is a table with lines, after all
  });
  it("never rises, not even between two pieces or two shifts, and ends at 0", async () => {
    let former = Infinity;
    for (let piece = 0; piece <= 64 * 64; piece++)
      for (const x of [piece * 2 ** 18 - 1, piece * 2 ** 18].filter((place) => place >= 0 && place < 2 ** 30)) {
        const now = await weight(x);
        expect(now).toBeLessThanOrEqual(former);
        former = now;
      }
    expect(await weight(0)).toBe(ONE);
    expect(await weight(2 ** 30 - 1)).toBe(0);
  });
  it("is what the model of the token run says, bit by bit", async () => {
    for (let x = 5; x < 2 ** 30; x = Math.floor(x * 1.03) + 1)
      expect(await weight(x)).toBe(Number(exp2Weight(BigInt(x))));
  });
});

it("the table of 2^-f holds each entry to half of its last bit", () => {
  for (const [j, entry] of exp2Table().entries()) expect(Math.abs(entry - 2 ** (30 - j / 64))).toBeLessThanOrEqual(0.5);
});

describe("the random source", () => {
  type Matrix = Uint32Array<ArrayBuffer>;
  const apply = (matrix: Matrix, vector: number): number => {
    let sum = 0;
    for (let bit = 0; bit < 32; bit++) if ((vector >>> bit) & 1) sum ^= matrix[bit] ?? 0;
    return sum >>> 0;
  };
  const times = (a: Matrix, b: Matrix): Matrix => b.map((column) => apply(a, column));
  const identity = Uint32Array.from({ length: 32 }, (_, bit) => 2 ** bit);
  const step = identity.map((vector) => lfsrStep(vector));
  function power(exponent: number): Matrix {
    let result = identity;
    let square = step;
    for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1) result = times(square, result);
      square = times(square, square);
    }
    return result;
  }
  it("runs through all 2^32 - 1 states: its order divides that number and none of its maximal divisors", () => {
    expect(power(2 ** 32 - 1)).toEqual(identity);
    for (const prime of [3, 5, 17, 257, 65537]) expect(power((2 ** 32 - 1) / prime)).not.toEqual(identity);
  });
  it("steps 32 times a draw, as the model does", async () => {
    const pins = await openRtl("lfsr32", { files: partsOf(["sva.vlt", "lfsr32.sv", "lfsr32_sva.sv"]) });
    await reset(pins);
    for (const seed of [0, 1, 0xffffffff, 0x12345678]) {
      await pins.set({ load_i: 1, seed_i: seed });
      await pins.cycle();
      await pins.set({ load_i: 0, step_i: 1 });
      expect(pins.number("state_o")).toBe(seed === 0 ? 1 : seed);
      await pins.cycle(32);
      await pins.set({ step_i: 0 });
      expect(pins.number("state_o")).toBe(lfsrDraw(seed === 0 ? 1 : seed));
    }
  });
});

describe("temperature sampling", () => {
  interface Case {
    readonly logits: readonly number[];
    readonly temperature: number;
    readonly shift: number;
    readonly seed: number;
  }
  const LONGEST_DRAW = 40 + 2 * 16 + 4;

  /** Draws at least `draws` tokens at full speed; answers how often each came, and each pair of neighbours. */
  async function histogram({ logits, temperature, shift, seed }: Case, draws: number) {
    const count = logits.length;
    const pins = await openRtl("sampler_histogram", {
      files: [...partsOf(SAMPLER_PARTS), "test/rtl/tops/sampler_histogram.sv"],
      parameters: { TokenCount: count },
    });
    await reset(pins);
    for (const [k, logit] of logits.entries()) {
      await pins.set({ logit_write_i: 1, logit_index_i: k, logit_i: logit >>> 0 });
      await pins.cycle();
    }
    const scale = Math.round((Math.log2(Math.E) / temperature) * 2 ** shift);
    await pins.set({ logit_write_i: 0, scale_i: scale, shift_i: shift, seed_write_i: 1, seed_i: seed });
    await pins.cycle();
    await pins.set({ seed_write_i: 0, draw_i: 1 });
    await pins.skip(draws * LONGEST_DRAW);
    const words = (port: string, length: number) =>
      Array.from({ length }, (_, i) => Number((BigInt(pins.get(port)) >> BigInt(32 * i)) & 0xffffffffn));
    return { counts: words("counts_o", count), pairs: words("pairs_o", count * count) };
  }
  const CASES: readonly Case[] = [
    { logits: [0, 700], temperature: 1_000, shift: 32, seed: 1 },
    { logits: [-5, 3, 0, 2, 2], temperature: 2, shift: 24, seed: 0xcafe },
    { logits: [1e9, 1e9 - 3e7, 1e9 - 1e7, -2e9, 1e9], temperature: 2e7, shift: 50, seed: 99 },
    { logits: Array<number>(16).fill(-123), temperature: 10, shift: 20, seed: 0xffffffff },
  ];
  it.each(CASES)("of $logits at temperature $temperature follows exp(logit / T)", async (one) => {
    const { counts } = await histogram(one, 20_000);
    const p = softmax(one.logits, one.temperature);
    const possible = p.flatMap((probability, k) => (probability > 1e-9 ? [k] : []));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(20_000);
    expect(counts.filter((count, k) => count > 0 && !possible.includes(k))).toEqual([]);
    const statistic = chiSquare(
      possible.map((k) => counts[k] ?? 0),
      possible.map((k) => p[k] ?? 0),
    );
    expect(statistic).toBeLessThan(CHI_SQUARE_999[possible.length - 1] ?? 0);
  });
  it("draws each token without regard to the one before", async () => {
    const one: Case = { logits: [0, 0], temperature: 1, shift: 16, seed: 5 };
    const { pairs } = await histogram(one, 20_000);
    expect(chiSquare(pairs, [0.25, 0.25, 0.25, 0.25])).toBeLessThan(CHI_SQUARE_999[3] ?? 0);
  });
  it("is told from a wrong distribution by the same test", async () => {
    const one: Case = { logits: [0, 700], temperature: 1_000, shift: 32, seed: 1 };
    const { counts } = await histogram({ ...one, temperature: 1_100 }, 20_000);
    expect(chiSquare(counts, softmax(one.logits, one.temperature))).toBeGreaterThan(CHI_SQUARE_999[1] ?? Infinity);
  });
});
