import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { orderOf } from "../../../cosim/benches/language/order.ts";
import { LANGUAGE_PARAMETERS } from "../../../cosim/benches/language/parameters.ts";
import { readWeightFile, trainedFile, weightFileText } from "../../../cosim/weights/weight-file.ts";

const folder = mkdtempSync(join(tmpdir(), "settle-order-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const order = (given: Partial<Record<string, unknown>>, seed = 1) =>
  orderOf(LANGUAGE_PARAMETERS.parse(given), "parity", seed);

describe("prompts", () => {
  it("are those that were given, in their order", () => {
    const { prompts } = order({ prompts: "00000001, 10000000" });
    expect(prompts).toEqual([
      [0, 0, 0, 0, 0, 0, 0, 1],
      [1, 0, 0, 0, 0, 0, 0, 0],
    ]);
  });
  it("are all there are", () => {
    const { prompts } = order({ prompts: "all" });
    expect(new Set(prompts.map((one) => one.join(""))).size).toBe(256);
  });
  it("are drawn, all different, the same for the same seed", () => {
    const { prompts } = order({ promptCount: 250 });
    expect(new Set(prompts.map((one) => one.join(""))).size).toBe(250);
    expect(order({ promptCount: 250 }).prompts).toEqual(prompts);
    expect(order({ promptCount: 250 }, 2).prompts).not.toEqual(prompts);
  });
  it("are no more than there are", () => {
    expect(order({ promptCount: 1000 }).prompts).toHaveLength(256);
  });
  it.each([
    ["0101", 'length of prompt "0101" in tokens is 4, outside 8..8'],
    ["01010101,", 'length of prompt "" in tokens is 0'],
    ["0101012x", 'unknown token "2" in prompt "0101012x"'],
  ])("%s is refused by name", (prompts, message) => {
    expect(() => order({ prompts })).toThrow(message);
  });
  it("of many tokens with long names are written with blanks, and not asked for all at once", () => {
    const file = readWeightFile(trainedFile("parity"));
    const rows = Array.from({ length: 5 }, () => file.embedding[0]);
    const weights = join(folder, "five.json");
    const five = {
      ...file,
      tokens: ["the", "cat", "sat", "on", "mat"],
      dimensions: { ...file.dimensions, vocabulary: 5 },
      embedding: rows,
      decoder: { weights: rows, bias: [0, 0, 0, 0, 0] },
    };
    writeFileSync(weights, weightFileText(five));
    const { prompts, task } = order({ weights, prompts: "the cat sat on the mat the cat" });
    expect(prompts).toEqual([[0, 1, 2, 3, 0, 4, 0, 1]]);
    expect(task).toBeUndefined();
    expect(() => order({ weights, prompts: "all" })).toThrow("390625, outside 1..65536");
  });
});

describe("weights", () => {
  it("are those that ship where none are named, and their language is known", () => {
    expect(order({}).task?.name).toBe("parity");
  });
  it("of a known name but another form are not of the known language", () => {
    const file = readWeightFile(trainedFile("parity"));
    const weights = join(folder, "letters.json");
    writeFileSync(weights, weightFileText({ ...file, tokens: ["a", "b"] }));
    expect(order({ weights, prompts: "abababab" }).task).toBeUndefined();
  });
});
