import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measuredText, shortNumber } from "../../../cosim/report/short-number.ts";

describe("shortNumber", () => {
  it("keeps every integer exactly", () => {
    for (const n of [0, -7, 3703220000, 3703216246, 2 ** 53, -(2 ** 53)]) expect(Number(shortNumber(n))).toBe(n);
    expect(shortNumber(3703216246)).toBe("3703216246");
  });
  it.each([
    [1.2345678, "1.23457"],
    [1.5e-7, "1.5e-7"],
    [123456.789, "123457"],
  ])("gives others six digits: %d is %s", (value, text) => expect(shortNumber(value)).toBe(text));
});

describe("measuredText", () => {
  it.each([
    [0.50000001, "<= 0.5", "0.50000001"],
    [0.49999999, "<= 0.5", "0.49999999"],
    [0.1 + 0.2, "= 0.3", "0.30000000000000004"],
    [1.0000006, "1.0000005..2", "1.000001"],
    [-1.5e-7, "-1e-7..1e-7", "-1.5e-7"],
    [0.123456789, "<= 1", "0.123457"],
    [3703216246, "= 3703220000", "3703216246"],
  ])("%d beside %s is %s", (measured, bound, text) => expect(measuredText(measured, bound)).toBe(text));

  it("never seems to lie on another side of its bound", () => {
    const near = fc.tuple(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.integer({ min: -3, max: 3 }), fc.nat(16));
    fc.assert(
      fc.property(near, ([limit, n, digits]) => {
        const measured = limit + n * 10 ** -digits;
        const shown = Number(measuredText(measured, `<= ${limit}`));
        expect(Math.sign(shown - limit)).toBe(Math.sign(measured - limit));
      }),
    );
  });

  it("leaves texts alone", () => expect(measuredText("18446744073709551615", "= 1")).toBe("18446744073709551615"));
});
