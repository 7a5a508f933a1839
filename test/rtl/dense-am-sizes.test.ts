import { describe, expect, it } from "vitest";
import { denseAm, openDenseAm } from "./open-rtl.ts";
import { ScriptedChip } from "./scripted-chip.ts";
import { scriptedNetwork } from "./scripted-network.ts";

/** Sizes at which some index is 0 or 1 bit wide, or crosses a word of DECISION. */
describe.each([
  [1, 1, 0],
  [33, 2, 2],
])("D=%i L=%i M=%i", (visible, rows, memories) => {
  it("runs and reads every node", async () => {
    const P = denseAm(visible, rows, memories);
    const bus = await openDenseAm(P);
    const neurons = visible + rows + memories;
    const codes = Array.from({ length: visible }, (_, i) => (i * 389 + 600) % 1024);
    bus.pins.surroundings = scriptedNetwork({ neurons, quietAfter: 3, latency: 4, codes });
    expect(await bus.read("GEOMETRY")).toBe(visible + rows * 2 ** 10 + memories * 2 ** 21);
    await bus.write("BIAS", 77, neurons - 1);
    expect(BigInt(bus.pins.get("bias_o")) >> BigInt(10 * (neurons - 1))).toBe(77n);
    await bus.write("IRQ_ENABLE", 1);
    await bus.write("CTRL", 1);
    for (let i = 0; i < 2_000 && bus.pins.get("irq_o") === 0; i++) await bus.pins.cycle();
    for (const [i, code] of codes.entries()) {
      expect(await bus.read("RESULT", i)).toBe(code);
      expect(Math.floor((await bus.read("DECISION", Math.floor(i / 32))) / 2 ** (i % 32)) % 2).toBe(
        code >= 512 ? 1 : 0,
      );
    }
  });
});

describe.each([
  [16, 8, 16, 2],
  [1, 1, 0, 3],
  [5, 4, 0, 16],
])("D=%i L=%i M=%i with a vocabulary of %i", (visible, rows, memories, vocabulary) => {
  it("generates tokens whose rows end up in the array", async () => {
    const P = { ...denseAm(visible, rows, memories), VocabularyCount: vocabulary };
    const bus = await openDenseAm(P);
    const level = (token: number, node: number) => ((token * 37 + node * 11) % 255) - 127;
    const bias = (token: number) => (token === vocabulary - 1 ? 5_000 : 0);
    const physics = (levels: readonly (readonly number[])[]) =>
      Array.from({ length: visible }, (_, d) => 512 + (levels[0]?.[d] ?? 0));
    const chip = new ScriptedChip(P, { quietAfter: 3, latency: 2, physics });
    bus.pins.surroundings = chip.surroundings;
    for (let token = 0; token < vocabulary; token++) {
      await bus.write("DECODER_BIAS", bias(token), token);
      for (let node = 0; node < visible; node++) await bus.write("EMBED", level(token, node), token * visible + node);
    }
    await bus.write("DECODER", 3, vocabulary * visible - 1);
    await bus.write("VERIFY_TRIES", 1);
    await bus.write("PROG_CYCLES", 1);
    await bus.write("ACQUIRE_CYCLES", 1);
    await bus.write("PROMPT", 1);
    await bus.write("TOKEN_COMMAND", 1);
    await bus.write("IRQ_ENABLE", 1);
    for (let i = 0; i < 5_000 && bus.pins.get("irq_o") === 0; i++) await bus.pins.cycle();
    expect(await bus.read("ERROR")).toBe(0);
    expect(await bus.read("TOKEN")).toBe(2 ** 31 + vocabulary - 1);
    const row = (token: number) => Array.from({ length: visible }, (_, node) => level(token, node));
    expect(chip.levels[1 % rows]).toEqual(row(vocabulary - 1));
    expect(chip.levels[0]).toEqual(row(rows > 1 ? 1 : vocabulary - 1));
  });
});
