import { describe, expect, it } from "vitest";
import { denseAm, openDenseAm } from "./open-rtl.ts";
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
