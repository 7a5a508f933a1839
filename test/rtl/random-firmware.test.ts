import { beforeAll, describe, expect, it } from "vitest";
import {
  DENSE_AM_REGISTERS,
  type DenseAmRegister,
  type DenseAmRegisterName,
} from "../../cosim/benches/generated/dense-am-registers.ts";
import type { Apb } from "./apb.ts";
import { openDenseAm } from "./open-rtl.ts";
import { reset, type Surroundings } from "./pins.ts";
import { ScriptedChip } from "./scripted-chip.ts";
import { COMMAND, generate, load, popTokens, runError, SCRIPT, TOKEN_CORE as P } from "./token-bench.ts";
import { lfsrStep } from "./token-model.ts";

/** Numbers without an end, the same in every run of a seed: `next(n)` is one of 0..n-1. */
function numbersFrom(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    for (let i = 0; i < 8; i++) state = lfsrStep(state);
    return state % count;
  };
}

const NEURONS = P.VisibleCount + P.RowCount + P.MemoryCount;
const CODES = 2 ** P.AdcBits;

/** Comparators and a converter that answer anything, whenever they like, but keep what hdl/README.md asks of them. */
function anyAnswers(next: (count: number) => number): Surroundings {
  let left = 0;
  let code = 0;
  return (pins) => {
    const started = pins.get("adc_start_o") === 1;
    left = started ? 1 + next(next(8) === 0 ? 60 : 10) : Math.max(0, left - 1);
    if (started) code = next(CODES);
    const quiet = next(64) > 0 ? 2 ** NEURONS - 1 : next(2 ** NEURONS);
    return { quiet_i: quiet, adc_valid_i: left === 0 ? 1 : 0, ...(left === 0 ? { adc_code_i: code } : {}) };
  };
}

const NAMES = Object.keys(DENSE_AM_REGISTERS) as DenseAmRegisterName[];
/** Clock cycles; longer ones would only make the test wait. */
const LONGEST = 40;

/** A word that fits more often than not. */
function anyWord(name: DenseAmRegisterName, { fields }: DenseAmRegister, next: (count: number) => number): number {
  if (name.endsWith("_CYCLES")) return next(LONGEST);
  if (next(64) === 0) return next(2 ** 31);
  if (name === "CTRL") return next(4) === 0 ? 2 : 1;
  const word = Object.values(fields).reduce((sum, { lsb, width }) => sum + next(2 ** width(P)) * 2 ** lsb, 0);
  return word % 2 ** 32;
}

/** What moves things, more often than the rest. */
const COMMANDS: readonly DenseAmRegisterName[] = [
  "TOKEN_COMMAND",
  "PROMPT",
  "TOKEN",
  "CTRL",
  "PROG_LEVEL",
  "IRQ_STATE",
];

/** One access of a register that exists, or of any address. */
async function anyAccess(bus: Apb, next: (count: number) => number): Promise<void> {
  const names = next(3) === 0 ? COMMANDS : NAMES;
  const name = names[next(names.length)] ?? "ID";
  const register: DenseAmRegister = DENSE_AM_REGISTERS[name];
  const address = next(32) === 0 ? next(2 ** 16) : register.offset + 4 * next(Math.max(1, register.count(P)));
  await bus.access(address, next(3) > 0, anyWord(name, register, next));
}

describe.each([1, 2, 3])("firmware that does anything at all (seed %i)", (seed) => {
  let bus: Apb;
  beforeAll(async () => {
    bus = await openDenseAm(P);
  });
  it("breaks no property, and leaves nothing behind that an abort and new settings do not mend", async () => {
    const next = numbersFrom(seed);
    const { pins } = bus;
    pins.surroundings = anyAnswers(next);
    for (let access = 0; access < 600; access++) {
      await anyAccess(bus, next);
      await pins.cycle(next(8) === 0 ? next(200) : next(3));
    }
    const tokens = await tokensNow(bus);
    await reset(pins);
    expect(tokens).toEqual(await tokensNow(bus));
  });
});

async function tokensNow(bus: Apb): Promise<readonly number[]> {
  await bus.write("CTRL", 2);
  const chip = new ScriptedChip(P, SCRIPT);
  bus.pins.surroundings = chip.surroundings;
  for (const name of ["RELAX_MIN_CYCLES", "RELAX_EXTRA_CYCLES", "READ_ORDER"] as const) await bus.write(name, 0);
  await bus.write("IRQ_STATE", 15);
  await bus.write("TOKEN_COMMAND", COMMAND.clearRing + COMMAND.clearPrompt + COMMAND.clearTokens);
  await load(bus);
  await generate(bus, [0, 2, 1], 6);
  expect(await runError(bus)).toBe("None");
  return popTokens(bus);
}
