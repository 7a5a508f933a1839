import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Measurement, measure, spreadOf, type Subject } from "../../../cosim/benchmark/measure.ts";
import { faster, ratioOf } from "../../../cosim/benchmark/ratio.ts";
import { groups } from "../../../cosim/benchmark/suite.ts";
import { renderTables } from "../../../cosim/benchmark/table.ts";
import { settle } from "../../fixtures/settle.ts";

const measurement = (name: string, rates: readonly number[]): Measurement => ({
  name,
  unit: "clock cycle",
  ...spreadOf(rates),
  rates,
});
const positive = fc.double({ min: 1e-3, max: 1e9, noNaN: true });

describe("a spread", () => {
  it("has its median between its ends, as many values on either side", () => {
    fc.assert(
      fc.property(fc.array(positive, { minLength: 1 }), (values) => {
        const { least, median, most } = spreadOf(values);
        expect([least, most]).toEqual([Math.min(...values), Math.max(...values)]);
        const below = values.filter((value) => value < median).length;
        const above = values.filter((value) => value > median).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });
});

describe("a ratio", () => {
  it("is that of every round, whatever slows a whole round down", () => {
    fc.assert(
      fc.property(fc.array(positive, { minLength: 1 }), positive, (slowness, ratio) => {
        const slow = slowness.map((factor) => 10 / factor);
        const rule = faster("twice", "a", "b", { atLeast: ratio * 0.999 });
        const found = ratioOf(rule, [
          measurement(
            "a",
            slow.map((rate) => rate * ratio),
          ),
          measurement("b", slow),
        ]);
        expect(found.median / ratio).toBeCloseTo(1, 9);
        expect(found.most / found.least).toBeCloseTo(1, 9);
        expect(found.met).toBe(true);
      }),
    );
  });

  it.each([
    [{ atMost: 2 }, 1.9, true],
    [{ atMost: 2 }, 2.1, false],
    [{ atLeast: 2 }, 2.1, true],
    [{ atLeast: 2 }, 1.9, false],
  ])("with the bar %o is judged by its median: %d is %s", (bar, value, met) => {
    const found = ratioOf(faster("x", "a", "b", bar), [measurement("a", [value]), measurement("b", [1])]);
    expect(found.met).toBe(met);
    const table = renderTables([{ name: "group", measurements: [], ratios: [found] }]);
    expect(table.includes("MISSED")).toBe(!met);
  });

  it("needs no subject that its group does not measure", () => {
    for (const { name, subjects, ratios } of groups()) {
      const names = subjects.map((subject) => subject.name);
      expect(new Set(names).size, name).toBe(names.length);
      for (const { of, value } of ratios) {
        expect(names).toEqual(expect.arrayContaining([...of]));
        expect(value(...of.map(() => 1e3))).toBeGreaterThan(-Infinity);
      }
    }
  });
});

describe("measuring", () => {
  it("closes what it has opened, also where a subject fails", async () => {
    const log: string[] = [];
    const subject = (name: string, fails: boolean): Subject => ({
      name,
      unit: "trial",
      open: () => Promise.resolve(void log.push(`open ${name}`)),
      run: () => (fails ? Promise.reject(new Error("broken")) : Promise.resolve({ units: 1, seconds: 1 })),
      close: () => Promise.resolve(void log.push(`close ${name}`)),
    });
    await expect(measure([subject("a", false), subject("b", true), subject("c", false)], 1, () => {})).rejects.toThrow(
      "broken",
    );
    expect(log).toEqual(["open a", "open b", "close a", "close b"]);
  });

  it("shows below its table what a subject has found besides", async () => {
    const subject: Subject = {
      name: "a",
      unit: "trial",
      open: async () => {},
      run: async () => ({ units: 1, seconds: 1 }),
      remark: async () => "off by 3 uV",
      close: async () => {},
    };
    const measurements = await measure([subject], 1, () => {});
    expect(renderTables([{ name: "group", measurements, ratios: [] }])).toMatch(/trials\/s[^]*a: off by 3 uV$/);
  });

  it("refuses a group that there is not, with the nearest", async () => {
    const { status, stderr } = await settle("benchmark", "--only", "trackin-adc");
    expect(status).toBe(2);
    expect(stderr).toMatch(/trackin-adc.*tracking-adc/s);
  });
});
