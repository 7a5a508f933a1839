import { describe, expect, it } from "vitest";
import { standingOf } from "../../../analog-models/stability/standing.ts";
import { standingClaims } from "../../../cosim/weights/standing-claims.ts";
import { randomWeights } from "../training/random-weights.ts";

const about = {
  subject: "weights",
  pairName: (s: number, t: number) => `tokens ${s} and ${t}`,
  severalByDesign: false,
};

/** One memory row of length `length`: its square is the memory eigenvalue. */
const withMemory = (length: number, beta = 1e-6) =>
  standingOf({
    ...randomWeights(1, 0.2, { visible: 2, context: 2, memory: 1, vocabulary: 2 }),
    beta,
    memory: Float64Array.of(0.6 * length, 0.8 * length),
  });

const warnings = (...of: Parameters<typeof standingClaims>) =>
  standingClaims(...of).flatMap(({ text, warning }) => (warning ? [text] : []));

describe("what weights guarantee", () => {
  it("is one fixed point inside the bound, without a warning", () => {
    const [claim, ...others] = standingClaims(withMemory(0.5), about);
    expect(others).toEqual([]);
    expect(claim).toMatchObject({ warning: false });
    expect(claim.text).toContain("bound 0.2500, limit 1, set by tokens 0 and 1; memory eigenvalue 0.2500, limit 1");
    expect(claim.text).toContain("1.33 tau");
  });

  it("is not one fixed point where attention alone is too steep, but still that voltages stay bounded", () => {
    const claims = standingClaims(withMemory(0.5, 500), about);
    expect(claims.map(({ warning }) => warning)).toEqual([true, false, false]);
    expect(claims[0]?.text).toContain("OUTSIDE the guarantee of one fixed point");
    expect(claims[1]?.text).toContain("stay bounded");
    expect(warnings(withMemory(0.5, 500), { ...about, severalByDesign: true })).toEqual([]);
  });

  it("is nothing where the memory eigenvalue reaches 1, whatever it is for", () => {
    for (const length of [1, 1.1]) {
      expect(withMemory(length)).toMatchObject({ bounded: false, guaranteed: false });
      expect(warnings(withMemory(length), about).at(-1)).toContain("RUN AWAY");
      expect(warnings(withMemory(length), { ...about, severalByDesign: true })).toHaveLength(1);
    }
  });

  it("names no number as 1 that is not, and a factor that leads inside", () => {
    expect(standingClaims(withMemory(Math.sqrt(1.00001)), about)[1]?.text).toMatch(
      /memory eigenvalue 1\.0000\d+, limit/,
    );
    const [, , advice] = standingClaims(withMemory(1.5), about);
    const factor = Number(/times ([\d.]+)/.exec(advice?.text ?? "")?.[1]);
    expect(withMemory(1.5 * factor).bound).toBeCloseTo(0.9, 2);
  });
});
