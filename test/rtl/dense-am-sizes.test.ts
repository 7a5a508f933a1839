import { describe, expect, it } from "vitest";
import type { DenseAmParameters } from "../../cosim/benches/generated/dense-am-registers.ts";
import type { Apb } from "./apb.ts";
import { denseAm, openDenseAm } from "./open-rtl.ts";
import { reset } from "./pins.ts";
import { ScriptedChip } from "./scripted-chip.ts";
import { scriptedNetwork } from "./scripted-network.ts";

/** Sizes at which some index is 0 or 1 bit wide, or crosses a word of DECISION; no, two and the most tokens. */
const CORES: readonly DenseAmParameters[] = [
  { ...denseAm(1, 1, 0), VocabularyCount: 3 },
  { ...denseAm(33, 2, 2), VocabularyCount: 2 },
  { ...denseAm(5, 4, 0), VocabularyCount: 16 },
];

const untilInterrupt = async (bus: Apb): Promise<void> => {
  await bus.write("IRQ_ENABLE", 1);
  for (let i = 0; i < 5_000 && bus.pins.get("irq_o") === 0; i++) await bus.pins.cycle();
};

/** One inference: every node is read, every decision is right, and the last bias stands at the last DAC. */
async function infer(bus: Apb, P: DenseAmParameters): Promise<void> {
  const neurons = P.VisibleCount + P.RowCount + P.MemoryCount;
  const codes = Array.from({ length: P.VisibleCount }, (_, i) => (i * 389 + 600) % 1024);
  bus.pins.surroundings = scriptedNetwork({ neurons, quietAfter: 3, latency: 4, codes });
  expect(await bus.read("GEOMETRY")).toBe(P.VisibleCount + P.RowCount * 2 ** 10 + P.MemoryCount * 2 ** 21);
  await bus.write("BIAS", 77, neurons - 1);
  expect(BigInt(bus.pins.get("bias_o")) >> BigInt(10 * (neurons - 1))).toBe(77n);
  await bus.write("CTRL", 1);
  await untilInterrupt(bus);
  for (const [i, code] of codes.entries()) {
    expect(await bus.read("RESULT", i)).toBe(code);
    expect(Math.floor((await bus.read("DECISION", Math.floor(i / 32))) / 2 ** (i % 32)) % 2).toBe(code >= 512 ? 1 : 0);
  }
}

/** One prompt token and one generated: both rows end up in the array. */
async function generate(bus: Apb, P: DenseAmParameters, vocabulary: number): Promise<void> {
  const { VisibleCount: visible, RowCount: rows } = P;
  const level = (token: number, node: number) => ((token * 37 + node * 11) % 255) - 127;
  const row = (token: number) => Array.from({ length: visible }, (_, node) => level(token, node));
  const physics = (levels: readonly (readonly number[])[]) =>
    Array.from({ length: visible }, (_, d) => 512 + (levels[0]?.[d] ?? 0));
  const chip = new ScriptedChip(P, { quietAfter: 3, latency: 2, physics });
  bus.pins.surroundings = chip.surroundings;
  for (let token = 0; token < vocabulary; token++)
    for (const [node, one] of row(token).entries()) await bus.write("EMBED", one, token * visible + node);
  await bus.write("DECODER_BIAS", 5_000, vocabulary - 1);
  await bus.write("DECODER", 3, vocabulary * visible - 1);
  for (const name of ["VERIFY_TRIES", "PROG_CYCLES", "ACQUIRE_CYCLES", "PROMPT", "TOKEN_COMMAND"] as const)
    await bus.write(name, 1);
  await untilInterrupt(bus);
  expect(await bus.read("ERROR")).toBe(0);
  expect(await bus.read("TOKEN")).toBe(2 ** 31 + vocabulary - 1);
  expect(chip.levels[1 % rows]).toEqual(row(vocabulary - 1));
  expect(chip.levels[0]).toEqual(row(rows > 1 ? 1 : vocabulary - 1));
}

describe.each(CORES)(
  "D=$VisibleCount L=$RowCount M=$MemoryCount with a vocabulary of $VocabularyCount",
  ({ VocabularyCount = 0, ...core }) => {
    const P = { ...core, VocabularyCount };
    it("reads every node, and generates tokens whose rows end up in the array", async () => {
      const bus = await openDenseAm(P);
      await expect(infer(bus, P)).resolves.toBeUndefined();
      await reset(bus.pins);
      await expect(generate(bus, P, VocabularyCount)).resolves.toBeUndefined();
    });
  },
);
