import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { denseAmRegisterMap, parseRegisterMap } from "../../cosim/generate/registers.ts";
import { GENERATED, PROJECT_ROOT } from "../../cosim/generate/write-all.ts";

it.each(GENERATED)("$path is what its generator renders", async ({ path, render }) => {
  expect(readFileSync(join(PROJECT_ROOT, path), "utf8")).toBe(await render());
});

type Draft = Record<string, unknown> & { registers: Record<string, unknown>[] };

/** The map with one change to one register, as text. */
function changed(name: string, change: Record<string, unknown>): string {
  const draft = JSON.parse(JSON.stringify(denseAmRegisterMap())) as Draft;
  draft.registers = draft.registers.map((one) => (one["name"] === name ? { ...one, ...change } : one));
  return JSON.stringify(draft);
}

const bit = (lsb: number, width: number | string, reset: number) => [
  { name: "BITS", lsb, width, reset, signed: false, meaning: "" },
];

describe("a register map is refused", () => {
  it.each([
    ["where an array would run into the next register", "INIT", { offset: "0x600" }, "RESULT"],
    ["where an array would leave the address space", "BIAS", { offset: "0xf000" }, "BIAS ends"],
    ["where a register is not aligned", "STATUS", { offset: "0x011" }, "not aligned"],
    ["where two registers share a name", "ERROR", { name: "STATUS" }, "same name"],
    ["where a field leaves the word", "STATUS", { fields: bit(20, 16, 0) }, "past 32"],
    ["where a reset value does not fit", "STATUS", { fields: bit(0, 2, 4) }, "does not fit"],
    ["where a width names no parameter", "STATUS", { fields: bit(0, "DacBit", 0) }, "DacBit"],
  ])("%s", (_what, name, change, message) => {
    expect(() => parseRegisterMap(changed(name, change))).toThrow(message);
  });
  it("never as it stands", () => {
    expect(() => parseRegisterMap(changed("ID", {}))).not.toThrow();
  });
});
