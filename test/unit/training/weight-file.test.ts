import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { WeightFile } from "../../../cosim/weights/schema.ts";
import { calibratedFile } from "../../../cosim/weights/calibrated.ts";
import {
  loadedDecoder,
  modelOf,
  parseWeightFile,
  readWeightFile,
  trainedFile,
  weightFileText,
} from "../../../cosim/weights/weight-file.ts";
import { SettleError } from "../../../src/errors.ts";

/** The least that a foreign file has to say. */
const least = (): Record<string, unknown> => ({
  schema: "settle-weights",
  version: 1,
  task: "parity",
  tokens: ["a", "b"],
  dimensions: { visible: 3, context: 2, memory: 1, vocabulary: 2 },
  beta: 0.1,
  embedding: [
    [1, 0, 0],
    [0, 1, 0],
  ],
  positionBias: [0, -1],
  memory: [[0.1, 0.2, 0.3]],
  memoryBias: [-0.5],
  visibleBias: [0, 0, 0],
  decoder: {
    weights: [
      [1, 2, 3],
      [-1, -2, -3],
    ],
    bias: [0, 0],
  },
});

/** A file that tests may spoil anywhere. */
// oxlint-disable-next-line typescript/no-explicit-any
type Loose = Record<string, any>;

const parsed = (file: unknown): WeightFile => parseWeightFile(JSON.stringify(file), "w.json");

function refusal(change: (file: Loose) => void): string {
  const file = least();
  change(file);
  try {
    parsed(file);
  } catch (error) {
    if (error instanceof SettleError) return `${error.code} ${error.message}`;
  }
  throw new Error("it was accepted");
}

it("takes a file with nothing but weights", () => {
  const model = modelOf(parsed(least()));
  expect(model.shape).toEqual({ visible: 3, context: 2, memory: 1, vocabulary: 2 });
  expect([...model.decoderWeights]).toEqual([1, 2, 3, -1, -2, -3]);
});

it("loads the decoder that is fitted to a chip, and keeps the model's own", () => {
  const calibrated = {
    chip: 7,
    weights: [
      [9, 8, 7],
      [6, 5, 4],
    ],
    bias: [3, 2],
  };
  const file = parsed({ ...least(), calibrated });
  expect([...loadedDecoder(file).weights, ...loadedDecoder(file).bias]).toEqual([9, 8, 7, 6, 5, 4, 3, 2]);
  expect([...modelOf(file).decoderWeights]).toEqual([1, 2, 3, -1, -2, -3]);
  expect([...loadedDecoder(parsed(least())).weights]).toEqual([1, 2, 3, -1, -2, -3]);
  const refitted = { weights: Float64Array.of(1, 2, 3, 4, 5, 6), bias: Float64Array.of(7, 8) };
  const again = calibratedFile(file, 9, refitted, { base: "that" });
  expect(again.calibrated).toEqual({
    chip: 9,
    weights: [
      [1, 2, 3],
      [4, 5, 6],
    ],
    bias: [7, 8],
  });
  expect(parsed(again).provenance).toEqual({ calibration: { base: "that" } });
});

it("spells a shipped file as it is on the disk, so nothing is lost between reading and writing", () => {
  for (const task of ["parity", "m-sequence"]) {
    const file = readWeightFile(trainedFile(task));
    expect(parseWeightFile(weightFileText(file), task)).toEqual(file);
    expect(weightFileText(file)).toContain(`\n  "positionBias": [`);
  }
});

describe("refuses, with field, value and bounds, before anything runs", () => {
  it.each<[string, (file: Loose) => void, readonly string[]]>([
    ["a negative conductance", (f) => (f.memory[0][1] = -0.5), ["memory[0][1] is -0.5", "0..1000"]],
    [
      "NaN, which JSON writes as null",
      (f) => (f.embedding[1][2] = null),
      ["embedding[1][2] is null", "NaN", "0..1000"],
    ],
    ["a text for a number", (f) => (f.memoryBias[0] = "1"), ['memoryBias[0] is "1"', "-1000000..1000000"]],
    ["a conductance out of range", (f) => (f.embedding[0][0] = 1e9), ["embedding[0][0] is 1000000000", "0..1000"]],
    ["too many visible nodes", (f) => (f.dimensions.visible = 33), ["dimensions.visible is 33", "1..32"]],
    ["too long a context", (f) => (f.dimensions.context = 17), ["dimensions.context is 17", "1..16"]],
    ["too many memory rows", (f) => (f.dimensions.memory = 33), ["dimensions.memory is 33", "0..32"]],
    ["too large a vocabulary", (f) => (f.dimensions.vocabulary = 17), ["dimensions.vocabulary is 17", "2..16"]],
    ["half a node", (f) => (f.dimensions.visible = 2.5), ["dimensions.visible is 2.5", "whole"]],
    ["beta of 0", (f) => (f.beta = 0), ["beta is 0", "0.000001..1000"]],
    ["a short row", (f) => f.embedding[1].pop(), ["embedding[1] has 2 entries, not 3", "dimensions.visible"]],
    ["a missing row", (f) => f.memory.pop(), ["memory has 0 entries, not 1", "dimensions.memory"]],
    ["a bias too many", (f) => f.positionBias.push(0), ["positionBias has 3 entries, not 2", "dimensions.context"]],
    ["a decoder of another size", (f) => f.decoder.bias.pop(), ["decoder.bias has 1 entries, not 2"]],
    ["a decoder for no chip", (f) => (f.calibrated = f.decoder), ["calibrated.chip is missing"]],
    [
      "a chip's decoder of another size",
      (f) => (f.calibrated = { ...f.decoder, chip: 1, bias: [0] }),
      ["calibrated.bias has 1 entries, not 2"],
    ],
    [
      "a chip's decoder out of range",
      (f) => (f.calibrated = { ...f.decoder, chip: 1, bias: [0, 1e9] }),
      ["calibrated.bias[1] is 1000000000", "-1000000..1000000"],
    ],
    ["a misspelt field of it", (f) => (f.calibrated = { ...f.decoder, chp: 1 }), ["calibrated"]],
    ["a missing field", (f) => delete f.visibleBias, ["visibleBias is missing"]],
    ["a misspelt field", (f) => (f.memoryBiass = []), ['"memoryBiass"', '"memoryBias"', "UNKNOWN_NAME"]],
    ["a misspelt dimension", (f) => (f.dimensions.visble = 3), ['"visble" in dimensions', '"visible"']],
    ["another schema", (f) => (f.schema = "other"), ['schema is "other"', "settle-weights"]],
    ["a version to come", (f) => (f.version = 2), ["version is 2"]],
    ["two tokens of one name", (f) => (f.tokens = ["a", "a"]), ['"a" twice']],
    ["a token with a blank", (f) => (f.tokens[0] = "a b"), ["tokens[0]", "no blank"]],
  ])("%s", (_what, change, words) => {
    const message = refusal(change);
    for (const word of ["w.json", ...words]) expect(message).toContain(word);
  });

  it("NaN itself, a list, and a file that is not there", () => {
    expect(() => parseWeightFile('{"beta": NaN}', "w.json")).toThrow(/w\.json are not JSON, which knows no NaN/);
    expect(() => parseWeightFile("[]", "w.json")).toThrow(/w\.json: the whole is \[\]/);
    expect(() => readWeightFile("/nowhere/w.json")).toThrow(/cannot read weights \/nowhere\/w\.json/);
  });

  it("a file on the disk, by its path", () => {
    const folder = mkdtempSync(join(tmpdir(), "settle-weights-"));
    try {
      const path = join(folder, "bad.json");
      writeFileSync(path, JSON.stringify({ ...least(), beta: -1 }));
      expect(() => readWeightFile(path)).toThrow(`${path}: beta is -1`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
