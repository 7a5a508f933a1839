import {
  DenseAmError,
  type DenseAmParameters,
  type DenseAmRegisterName,
} from "../../cosim/benches/generated/dense-am-registers.ts";
import type { Apb } from "./apb.ts";
import { denseAm } from "./open-rtl.ts";
import { reset } from "./pins.ts";
import { type Physics, ScriptedChip } from "./scripted-chip.ts";

/** D = 4, L = 3, M = 1, V = 3. */
export const TOKEN_CORE: DenseAmParameters & { readonly VocabularyCount: number } = {
  ...denseAm(4, 3, 1),
  VocabularyCount: 3,
};
export const MIDDLE = 512;

/** Bits of TOKEN_COMMAND, TOKEN_CONTROL and IRQ_STATE. */
export const COMMAND = { start: 1, clearRing: 2, clearPrompt: 4, clearTokens: 8 } as const;
export const CONTROL = { ageBias: 1, temperature: 2, end: 4 } as const;
export const IRQ = { done: 1, error: 2, token: 4, progFailed: 8 } as const;

export const EMBED: readonly (readonly number[])[] = [
  [10, -20, 30, 5],
  [-15, 25, -5, 40],
  [33, 7, -28, -11],
];
export const DECODER = {
  weights: [
    [300, -120, 45, 7],
    [-250, 310, 12, -90],
    [20, -75, -330, 260],
  ],
  bias: [1_000, -2_000, 500],
};
/** By age, from the newest on. */
export const AGE_BIAS = [900, 640, 200];

/** Each node sums its column, row by row times the row's bias: whatever is wrong with ring, cells or bias shows. */
export const physics: Physics = (levels, biases) =>
  Array.from({ length: TOKEN_CORE.VisibleCount }, (_, d) =>
    Math.min(
      1022,
      Math.max(
        1,
        MIDDLE + biases.reduce((sum, bias, row) => sum + Math.floor(((levels[row]?.[d] ?? 0) * bias) / 512), 0),
      ),
    ),
  );

/** What the nodes read with these tokens in the context, the newest first, under AGE_BIAS. */
export const codesOf = (context: readonly number[]): readonly number[] =>
  physics(
    context.map((token) => EMBED[token] ?? []),
    AGE_BIAS,
  );

const SETTINGS: Partial<Record<DenseAmRegisterName, number>> = {
  PRECHARGE_CYCLES: 3,
  DEBOUNCE_CYCLES: 2,
  TIMEOUT_CYCLES: 60,
  ACQUIRE_CYCLES: 2,
  ADC_TIMEOUT_CYCLES: 20,
  PROG_CYCLES: 2,
  VERIFY_TRIES: 3,
  VERIFY_TOLERANCE: 1,
  TOKEN_CONTROL: CONTROL.ageBias,
};
export const SCRIPT = { quietAfter: 4, latency: 3, physics } as const;

/** A core out of reset with everything loaded, and the scripted chip around it. */
export async function bringUp(bus: Apb): Promise<ScriptedChip> {
  const chip = new ScriptedChip(TOKEN_CORE, SCRIPT);
  bus.pins.surroundings = chip.surroundings;
  await reset(bus.pins);
  await load(bus);
  return chip;
}

/** Settings, embedding, decoder and biases. */
export async function load(bus: Apb): Promise<void> {
  for (const [name, word] of Object.entries(SETTINGS)) await bus.write(name as DenseAmRegisterName, word);
  for (const [cell, level] of EMBED.flat().entries()) await bus.write("EMBED", level, cell);
  for (const [cell, weight] of DECODER.weights.flat().entries()) await bus.write("DECODER", weight, cell);
  for (const [token, bias] of DECODER.bias.entries()) await bus.write("DECODER_BIAS", bias, token);
  for (const [age, code] of AGE_BIAS.entries()) await bus.write("AGE_BIAS", code, age);
}

const LONGEST_RUN = 20_000;

export async function untilDone(bus: Apb): Promise<void> {
  await bus.write("IRQ_ENABLE", IRQ.done);
  for (let i = 0; i < LONGEST_RUN && bus.pins.get("irq_o") === 0; i++) await bus.pins.cycle();
  await bus.write("IRQ_STATE", IRQ.done);
}

/** Queues a prompt, starts, and waits for the end. */
export async function generate(bus: Apb, prompt: readonly number[], limit: number): Promise<void> {
  for (const token of prompt) await bus.write("PROMPT", token);
  await bus.write("TOKEN_LIMIT", limit);
  await bus.write("TOKEN_COMMAND", COMMAND.start);
  await untilDone(bus);
}

/** Everything in the token FIFO. */
export async function popTokens(bus: Apb): Promise<number[]> {
  const tokens: number[] = [];
  for (;;) {
    const word = await bus.read("TOKEN");
    if (word < 2 ** 31) return tokens;
    tokens.push(word % 256);
  }
}

export const runError = async (bus: Apb): Promise<string> => {
  const code = await bus.field("ERROR", "RUN", TOKEN_CORE);
  return Object.entries(DenseAmError).find(([, value]) => value === code)?.[0] ?? String(code);
};
