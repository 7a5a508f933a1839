import { describe, expect, it } from "vitest";
import { programmer, pulse } from "../../src/lockstep/converters/drives.ts";
import { noRandomness, seededRandom } from "../../src/random.ts";
import { ns, type Picoseconds } from "../../src/time.ts";
import type { Logic } from "./in-memory-peer.ts";
import { stage } from "./stage.ts";
import { rcSystem } from "./systems.ts";

const bit = (port: string) => ({ port, lsb: 0, width: 1 });
const WANTED = 96;
const FULL = 127;

/** Strobes one cell again and again. */
const strober: Logic<object> = {
  inputs: { clk: 1 },
  outputs: { strobe: 1, row: 4, level: 8 },
  initial: () => ({}),
  evaluate: (_state, inputs) => ({ strobe: inputs.clk, row: 0, level: WANTED }),
};

/** Levels after each of `count` pulses. */
async function pulsed(
  count: number,
  seed: number | undefined,
  reach: number,
  spread: number,
): Promise<readonly number[]> {
  const random = seed === undefined ? noRandomness : seededRandom(seed);
  const system = rcSystem(1e-9);
  const { run } = await stage({
    logic: strober,
    system,
    wiring: [
      programmer({
        name: "cells",
        strobe: bit("strobe"),
        address: [{ port: "row", lsb: 0, width: 4 }],
        level: { port: "level", lsb: 0, width: 8 },
        inputs: ["vin"],
        inputAt: (row) => (row === 0 ? "vin" : undefined),
        effect: pulse({ fullLevel: FULL, reach, spread, random }),
      }),
    ],
    clocks: [{ port: "clk", period: ns(10), firstRise: ns(5), high: ns(5) }],
  });
  const levels: number[] = [];
  for (let n = 0; n < count; n++) {
    await run(ns(10));
    levels.push(system.inputs[0]);
  }
  return levels;
}

describe("a programming pulse", () => {
  it("covers its part of what is left", async () => {
    const levels = await pulsed(6, undefined, 0.5, 0);
    levels.forEach((level, n) => expect(level).toBeCloseTo((WANTED / FULL) * (1 - 0.5 ** (n + 1)), 12));
  });

  it("lands with an error drawn anew each time, the same for the same seed", async () => {
    const levels = await pulsed(40, 7, 1, 0.01);
    expect(new Set(levels).size).toBe(40);
    const errors = levels.map((level) => level - WANTED / FULL);
    const deviation = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);
    expect(deviation).toBeGreaterThan(0.007);
    expect(deviation).toBeLessThan(0.013);
    expect(await pulsed(40, 7, 1, 0.01)).toEqual(levels);
    expect(await pulsed(40, 8, 1, 0.01)).not.toEqual(levels);
  });

  it("draws by instant, so a pulse does not depend on those before it", () => {
    const effect = pulse({ fullLevel: FULL, reach: 1, spread: 0.01, random: seededRandom(7) });
    const at = (t: number, from: number) => effect(WANTED, "vin", { t: t as Picoseconds, present: () => from });
    expect(at(5000, 0)).toBe(at(5000, 0.9));
    expect(at(5000, 0)).not.toBe(at(5001, 0));
  });
});
