import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DenseAmError } from "../../cosim/benches/generated/dense-am-registers.ts";
import type { Apb } from "./apb.ts";
import { denseAm, openDenseAm, openRtl } from "./open-rtl.ts";
import { reset } from "./pins.ts";
import { partsOf } from "./token-parts.ts";
import { type CellScript, codeOfLevel, scriptedCells } from "./scripted-network.ts";

const P = denseAm(3, 4, 1);
const PROG = 5;
const TRIES = 4;
const LATENCY = 6;
const ACQUIRE = 3;
const SYNCHRONISER = 2;
/** Bits of IRQ_STATE. */
const PROG_FAILED = 8;
const NO_NODE = 255;

let bus: Apb;
const script = (change: Partial<CellScript>) => {
  const cells = scriptedCells({ latency: LATENCY, format: P, pulses: () => 1, ...change });
  bus.pins.surroundings = cells.surroundings;
  return cells.programmed;
};

beforeAll(async () => {
  bus = await openDenseAm(P);
});
beforeEach(async () => {
  await reset(bus.pins);
  await bus.write("PROG_CYCLES", PROG);
  await bus.write("ACQUIRE_CYCLES", ACQUIRE);
  await bus.write("ADC_TIMEOUT_CYCLES", 30);
  await bus.write("VERIFY_TRIES", TRIES);
  await bus.write("VERIFY_TOLERANCE", 2);
});

const untilProgrammed = async () => {
  for (let i = 0; i < 1_000 && (await bus.field("STATUS", "PROGRAMMING", P)) === 1; i++) await bus.pins.cycle();
};
async function program(level: number): Promise<void> {
  await bus.write("PROG_LEVEL", level);
  await untilProgrammed();
}

describe("write-verify", () => {
  it.each([
    [1, [PROG]],
    [3, [PROG, PROG, PROG]],
    [TRIES, Array<number>(TRIES).fill(PROG)],
  ])("stops at a cell that needs %i pulses", async (needed, pulses) => {
    const programmed = script({ pulses: () => needed });
    await program(-70);
    expect(programmed).toEqual([{ row: 0, col: 0, level: -70, pulses }]);
    expect(await bus.read("PROG_PULSES")).toBe(needed);
    expect(await bus.read("PROG_WORST")).toBe(needed);
    expect(await bus.read("PROG_ERROR")).toBe(0);
    expect(await bus.read("IRQ_STATE")).toBe(0);
  });
  it("gives up a cell that never gets there, and says which", async () => {
    const programmed = script({ pulses: ({ col }) => (col === 1 ? Infinity : 1) });
    await bus.write("IRQ_ENABLE", PROG_FAILED);
    await bus.write("PROG_ADDRESS", 4 * 2 ** 16);
    for (const level of [1, 2, 3]) await program(level);
    expect(programmed.map(({ pulses }) => pulses.length)).toEqual([1, TRIES, 1]);
    expect(await bus.read("PROG_ERROR")).toBe(4 * 2 ** 16 + 1 * 2 ** 8 + DenseAmError.ProgramFailed);
    expect(await bus.read("IRQ_STATE")).toBe(PROG_FAILED);
    expect(bus.pins.get("irq_o")).toBe(1);
    expect(await bus.read("PROG_PULSES")).toBe(2 + TRIES);
    expect(await bus.read("PROG_WORST")).toBe(TRIES);
    expect(await bus.read("ERROR")).toBe(0); // no run has failed
  });
  it("keeps the first failure until PROG_ERROR is written", async () => {
    script({ pulses: () => Infinity });
    await program(1);
    await program(2);
    expect(await bus.read("PROG_ERROR")).toBe(DenseAmError.ProgramFailed);
    for (const name of ["PROG_ERROR", "PROG_PULSES", "PROG_WORST"] as const) {
      await bus.write(name, 0xffffffff);
      expect(await bus.read(name)).toBe(0);
    }
    await program(3);
    expect(await bus.read("PROG_ERROR")).toBe(2 * 2 ** 8 + DenseAmError.ProgramFailed);
  });
  it("gives up where the ADC never answers", async () => {
    script({ latency: Infinity });
    await program(1);
    expect(await bus.read("PROG_ERROR")).toBe(DenseAmError.AdcTimeout);
    expect(await bus.read("IRQ_STATE")).toBe(PROG_FAILED);
    expect(await bus.read("PROG_PULSES")).toBe(1);
  });
  it.each([-3, -2, 0, 2, 3])("takes a code %i away for right up to the tolerance of 2", async (error) => {
    script({ error });
    await program(10);
    const wrong = Math.abs(error) > 2;
    expect(await bus.read("PROG_ERROR")).toBe(wrong ? DenseAmError.ProgramFailed : 0);
  });
  it.each([-128, -127, -1, 0, 1, 127])("reads level %i back at its own code, exactly", async (level) => {
    await bus.write("VERIFY_TOLERANCE", 0);
    script({});
    await program(level);
    expect(await bus.read("PROG_ERROR")).toBe(0);
    expect(codeOfLevel(level, P)).toBe(512 + 4 * level);
  });
  it("costs one pulse and no conversion with VERIFY_TRIES 0", async () => {
    await bus.write("VERIFY_TRIES", 0);
    const programmed = script({ pulses: () => Infinity });
    await bus.write("PROG_LEVEL", 1);
    expect(await bus.write("PROG_LEVEL", 2)).toBe(PROG - 1);
    await untilProgrammed();
    expect(programmed.map(({ pulses }) => pulses)).toEqual([[PROG], [PROG]]);
    expect(await bus.read("PROG_ERROR")).toBe(0);
    expect(await bus.read("PROG_PULSES")).toBe(2);
  });
});

/** What the pins show in the cycles of one cell: strobe, read, multiplexer, how often. */
async function trace(): Promise<[string, number][]> {
  const shown: [string, number][] = [];
  const answer = bus.pins.surroundings;
  bus.pins.surroundings = (pins) => {
    const now = ["prog_strobe_o", "cell_read_o", "mux_sel_o"].map((port) => pins.number(port)).join(" ");
    const last = shown.at(-1);
    if (last?.[0] === now) last[1]++;
    else shown.push([now, 1]);
    return answer(pins);
  };
  await program(1);
  return shown;
}

describe("the read-back", () => {
  it("follows each pulse, with the multiplexer on no node, for its cycles", async () => {
    script({ pulses: () => 2 });
    // The engine's idle cycle, acquisition, start, then the conversion behind the synchroniser.
    const read = 1 + ACQUIRE + 1 + LATENCY + SYNCHRONISER;
    const steps = (await trace()).filter(([shown]) => shown !== "0 0 0");
    expect(steps).toEqual([
      ["1 0 0", PROG],
      [`0 1 ${NO_NODE}`, read],
      ["1 0 0", PROG],
      [`0 1 ${NO_NODE}`, read],
    ]);
  });
  it("holds the next cell and a start back, and nothing else", async () => {
    script({ pulses: () => 3 });
    await bus.write("PROG_LEVEL", 1);
    expect((await bus.tryWrite("BIAS", 7)).waits).toBe(0);
    const cell = 3 * (PROG + 1 + ACQUIRE + 1 + LATENCY + SYNCHRONISER);
    // The write of BIAS took two cycles and this one's set-up phase a third.
    expect(await bus.write("PROG_LEVEL", 2)).toBe(cell - 3);
    expect(await bus.write("CTRL", 1)).toBe(cell - 1);
    expect(bus.pins.get("precharge_o")).toBe(1);
  });
  it("is cut by an abort in any of its cycles", async () => {
    script({ pulses: () => 2 });
    for (let wait = 0; wait < 40; wait++) {
      await bus.write("PROG_ADDRESS", 0);
      await bus.write("PROG_LEVEL", 1);
      await bus.pins.cycle(wait);
      await bus.write("CTRL", 2);
      const ports = ["prog_strobe_o", "cell_read_o", "adc_start_o", "mux_sel_o"];
      expect(ports.filter((port) => bus.pins.get(port) !== 0)).toEqual([]);
    }
    expect(await bus.read("PROG_ERROR")).toBe(0);
    await program(1);
    expect(await bus.read("PROG_ERROR")).toBe(0);
  });
});

describe("a cell under an ADC that is coarser than its levels", () => {
  const format = { AdcBits: 6, LevelBits: 8 };
  it.each([-128, -3, -1, 0, 5, 127])(
    "at level %i is right at the code that its level falls into, and at no other",
    async (level) => {
      const pins = await openRtl("write_verify", {
        files: partsOf(["sva.vlt", "cycle_timer.sv", "write_verify.sv", "write_verify_sva.sv"]),
        parameters: format,
      });
      await reset(pins);
      await pins.set({ cycles_i: 1, tries_i: 1, write_i: 1, level_i: level & 255 });
      await pins.cycle();
      await pins.set({ write_i: 0 });
      await pins.cycle(2); // the pulse, then the read-back
      for (let code = 0; code < 64; code++) {
        await pins.set({ converted_i: 1, code_i: code });
        const right = code === codeOfLevel(level, format);
        expect([pins.get("done_o"), pins.get("failed_o")]).toEqual(right ? [1, 0] : [0, 1]);
      }
    },
  );
});
