import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AsciiText } from "../../../src/observe/ascii-text.ts";
import { ShortestDecimal } from "../../../src/observe/shortest-decimal.ts";

const textOf = (value: number): string => {
  const out = new AsciiText();
  out.number(value);
  return Buffer.from(out.take()).toString("latin1");
};
const view = new DataView(new ArrayBuffer(8));

/** The double so many places after this one. */
function neighbour(value: number, places: number): number {
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(places));
  return view.getFloat64(0);
}

const sign = fc.constantFrom(-1, 1);
const voltages = fc.double({ min: -1.5, max: 1.5, noNaN: true });
/** Of every magnitude that is worked out, and of some beyond at both ends. */
const magnitudes = fc
  .tuple(sign, fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -44, max: 24 }))
  .map(([s, mantissa, exponent]) => s * mantissa * Number(`1e${exponent}`));
const fewDigits = fc
  .tuple(magnitudes, fc.integer({ min: 1, max: 17 }))
  .map(([value, digits]) => Number(value.toPrecision(digits)));
const besideTens = fc
  .tuple(sign, fc.integer({ min: -44, max: 24 }), fc.integer({ min: -99, max: 99 }))
  .map(([s, exponent, places]) => s * neighbour(Number(`1e${exponent}`), places));
const besideTwos = fc
  .tuple(sign, fc.integer({ min: -150, max: 80 }), fc.integer({ min: -99, max: 99 }))
  .map(([s, exponent, places]) => s * neighbour(2 ** exponent, places));

describe("a number as text", () => {
  it.each([0, 1, -1, 0.5, 0.1 + 0.2, 1e21, 1e-7, 1e-6, 123e-20, 5e-324, 2 ** 53 + 2, 0.000001234, 1e15, 1e16])(
    "%d",
    (value) => expect(textOf(value)).toBe(String(value)),
  );

  it.each([
    ["voltages", voltages],
    ["all magnitudes", magnitudes],
    ["few digits", fewDigits],
    ["the neighbours of powers of ten", besideTens],
    ["the neighbours of powers of two", besideTwos],
    ["whole numbers", fc.maxSafeInteger()],
    ["whatever a double can be", fc.double()],
  ])("has the characters of the engine's own: %s", (_, values) => {
    fc.assert(
      fc.property(values, (value) => {
        expect(textOf(value)).toBe(String(value));
      }),
      { numRuns: 3000 },
    );
  });

  it("is worked out here, and not by the engine, for all but a few voltages", () => {
    const decimal = new ShortestDecimal();
    const known = fc.sample(fc.double({ min: 1e-12, max: 1.5, noNaN: true }), 10_000).filter((v) => decimal.of(v));
    expect(known.length).toBeGreaterThan(9_000);
  });
});

it.each([
  ["ten", fc.maxSafeNat(), (out: AsciiText, value: number) => out.whole(value), 10],
  ["ten, few", fc.nat({ max: 200 }), (out: AsciiText, value: number) => out.whole(value), 10],
  ["two", fc.maxSafeNat(), (out: AsciiText, value: number) => out.binary(value), 2],
  ["two, few", fc.nat({ max: 2 ** 32 }), (out: AsciiText, value: number) => out.binary(value), 2],
  ["two, more than a double has", fc.bigInt({ min: 0n }), (out: AsciiText, value: bigint) => out.binary(value), 2],
] as const)("writes whole numbers to the base %s", (_, values, write, base) => {
  fc.assert(
    fc.property(values as fc.Arbitrary<number>, (value) => {
      const out = new AsciiText();
      (write as (out: AsciiText, value: number) => void)(out, value);
      expect(Buffer.from(out.take()).toString("latin1")).toBe(value.toString(base));
    }),
  );
});

it("grows with its text, whatever the lengths of the pieces", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 0, maxLength: 3000, unit: "grapheme-ascii" })), (pieces) => {
      const out = new AsciiText();
      for (const piece of pieces) out.text(piece);
      expect(out.length).toBe(pieces.join("").length);
      expect(Buffer.from(out.take()).toString("latin1")).toBe(pieces.join(""));
      expect(out.length).toBe(0);
    }),
  );
});
