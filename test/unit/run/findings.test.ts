import { describe, expect, it } from "vitest";
import { Findings } from "../../../cosim/run/findings.ts";
import type { Bound } from "../../../cosim/bench/test-api.ts";

const judged = (measured: unknown, bound: unknown): boolean =>
  new Findings().expect("x", measured as number, bound as Bound, "1");

describe("a check", () => {
  it.each<[number | bigint | string | boolean, Bound, boolean]>([
    [3, { equals: 3 }, true],
    [3n, { equals: 3 }, true],
    [3.5, { equals: 3n }, false],
    ["3", { equals: 3 }, false],
    [2n ** 53n + 1n, { atMost: 2 ** 53 }, false],
    [2n ** 53n, { atMost: 2 ** 53 }, true],
    [-1, { between: [-1, 1] }, true],
    [Number.NaN, { atMost: 1 }, false],
    [Number.NaN, { atLeast: 1 }, false],
    ["", { atMost: 0 }, false],
    [true, { atMost: 1 }, false],
  ])("of %s against %o is %s", (measured, bound, passed) => {
    expect(judged(measured, bound)).toBe(passed);
  });

  it.each([undefined, null, {}, [1]])("refuses %s as something measured", (measured) => {
    expect(() => judged(measured, { equals: measured })).toThrow(expect.objectContaining({ code: "BAD_BENCH" }));
  });

  it("refuses to be without a bound, and to have the name of another", () => {
    expect(() => judged(1, {})).toThrow(expect.objectContaining({ code: "BAD_BENCH" }));
    const findings = new Findings();
    findings.expect("x", 1, { equals: 1 }, "1");
    expect(() => findings.expect("x", 2, { equals: 2 }, "1")).toThrow(expect.objectContaining({ code: "BAD_BENCH" }));
  });
});
