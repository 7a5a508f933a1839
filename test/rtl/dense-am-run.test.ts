import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  DenseAmError,
  DenseAmReadState,
  DenseAmState,
  type DenseAmRegisterName,
} from "../../cosim/benches/generated/dense-am-registers.ts";
import { abortLooking } from "./abort.ts";
import type { Apb } from "./apb.ts";
import { denseAm, openDenseAm } from "./open-rtl.ts";
import { type Pins, reset } from "./pins.ts";
import { type Script, scriptedNetwork } from "./scripted-network.ts";

const P = denseAm(3, 4, 1);
const NEURONS = 8;
const SCRIPT: Script = { neurons: NEURONS, quietAfter: 20, latency: 6, codes: [511, 512, 1023] };
const SETTINGS = {
  PRECHARGE_CYCLES: 4,
  DEBOUNCE_CYCLES: 5,
  TIMEOUT_CYCLES: 100,
  ACQUIRE_CYCLES: 3,
  ADC_TIMEOUT_CYCLES: 30,
  THRESHOLD: 512,
} as const;
const SYNCHRONISER = 2;
const LONGEST_RUN = 2_000;

let bus: Apb;
const switches = (pins: Pins) =>
  ["precharge_o", "release_o", "sense_en_o", "adc_start_o"].map((port) => pins.number(port)).join("");

beforeAll(async () => {
  bus = await openDenseAm(P);
});
beforeEach(async () => {
  bus.pins.surroundings = scriptedNetwork(SCRIPT);
  await reset(bus.pins);
  for (const [name, word] of Object.entries(SETTINGS)) await bus.write(name as DenseAmRegisterName, word);
});

const state = () => bus.field("STATUS", "STATE", P);
const script = (change: Partial<Script>) => {
  bus.pins.surroundings = scriptedNetwork({ ...SCRIPT, ...change });
};

/** Starts, and counts the cycles of every combination of switches until the interrupt. */
async function run(): Promise<Map<string, number>> {
  const cycles = new Map<string, number>();
  await bus.write("IRQ_ENABLE", 1);
  await bus.write("CTRL", 1);
  for (let i = 0; i < LONGEST_RUN && bus.pins.get("irq_o") === 0; i++) {
    const now = switches(bus.pins);
    cycles.set(now, (cycles.get(now) ?? 0) + 1);
    await bus.pins.cycle();
  }
  return cycles;
}

const acquireAndConvert = SETTINGS.ACQUIRE_CYCLES + SCRIPT.latency + SYNCHRONISER + 1;

describe("a run", () => {
  it("precharges, relaxes, reads and decides, each for its cycles", async () => {
    const cycles = await run();
    const relax = SCRIPT.quietAfter + SYNCHRONISER + SETTINGS.DEBOUNCE_CYCLES;
    expect(await bus.read("RELAX_CYCLES")).toBe(relax);
    expect(cycles.get("1000")).toBe(SETTINGS.PRECHARGE_CYCLES);
    expect(cycles.get("0110")).toBe(relax);
    expect(cycles.get("0101")).toBe(P.VisibleCount);
    expect((cycles.get("0100") ?? 0) + P.VisibleCount).toBe(1 + P.VisibleCount * acquireAndConvert);
    expect(await bus.read("RUN_CYCLES")).toBe(
      SETTINGS.PRECHARGE_CYCLES + relax + 1 + P.VisibleCount * acquireAndConvert + P.VisibleCount,
    );
  });
  it("leaves results, decision and status", async () => {
    await run();
    for (const [i, code] of SCRIPT.codes.entries()) expect(await bus.read("RESULT", i)).toBe(code);
    expect(await bus.read("DECISION")).toBe(0b110);
    expect(await bus.read("STATUS")).toBe(DenseAmState.Done * 16 + 0b0010);
    expect(await bus.read("ERROR")).toBe(0);
    expect(switches(bus.pins)).toBe("0000");
  });
  it("can follow a run at once, with its own results", async () => {
    await run();
    await bus.write("IRQ_STATE", 3);
    script({ codes: [1000, 0, 5] });
    await run();
    expect(await bus.read("DECISION")).toBe(0b001);
    expect(await bus.read("RESULT", 2)).toBe(5);
  });
  it("forgets the results of the run before at its start", async () => {
    await run();
    await bus.write("CTRL", 1);
    for (const i of [0, 1, 2]) expect(await bus.read("RESULT", i)).toBe(0);
    expect(await bus.read("DECISION")).toBe(0);
  });
  it("starts right after reset with the reset settings", async () => {
    await reset(bus.pins);
    await run();
    expect(await bus.read("DECISION")).toBe(0b110);
  });
  it("takes 0 cycles as 1", async () => {
    for (const name of ["PRECHARGE_CYCLES", "DEBOUNCE_CYCLES", "ACQUIRE_CYCLES"] as const) await bus.write(name, 0);
    const cycles = await run();
    expect(cycles.get("1000")).toBe(1);
    expect(await bus.read("RELAX_CYCLES")).toBe(SCRIPT.quietAfter + SYNCHRONISER + 1);
  });
});

describe("settle detection", () => {
  it("does not believe quiet that was there before the release", async () => {
    await bus.write("DEBOUNCE_CYCLES", 1);
    const network = scriptedNetwork({ ...SCRIPT, quietAfter: 10 });
    bus.pins.surroundings = (pins) => {
      const answer = network(pins);
      return pins.get("sense_en_o") === 1 ? answer : { ...answer, quiet_i: 255 };
    };
    await run();
    expect(await bus.read("RELAX_CYCLES")).toBe(10 + SYNCHRONISER + 1);
  });
  it.each([0, 3, 7])("starts the debounce anew when neuron %i moves for one cycle", async (neuron) => {
    let relaxed = 0;
    const network = scriptedNetwork({ ...SCRIPT, quietAfter: 0 });
    bus.pins.surroundings = (pins) => {
      relaxed = pins.get("sense_en_o") === 1 ? relaxed + 1 : 0;
      const answer = network(pins);
      return relaxed === 4 ? { ...answer, quiet_i: 255 ^ (1 << neuron) } : answer;
    };
    await run();
    expect(await bus.read("RELAX_CYCLES")).toBe(4 + SYNCHRONISER + SETTINGS.DEBOUNCE_CYCLES);
  });
  it("needs every neuron: two that take turns are never quiet together", async () => {
    let cycle = 0;
    bus.pins.surroundings = () => ({ quiet_i: cycle++ % 2 === 0 ? 0b11111110 : 0b11111101 });
    await run();
    expect(await bus.field("ERROR", "RUN", P)).toBe(DenseAmError.SettleTimeout);
  });
});

describe("the length of a relaxation", () => {
  const settled = SCRIPT.quietAfter + SYNCHRONISER + SETTINGS.DEBOUNCE_CYCLES;
  it.each([
    [0, 0, settled],
    [settled, 0, settled],
    [settled + 1, 0, settled + 1],
    [50, 0, 50],
    [0, 7, settled + 7],
    [50, 7, 57],
    [500, 0, 500], // past TIMEOUT_CYCLES: a settled network does not time out
  ])("with at least %i and %i extra cycles is %i", async (least, extra, length) => {
    await bus.write("RELAX_MIN_CYCLES", least);
    await bus.write("RELAX_EXTRA_CYCLES", extra);
    await run();
    expect(await bus.read("RELAX_CYCLES")).toBe(length);
    expect(await bus.read("ERROR")).toBe(0);
  });
  it("counts the extra cycles anew after a neuron has moved", async () => {
    await bus.write("RELAX_EXTRA_CYCLES", 30);
    const network = scriptedNetwork(SCRIPT);
    let relaxed = 0;
    bus.pins.surroundings = (pins) => {
      relaxed = pins.get("sense_en_o") === 1 ? relaxed + 1 : 0;
      const answer = network(pins);
      return relaxed === 40 ? { ...answer, quiet_i: 0b11101111 } : answer;
    };
    await run();
    expect(await bus.read("RELAX_CYCLES")).toBe(40 + SYNCHRONISER + SETTINGS.DEBOUNCE_CYCLES + 30);
  });
  it("ends in SettleTimeout where a network that had settled moves for ever", async () => {
    await bus.write("RELAX_MIN_CYCLES", 200);
    const network = scriptedNetwork(SCRIPT);
    let relaxed = 0;
    bus.pins.surroundings = (pins) => {
      relaxed = pins.get("sense_en_o") === 1 ? relaxed + 1 : 0;
      const answer = network(pins);
      return relaxed > 150 ? { ...answer, quiet_i: 0 } : answer;
    };
    await run();
    await expectFailed(DenseAmError.SettleTimeout);
    expect(await bus.read("RELAX_CYCLES")).toBe(150 + SYNCHRONISER + 1);
  });
});

describe("the order of the readout", () => {
  it.each([
    [0, 0, [0, 1, 2]],
    [2, 0, [2, 0, 1]],
    [0, 1, [0, 2, 1]],
    [1, 1, [1, 0, 2]],
  ])("from node %i on, descending %i, is %j", async (first, descending, order) => {
    await bus.write("READ_ORDER", first + 256 * descending);
    const started: number[] = [];
    const network = bus.pins.surroundings;
    bus.pins.surroundings = (pins) => {
      if (pins.get("adc_start_o") === 1) started.push(pins.number("mux_sel_o"));
      return network(pins);
    };
    await run();
    expect(started).toEqual(order);
    for (const [i, code] of SCRIPT.codes.entries()) expect(await bus.read("RESULT", i)).toBe(code);
    expect(await bus.read("READ_ORDER")).toBe(first + 256 * descending);
  });
  it.each([3, 255])("refuses node %i, which is none", async (first) => {
    expect((await bus.tryWrite("READ_ORDER", first)).refused).toBe(true);
    expect(await bus.field("ERROR", "BUS", P)).toBe(DenseAmError.Cell);
    expect(await bus.read("READ_ORDER")).toBe(0);
  });
});

async function expectFailed(code: number) {
  expect(await bus.field("ERROR", "RUN", P)).toBe(code);
  expect(await bus.field("STATUS", "DONE", P)).toBe(1);
  expect(await bus.field("STATUS", "ERROR", P)).toBe(1);
  expect(await bus.read("IRQ_STATE")).toBe(3);
  expect(switches(bus.pins)).toBe("0000");
}

async function expectNextRunWorks() {
  bus.pins.surroundings = scriptedNetwork(SCRIPT);
  await bus.write("IRQ_STATE", 3);
  await run();
  expect(await bus.read("DECISION")).toBe(0b110);
  expect(await bus.read("ERROR")).toBe(0);
}

/** Starts, writes ABORT in cycle `cycle` of the run, and answers STATUS of that cycle. */
async function abortIn(cycle: number): Promise<number> {
  await bus.write("CTRL", 1);
  await bus.pins.cycle(cycle);
  return abortLooking(bus);
}

describe("a run that fails", () => {
  it("never settles: SettleTimeout after TIMEOUT_CYCLES", async () => {
    script({ quietAfter: Infinity });
    await run();
    await expectFailed(DenseAmError.SettleTimeout);
    expect(await bus.read("RELAX_CYCLES")).toBe(SETTINGS.TIMEOUT_CYCLES);
    await expectNextRunWorks();
  });
  it("settles in the very last cycle: no time-out", async () => {
    script({ quietAfter: SETTINGS.TIMEOUT_CYCLES - SYNCHRONISER - SETTINGS.DEBOUNCE_CYCLES });
    await run();
    expect(await bus.read("ERROR")).toBe(0);
    expect(await bus.read("RELAX_CYCLES")).toBe(SETTINGS.TIMEOUT_CYCLES);
  });
  it("has a dead ADC: AdcTimeout", async () => {
    script({ latency: Infinity });
    const cycles = await run();
    // One start, for the first node; its acquisition and one idle cycle come before, the time-out after it.
    expect(cycles.get("0101")).toBe(1);
    expect(cycles.get("0100")).toBe(1 + SETTINGS.ACQUIRE_CYCLES + SETTINGS.ADC_TIMEOUT_CYCLES);
    await expectFailed(DenseAmError.AdcTimeout);
    await expectNextRunWorks();
  });
  it("takes no stale valid for a new one", async () => {
    script({ latency: 40 });
    await bus.write("ADC_TIMEOUT_CYCLES", 100);
    await run();
    for (const [i, code] of SCRIPT.codes.entries()) expect(await bus.read("RESULT", i)).toBe(code);
  });

  it("is aborted in any of its cycles, and so in every state", async () => {
    const states = new Set<number>();
    for (let cycle = 0; cycle < LONGEST_RUN; cycle++) {
      const status = await abortIn(cycle);
      if (status % 2 === 0) break; // not busy: the run had ended before
      expect({ cycle, switches: switches(bus.pins) }).toEqual({ cycle, switches: "0000" });
      expect(bus.pins.get("mux_sel_o")).toBe(0);
      await expectFailed(DenseAmError.Aborted);
      await bus.write("IRQ_STATE", 3);
      states.add(Math.floor(status / 16) % 64);
    }
    const { Precharge, Relax, Readout, Decide } = DenseAmState;
    const { Idle, Acquire, Start, Convert } = DenseAmReadState;
    const readout = [Idle, Acquire, Start, Convert].map((one) => Readout + 16 * one);
    expect([...states].sort((x, y) => x - y)).toEqual([Precharge, Relax, ...readout, Decide].sort((x, y) => x - y));
    await expectNextRunWorks();
  });
  it("an abort at rest changes nothing", async () => {
    await bus.write("CTRL", 2);
    expect(await bus.read("STATUS")).toBe(0);
    await run();
    await bus.write("CTRL", 3);
    expect(await bus.read("STATUS")).toBe(DenseAmState.Done * 16 + 0b0010);
    expect(await bus.read("ERROR")).toBe(0);
  });
});

describe("the interrupt", () => {
  it("stays low without an enable, and rises with it", async () => {
    await run();
    await bus.write("IRQ_ENABLE", 0);
    expect(bus.pins.get("irq_o")).toBe(0);
    await bus.write("IRQ_ENABLE", 2);
    expect(bus.pins.get("irq_o")).toBe(0);
    await bus.write("IRQ_ENABLE", 1);
    expect(bus.pins.get("irq_o")).toBe(1);
  });
  it("is cleared by writing ones to its causes, one by one", async () => {
    script({ quietAfter: Infinity });
    await run();
    await bus.write("IRQ_ENABLE", 3);
    await bus.write("IRQ_STATE", 1);
    expect(await bus.read("IRQ_STATE")).toBe(2);
    expect(bus.pins.get("irq_o")).toBe(1);
    await bus.write("IRQ_STATE", 2);
    expect(bus.pins.get("irq_o")).toBe(0);
    expect(await state()).toBe(DenseAmState.Done);
  });
});
