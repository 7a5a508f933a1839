import { expect, it } from "vitest";
import { z } from "zod";
import { defineBench, type Bench } from "../../../cosim/bench/bench.ts";
import { listParameters, parseParameters } from "../../../cosim/run/parameters.ts";
import { SettleError } from "../../../src/errors.ts";

const bench: Bench = defineBench({
  name: "demo",
  summary: "a bench with one parameter of every kind",
  parameters: z.object({
    tau_ns: z.number().min(1).max(1000).default(20).describe("time constant [ns]"),
    rows: z.number().int().min(1).default(4).describe("stored rows [1]"),
    slew: z.boolean().default(false).describe("amplifiers slew [1]"),
    form: z.enum(["tanh", "clamp"]).default("tanh").describe("shape of the amplifier's limit"),
    label: z.string().default("").describe("free text"),
    weights: z.array(z.number()).default([1, 2]).describe("weights [S]"),
  }),
  setup: () => {
    throw new Error("not run here");
  },
  test: async () => {},
});

function refusal(set: Record<string, string>): SettleError {
  try {
    parseParameters(bench, set);
  } catch (error) {
    if (error instanceof SettleError) return error;
  }
  throw new Error(`${JSON.stringify(set)} was accepted`);
}

it("reads each kind of value by the schema's type", () => {
  const set = { tau_ns: "2.5", rows: "16", slew: "true", form: "clamp", label: "42", weights: "[3,4]" };
  expect(parseParameters(bench, set).parameters).toEqual({
    tau_ns: 2.5,
    rows: 16,
    slew: true,
    form: "clamp",
    label: "42",
    weights: [3, 4],
  });
});

it("fills in defaults, and knows which values were given", () => {
  const { parameters, solver, given } = parseParameters(bench, { "solver.rtol": "1e-8" });
  expect(parameters).toMatchObject({ tau_ns: 20, form: "tanh" });
  expect(solver["solver.rtol"]).toBe(1e-8);
  expect([...given]).toEqual([["solver.rtol", 1e-8]]);
});

it.each([
  [{ tau_n: "1" }, "UNKNOWN_NAME", ['"tau_n"', 'bench "demo"', '"tau_ns"']],
  [{ toString: "1" }, "UNKNOWN_NAME", ['"toString"', 'bench "demo"']],
  [{ form: "clmap" }, "UNKNOWN_NAME", ['"form"', '"clmap"', '"clamp"']],
  [{ tau_ns: "0.5" }, "OUT_OF_RANGE", ['"tau_ns"', "0.5", ">= 1", "<= 1000", "[ns]"]],
  [{ tau_ns: "fast" }, "OUT_OF_RANGE", ['"tau_ns"', '"fast"', "a number"]],
  [{ tau_ns: "" }, "OUT_OF_RANGE", ['"tau_ns"', "a number"]],
  [{ tau_ns: "NaN" }, "OUT_OF_RANGE", ['"tau_ns"', "a number"]],
  [{ rows: "2.5" }, "OUT_OF_RANGE", ['"rows"', "2.5", "integer"]],
  [{ slew: "yes" }, "UNKNOWN_NAME", ['"slew"', '"yes"', "true, false"]],
  [{ weights: "[1," }, "OUT_OF_RANGE", ['"weights"', "JSON"]],
  [{ "solver.rtol": "1" }, "OUT_OF_RANGE", ['"solver.rtol"', "<= 0.01"]],
] as const)("refuses %o and says what, where and what is allowed", (set, code, words) => {
  const error = refusal(set);
  expect(error.code).toBe(code);
  for (const word of words) expect(error.message).toContain(word);
});

it("lists every parameter with type, default, bounds and unit", () => {
  const rows = listParameters(bench);
  expect(rows.find(({ name }) => name === "tau_ns")).toEqual({
    name: "tau_ns",
    type: "number",
    default: 20,
    bounds: ">= 1, <= 1000",
    description: "time constant [ns]",
  });
  expect(rows.find(({ name }) => name === "rows")?.bounds).toBe(">= 1");
  expect(rows.find(({ name }) => name === "form")?.type).toBe("tanh | clamp");
  expect(rows.map(({ name }) => name)).toContain("solver.atol");
});
