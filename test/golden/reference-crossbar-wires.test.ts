import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type WiredCrossbar, type WireSolution, WireSolver } from "../../analog-models/crossbar-wires.ts";
import { REFERENCE, referenceFiles } from "./reference.ts";

/** Relative to the larger of the value and 1 (volt or ampere). */
const BOUND = 1e-12;

interface WireCase {
  /** ohm, or "inf" for an open cell; shape (rows, columns) */
  readonly resistances: readonly (readonly (number | string | null)[])[];
  readonly applied_voltages: readonly (readonly number[])[];
  readonly r_i_word_line: number;
  readonly r_i_bit_line: number;
  readonly i_output: readonly (readonly number[])[];
  readonly i_device: readonly (readonly number[])[];
  readonly i_word_line: readonly (readonly number[])[];
  readonly i_bit_line: readonly (readonly number[])[];
  readonly v_word_line: readonly (readonly number[])[];
  readonly v_bit_line: readonly (readonly number[])[];
}

const files = referenceFiles(/^crossbars_qucs\.json$/);
const cases = files.flatMap((file) => {
  const { cases: found } = JSON.parse(readFileSync(`${REFERENCE}${file}`, "utf8")) as {
    cases: Record<string, WireCase>;
  };
  return Object.entries(found).map(([name, wires]) => ({ name, wires }));
});

function crossbarOf(w: WireCase, word = w.r_i_word_line, bit = w.r_i_bit_line): WiredCrossbar {
  const conductance = w.resistances.flat().map((r) => (typeof r === "number" ? 1 / r : 0));
  return {
    rows: w.resistances.length,
    columns: w.resistances[0].length,
    conductance: Float64Array.from(conductance),
    wordResistance: word,
    bitResistance: bit,
  };
}

function worstError(solution: WireSolution, w: WireCase): number {
  const pairs: [Float64Array, readonly (readonly number[])[]][] = [
    [solution.output, w.i_output],
    [solution.cell, w.i_device],
    [solution.word, w.i_word_line],
    [solution.bit, w.i_bit_line],
    [solution.wordVoltage, w.v_word_line],
    [solution.bitVoltage, w.v_bit_line],
  ];
  const errors = pairs.flatMap(([ours, theirs]) =>
    theirs.flat().map((value, k) => Math.abs(ours[k] - value) / Math.max(1, Math.abs(value))),
  );
  return Math.max(...errors);
}

describe("a crossbar with resistive lines has the branch currents and node voltages of the reference", () => {
  it.skipIf(files.length === 0)("in 33 cases", () => {
    expect(cases.length).toBe(33);
  });

  it.for(cases)("$name", ({ wires }) => {
    const solution = new WireSolver(crossbarOf(wires)).solve(wires.applied_voltages.flat());
    expect(worstError(solution, wires)).toBeLessThanOrEqual(BOUND);
  });

  const unequal = cases.filter(({ name }) => name === "5x4-b-1" || name === "5x4-d-1" || name === "5x4-e-1");
  it.for(unequal)("$name, and not with the two resistances swapped", ({ wires }) => {
    const swapped = crossbarOf(wires, wires.r_i_bit_line, wires.r_i_word_line);
    expect(worstError(new WireSolver(swapped).solve(wires.applied_voltages.flat()), wires)).toBeGreaterThan(1e-3);
  });
});
