import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  DENSE_AM_REGISTERS,
  DenseAmError,
  DenseAmState,
  type DenseAmRegisterName,
} from "../../cosim/benches/generated/dense-am-registers.ts";
import { type Apb, registerOf } from "./apb.ts";
import { denseAm, openDenseAm } from "./open-rtl.ts";
import { reset } from "./pins.ts";
import { TOKEN_CORE } from "./token-bench.ts";

/** Registers that take some values only. */
const CHECKED: readonly string[] = ["PROG_ADDRESS", "PROG_LEVEL", "READ_ORDER", "END_TOKEN"];

const CORES = [
  ["without a token loop", denseAm(3, 4, 1)],
  ["with a token loop", TOKEN_CORE],
] as const;

describe.each(CORES)("a core %s", (_core, P) => {
  const NAMES = (Object.keys(DENSE_AM_REGISTERS) as DenseAmRegisterName[]).filter(
    (name) => registerOf(name).count(P) > 0,
  );

  const resetWord = (name: DenseAmRegisterName): number =>
    Object.values(registerOf(name).fields).reduce((word, field) => word + field.reset(P) * 2 ** field.lsb, 0);

  /** All bits that a write may set. */
  const mask = (name: DenseAmRegisterName): number =>
    Object.values(registerOf(name).fields).reduce((word, f) => word + (2 ** f.width(P) - 1) * 2 ** f.lsb, 0);

  let bus: Apb;
  beforeAll(async () => {
    bus = await openDenseAm(P);
  });
  beforeEach(() => reset(bus.pins));

  const indices = (name: DenseAmRegisterName): number[] =>
    Array.from({ length: registerOf(name).count(P) }, (_, i) => i);
  /** The DAC codes packed into a port. */
  const codes = (port: string, count: number): number[] =>
    Array.from({ length: count }, (_, i) => Number((BigInt(bus.pins.get(port)) >> BigInt(10 * i)) & 1023n));
  const refusal = () => bus.field("ERROR", "BUS", P);

  describe("after reset", () => {
    it.each(NAMES)("%s reads its reset value, every word of it", async (name) => {
      for (const i of indices(name)) expect(await bus.read(name, i)).toBe(resetWord(name));
    });
    it("the DACs stand in the middle and every switch is off", () => {
      const { pins } = bus;
      expect(codes("bias_o", 8)).toEqual(Array(8).fill(512));
      expect(codes("init_o", P.VisibleCount)).toEqual(Array(P.VisibleCount).fill(512));
      const off = ["precharge_o", "release_o", "sense_en_o", "adc_start_o", "prog_strobe_o", "irq_o"];
      expect(off.filter((port) => pins.get(port) !== 0)).toEqual([]);
    });
  });

  const plain = NAMES.filter((name) => registerOf(name).access === "rw" && !CHECKED.includes(name));
  describe("a plain register", () => {
    it.each(plain)("%s keeps what is written, word by word", async (name) => {
      const word = (i: number) => (mask(name) & (0x155 + 37 * i)) >>> 0;
      for (const i of indices(name)) await bus.write(name, word(i), i);
      for (const i of indices(name)) expect(await bus.read(name, i)).toBe(word(i));
    });
    it.each(plain)("%s takes the largest value and refuses a wider one", async (name) => {
      await bus.write(name, mask(name));
      expect(await bus.read(name)).toBe(mask(name));
      if (mask(name) === 2 ** 32 - 1) return; // nothing is wider
      expect((await bus.tryWrite(name, mask(name) + 1)).refused).toBe(true);
      expect(await refusal()).toBe(DenseAmError.Value);
      expect(await bus.read(name)).toBe(mask(name));
    });
  });

  it("INIT and BIAS stand on their own bits of the DAC ports", async () => {
    for (const i of indices("INIT")) await bus.write("INIT", 100 + i, i);
    for (const i of indices("BIAS")) await bus.write("BIAS", 200 + i, i);
    expect(codes("init_o", P.VisibleCount)).toEqual(indices("INIT").map((i) => 100 + i));
    expect(codes("bias_o", 8)).toEqual(indices("BIAS").map((i) => 200 + i));
  });

  describe("a refused access", () => {
    it.each(NAMES.filter((name) => registerOf(name).access === "ro"))("write to %s: read only", async (name) => {
      const before = await bus.read(name);
      expect((await bus.tryWrite(name, 0)).refused).toBe(true);
      expect(await refusal()).toBe(DenseAmError.ReadOnly);
      expect(await bus.read(name)).toBe(before);
    });
    const { INIT, RESULT, BIAS, DECISION, READ_ORDER } = DENSE_AM_REGISTERS;
    it.each([
      ["past INIT", INIT.offset + 4 * P.VisibleCount],
      ["past RESULT", RESULT.offset + 4 * P.VisibleCount],
      ["past BIAS", BIAS.offset + 4 * 8],
      ["past DECISION", DECISION.offset + 4],
      ["past the single registers", READ_ORDER.offset + 4],
      ["before BIAS", BIAS.offset - 4],
      ["at the end", 0xfffc],
      ["not aligned", 1],
      ["not aligned in an array", INIT.offset + 2],
    ])("%s: unmapped, for reading and writing", async (_what, address) => {
      for (const write of [false, true]) {
        const answer = await bus.access(address, write, 1);
        expect(answer).toEqual({ word: 0, refused: true, waits: 0 });
        const code = await bus.read("ERROR");
        expect(code).toBe(address * 2 ** 16 + DenseAmError.Unmapped * 2 ** 8);
        await bus.write("ERROR", 0);
      }
    });
    it("leaves the first code until ERROR is written, and later ones do not replace it", async () => {
      await bus.tryWrite("ID", 0);
      await bus.access(0xfffc, false);
      expect(await refusal()).toBe(DenseAmError.ReadOnly);
      await bus.write("ERROR", 0xffffffff);
      expect(await bus.read("ERROR")).toBe(0);
      await bus.access(0xfffc, false);
      expect(await refusal()).toBe(DenseAmError.Unmapped);
    });
    it("is no failure of a run: no interrupt cause, state unchanged", async () => {
      await bus.tryWrite("ID", 0);
      expect(await bus.read("IRQ_STATE")).toBe(0);
      expect(await bus.field("STATUS", "STATE", P)).toBe(DenseAmState.Idle);
    });
  });

  describe("while a run is busy", () => {
    beforeEach(() => bus.write("CTRL", 1));
    const refused = NAMES.filter((name) => registerOf(name).busy === "refused");
    it.each(refused)("%s refuses to be written and keeps its value", async (name) => {
      expect((await bus.tryWrite(name, 1)).refused).toBe(true);
      expect(await refusal()).toBe(DenseAmError.Busy);
      expect(await bus.read(name)).toBe(resetWord(name));
    });
    it("a second start is refused and the run goes on", async () => {
      expect((await bus.tryWrite("CTRL", 1)).refused).toBe(true);
      expect(await refusal()).toBe(DenseAmError.Busy);
      expect(await bus.field("STATUS", "BUSY", P)).toBe(1);
    });
    it.each(["IRQ_ENABLE", "IRQ_STATE", "ERROR"] as const)("%s can be written", async (name) => {
      expect((await bus.tryWrite(name, 3)).refused).toBe(false);
    });
  });
});

it("a core without a token loop has none of its registers", async () => {
  const [, P] = CORES[0];
  const bus = await openDenseAm(P);
  for (const { offset } of Object.values(DENSE_AM_REGISTERS).filter(({ count }) => count(P) === 0))
    for (const write of [false, true]) expect((await bus.access(offset, write, 1)).refused).toBe(true);
  expect(await bus.field("ERROR", "BUS", P)).toBe(DenseAmError.Unmapped);
  expect(await bus.field("FORMAT", "VOCABULARY", P)).toBe(0);
});
