import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DenseAmError } from "../../cosim/benches/generated/dense-am-registers.ts";
import type { Apb } from "./apb.ts";
import { denseAm, openDenseAm } from "./open-rtl.ts";
import { type Pins, reset } from "./pins.ts";

const P = denseAm(3, 4, 1);
const PROG = 5;

interface Strobe {
  readonly row: number;
  readonly col: number;
  readonly level: number;
  cycles: number;
}

let bus: Apb;
let strobes: Strobe[];

/** Keeps every strobe as the crossbar would see it. */
function recorder(): (pins: Pins) => Record<string, never> {
  let on = false;
  return (pins) => {
    const strobe = pins.get("prog_strobe_o") === 1;
    const last = strobes.at(-1);
    if (strobe && on && last) last.cycles++;
    if (strobe && !on)
      strobes.push({
        row: pins.number("prog_row_o"),
        col: pins.number("prog_col_o"),
        level: (pins.number("prog_level_o") << 24) >> 24,
        cycles: 1,
      });
    on = strobe;
    return {};
  };
}

beforeAll(async () => {
  bus = await openDenseAm(P);
});
beforeEach(async () => {
  await reset(bus.pins);
  strobes = [];
  bus.pins.surroundings = recorder();
  await bus.write("PROG_CYCLES", PROG);
});

const next = async () => {
  const word = await bus.read("PROG_ADDRESS");
  return [Math.floor(word / 2 ** 16), word % 2 ** 16];
};

it("programs the whole array row by row with one write a cell, each strobe of PROG_CYCLES", async () => {
  const cells = Array.from({ length: 15 }, (_, k) => ({ row: Math.floor(k / 3), col: k % 3, level: 9 * k - 63 }));
  for (const { level } of cells) await bus.write("PROG_LEVEL", level);
  await bus.pins.cycle(PROG + 1);
  expect(strobes).toEqual(cells.map((cell) => ({ ...cell, cycles: PROG })));
  expect(await next()).toEqual([5, 0]);
  expect((await bus.tryWrite("PROG_LEVEL", 1)).refused).toBe(true);
  expect(await bus.field("ERROR", "BUS", P)).toBe(DenseAmError.Cell);
});

it.each([1, 2, 5, 20])("waits with pready low until a strobe of %i cycles is over", async (cycles) => {
  await bus.write("PROG_CYCLES", cycles);
  expect(await bus.write("PROG_LEVEL", 1)).toBe(0);
  // The strobe is on from the edge that ends the write; one cycle of it passes during the set-up phase.
  expect(await bus.write("PROG_LEVEL", 2)).toBe(cycles - 1);
  await bus.pins.cycle(cycles + 1);
  expect(strobes.map((strobe) => strobe.cycles)).toEqual([cycles, cycles]);
});

it("other accesses do not wait for a strobe", async () => {
  await bus.write("PROG_LEVEL", 1);
  expect((await bus.tryWrite("BIAS", 7)).waits).toBe(0);
  expect(await bus.field("STATUS", "PROGRAMMING", P)).toBe(1);
});

it("a start waits for the strobe", async () => {
  await bus.write("PROG_LEVEL", 1);
  expect(await bus.write("CTRL", 1)).toBe(PROG - 1);
  expect(strobes[0]?.cycles).toBe(PROG);
  expect(bus.pins.get("precharge_o")).toBe(1);
});

it("an abort cuts the strobe at once", async () => {
  await bus.write("PROG_CYCLES", 1000);
  await bus.write("PROG_LEVEL", 1);
  await bus.write("CTRL", 2);
  expect(bus.pins.get("prog_strobe_o")).toBe(0);
  expect(await bus.field("STATUS", "ERROR", P)).toBe(0);
});

describe("PROG_ADDRESS", () => {
  it("leads to any cell", async () => {
    await bus.write("PROG_ADDRESS", 4 * 2 ** 16 + 2);
    await bus.write("PROG_LEVEL", -128);
    expect(strobes).toMatchObject([{ row: 4, col: 2, level: -128 }]);
  });
  it.each([
    [5, 0],
    [0, 3],
    [65535, 65535],
  ])("refuses cell (%i, %i) outside the array", async (row, col) => {
    expect((await bus.tryWrite("PROG_ADDRESS", row * 2 ** 16 + col)).refused).toBe(true);
    expect(await bus.field("ERROR", "BUS", P)).toBe(DenseAmError.Cell);
    expect(await next()).toEqual([0, 0]);
  });
});

describe("PROG_LEVEL", () => {
  it.each([-128, -1, 0, 127, 0xff])("takes %i", async (level) => {
    await bus.write("PROG_LEVEL", level);
    expect(strobes[0]?.level).toBe((level << 24) >> 24);
    expect(await bus.read("PROG_LEVEL")).toBe(level & 0xff);
  });
  it.each([256, -129, 0x7fffffff])("refuses %i", async (level) => {
    expect((await bus.tryWrite("PROG_LEVEL", level)).refused).toBe(true);
    expect(await bus.field("ERROR", "BUS", P)).toBe(DenseAmError.Value);
    expect(strobes).toEqual([]);
  });
});
