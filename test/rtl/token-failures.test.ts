import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DenseAmError, DenseAmTokenState } from "../../cosim/benches/generated/dense-am-registers.ts";
import { abortLooking } from "./abort.ts";
import type { Apb } from "./apb.ts";
import { openDenseAm } from "./open-rtl.ts";
import type { ChipScript, ScriptedChip } from "./scripted-chip.ts";
import {
  bringUp,
  COMMAND,
  CONTROL,
  generate,
  IRQ,
  MIDDLE,
  physics,
  popTokens,
  runError,
  TOKEN_CORE as P,
} from "./token-bench.ts";

let bus: Apb;
let chip: ScriptedChip;
beforeAll(async () => {
  bus = await openDenseAm(P);
});
beforeEach(async () => {
  chip = await bringUp(bus);
});

const PROMPT = [0, 1];
const WHOLE_RING = [0, 2, 1];
const SWITCHES = ["precharge_o", "release_o", "sense_en_o", "adc_start_o", "prog_strobe_o", "cell_read_o"];

async function expectFailed(error: keyof typeof DenseAmError): Promise<void> {
  expect(await runError(bus)).toBe(error);
  expect(await bus.field("STATUS", "BUSY", P)).toBe(0);
  expect(await bus.field("STATUS", "DONE", P)).toBe(1);
  expect(await bus.field("STATUS", "ERROR", P)).toBe(1);
  expect((await bus.read("IRQ_STATE")) & IRQ.error).toBe(IRQ.error);
  expect(SWITCHES.filter((port) => bus.pins.get(port) !== 0)).toEqual([]);
}

/** The same tokens as after a reset. */
async function expectNextRunWorks(): Promise<void> {
  chip.script = { quietAfter: 4, latency: 3, physics };
  await bus.write("IRQ_STATE", 15);
  await bus.write("TOKEN_COMMAND", COMMAND.clearRing + COMMAND.clearPrompt + COMMAND.clearTokens);
  for (const [token, bias] of [1_000, -2_000, 500].entries()) await bus.write("DECODER_BIAS", bias, token);
  await bus.write("TOKEN_CONTROL", CONTROL.ageBias);
  await generate(bus, WHOLE_RING, 4);
  expect(await runError(bus)).toBe("None");
  const after = await popTokens(bus);
  chip = await bringUp(bus);
  await generate(bus, WHOLE_RING, 4);
  expect(await popTokens(bus)).toEqual(after);
}

/** One node at a code of its own, the others as they are. */
const withNode =
  (node: number, code: number): ChipScript["physics"] =>
  (levels, biases) =>
    physics(levels, biases).with(node, code);

describe("a token run that fails", () => {
  it.each([
    ["a network that never settles", "SettleTimeout", { quietAfter: Infinity }],
    ["an ADC that is silent about nodes", "AdcTimeout", { deaf: "nodes" }],
    ["an ADC that is silent about cells", "AdcTimeout", { deaf: "cells" }],
    ["a cell that no pulse moves", "ProgramFailed", { pulses: (_row, col) => (col === 2 ? Infinity : 1) }],
    ["a first node at the lowest code", "Saturated", { physics: withNode(0, 0) }],
    ["a last node at the highest code", "Saturated", { physics: withNode(3, 1023) }],
  ] as const satisfies readonly (readonly [string, keyof typeof DenseAmError, Partial<ChipScript>])[])(
    "through %s: %s",
    async (_what, error, change) => {
      chip.script = { ...chip.script, ...change };
      await generate(bus, PROMPT, 4);
      await expectFailed(error);
      expect(await popTokens(bus)).toEqual([]);
      await expectNextRunWorks();
    },
  );
  it.each([
    ["high", 0, 0x7fffffff, 1022],
    ["low", 2, -0x80000000, 1],
  ] as const)("through voltages too %s for a logit of 32 bits: Overflow", async (_what, token, bias, code) => {
    await bus.write("DECODER_BIAS", bias, token);
    for (let node = 0; node < 4; node++) await bus.write("DECODER", 1, 4 * token + node);
    // Around the middle code the sum stays where the bias is: no overflow.
    chip.script = { ...chip.script, physics: () => [MIDDLE, MIDDLE, MIDDLE, MIDDLE] };
    await generate(bus, PROMPT, 1);
    expect(await runError(bus)).toBe("None");
    chip.script = { ...chip.script, physics: () => [code, MIDDLE, MIDDLE, MIDDLE] };
    await generate(bus, [], 1);
    await expectFailed("Overflow");
  });
  it("through a cell also says which one", async () => {
    chip.script = { ...chip.script, pulses: (row, col) => (row === 1 && col === 2 ? Infinity : 1) };
    await generate(bus, PROMPT, 1);
    expect(await bus.read("PROG_ERROR")).toBe(1 * 2 ** 16 + 2 * 2 ** 8 + DenseAmError.ProgramFailed);
    expect((await bus.read("IRQ_STATE")) & IRQ.progFailed).toBe(IRQ.progFailed);
    // The first token's row stands; the second one is still queued for the same place.
    expect(await bus.read("RING")).toBe(1 * 2 ** 16 + 1);
    expect(await bus.field("QUEUES", "PROMPT", P)).toBe(1);
    chip.script = { ...chip.script, pulses: () => 1 };
    await generate(bus, [], 1);
    expect(await runError(bus)).toBe("None");
    expect(await bus.read("RING")).toBe(3 * 2 ** 16);
  });
  it("while it generates fails at the row of the token, which has been emitted", async () => {
    chip.script = { ...chip.script, pulses: (row) => (row === 2 ? Infinity : 1) };
    await generate(bus, PROMPT, 4);
    await expectFailed("ProgramFailed");
    expect(await popTokens(bus)).toHaveLength(1);
  });
});

it("is aborted in any of its cycles, and so in every state", async () => {
  const states = new Set<number>();
  await bus.write("TOKEN_CONTROL", CONTROL.ageBias + CONTROL.temperature);
  await bus.write("TOKEN_LIMIT", 1);
  for (let wait = 0; wait < 2_000; wait++) {
    await bus.write("TOKEN_COMMAND", COMMAND.clearRing + COMMAND.clearPrompt + COMMAND.clearTokens);
    await bus.write("PROMPT", 1);
    await bus.write("TOKEN_COMMAND", COMMAND.start);
    await bus.pins.cycle(wait);
    const status = await abortLooking(bus);
    if (status % 2 === 0) break; // the run had ended before
    states.add(Math.floor(status / 2 ** 24) % 16);
    expect(await runError(bus)).toBe("Aborted");
    expect(SWITCHES.filter((port) => bus.pins.get(port) !== 0)).toEqual([]);
    await bus.write("IRQ_STATE", 15);
  }
  const { Idle, ...others } = DenseAmTokenState;
  expect(states).toEqual(new Set(Object.values(others)));
  expect(Idle).toBe(0);
  await expectNextRunWorks();
});

describe("refused", () => {
  const refusal = async (): Promise<number> => {
    const code = await bus.field("ERROR", "BUS", P);
    await bus.write("ERROR", 0);
    return code;
  };
  it.each(["PROMPT", "END_TOKEN"] as const)("%s: a token outside the vocabulary", async (name) => {
    for (const token of [3, 255]) {
      expect((await bus.tryWrite(name, token)).refused).toBe(true);
      expect(await refusal()).toBe(DenseAmError.Token);
    }
    expect((await bus.tryWrite(name, 256)).refused).toBe(true);
    expect(await refusal()).toBe(DenseAmError.Value);
    expect((await bus.tryWrite(name, 2)).refused).toBe(false);
  });
  it("a prompt longer than the ring", async () => {
    for (const token of [0, 1, 2]) await bus.write("PROMPT", token);
    expect((await bus.tryWrite("PROMPT", 0)).refused).toBe(true);
    expect(await refusal()).toBe(DenseAmError.Full);
    expect(await bus.field("QUEUES", "PROMPT", P)).toBe(3);
    await bus.write("TOKEN_COMMAND", COMMAND.clearPrompt);
    expect(await bus.field("QUEUES", "PROMPT", P)).toBe(0);
  });
  it("everything that would disturb a token run, at once and without a wait", async () => {
    await bus.write("PROMPT", 1);
    await bus.write("TOKEN_COMMAND", COMMAND.start);
    await bus.pins.cycle(2);
    expect(await bus.field("STATUS", "PROGRAMMING", P)).toBe(1);
    const names = ["TOKEN_COMMAND", "PROMPT", "SEED", "EMBED", "DECODER", "AGE_BIAS", "PROG_LEVEL", "CTRL"] as const;
    for (const name of names) {
      expect({ name, ...(await bus.tryWrite(name, 1)) }).toMatchObject({ name, refused: true, waits: 0 });
      expect(await refusal()).toBe(DenseAmError.Busy);
    }
  });
});

it("a token run waits for a cell that the bus programs", async () => {
  await bus.write("PROG_CYCLES", 20);
  await bus.write("PROG_LEVEL", 1);
  expect(await bus.write("TOKEN_COMMAND", COMMAND.start)).toBeGreaterThan(20);
});

it("reading an empty token FIFO gives no token and takes none", async () => {
  expect(await bus.read("TOKEN")).toBe(0);
  await generate(bus, PROMPT, 2);
  expect(await popTokens(bus)).toHaveLength(2);
  expect(await bus.read("TOKEN")).toBe(0);
  expect(await bus.field("QUEUES", "TOKENS", P)).toBe(0);
});
