import { describe, expect, it } from "vitest";
import { Findings } from "../../../cosim/run/findings.ts";
import { TestBody } from "../../../cosim/run/test-body.ts";
import { dac } from "../../../src/lockstep/converters/drives.ts";
import { comparator } from "../../../src/lockstep/converters/level-detector.ts";
import type { LockstepMode } from "../../../src/lockstep/lockstep.ts";
import { ns, ps } from "../../../src/time.ts";
import type { Logic } from "../../lockstep/in-memory-peer.ts";
import { stage } from "../../lockstep/stage.ts";
import { rcSystem } from "../../lockstep/systems.ts";

const MODES = ["strict", "windowed"] as const;
const bit = (port: string) => ({ port, lsb: 0, width: 1 });

/** Adds up a word every third cycle while `go` is 1, and drives the circuit with the lowest bit of the sum. */
const adder: Logic<{ count: number; sum: number }> = {
  inputs: { clk: 1, above: 1, go: 1, word: 8 },
  outputs: { ready: 1, sum: 8, q: 1 },
  initial: () => ({ count: 0, sum: 0 }),
  evaluate: (state, inputs, before) => {
    if (inputs.clk === 1 && before.clk === 0) {
      if (inputs.go === 1 && state.count % 3 === 2) state.sum = (state.sum + inputs.word) % 256;
      state.count++;
    }
    return { ready: state.count % 3 === 2 ? 1 : 0, sum: state.sum, q: state.sum % 2 };
  },
};

async function opened(mode: LockstepMode, isWired = true) {
  const staged = await stage({
    logic: adder,
    system: rcSystem(20e-9),
    wiring: isWired
      ? [
          dac({ bits: bit("q"), input: "vin", transfer: (q) => q }),
          comparator({ signal: "v", bits: bit("above"), threshold: 0.5 }),
        ]
      : [],
    clocks: [{ port: "clk", period: ns(10), firstRise: ns(5), high: ns(5) }],
    mode,
  });
  const body = new TestBody({
    ...staged,
    driven: new Set(["clk", "above"]),
    firstClock: "clk",
    findings: new Findings(),
    signal: new AbortController().signal,
    log: () => {},
    progress: () => {},
  });
  return { ...staged, body };
}

const forMode = async <T>(mode: LockstepMode, action: (o: Awaited<ReturnType<typeof opened>>) => Promise<T>) =>
  action(await opened(mode));

describe("a test body", () => {
  it("sees the same at the same instants in both modes, whatever verb it waits with", async () => {
    const [strict, windowed] = await Promise.all(
      MODES.map((mode) =>
        forMode(mode, async ({ body: t, record, analog }) => {
          const seen: unknown[] = [];
          const look = () => seen.push([t.now, t.get("sum"), t.get("above"), t.probe("v")]);
          await t.setAll({ go: 1, word: 7 });
          const waits = [
            () => t.cycles(3),
            () => t.rising("above"),
            () => t.until(() => t.get("sum") === 21),
            () => t.until(() => t.probe("v") < 0.3),
            () => t.until(() => t.now >= ns(333)),
            () => t.until(() => t.get("ready") === 1 && t.get("above") === 1),
            () => t.falling("ready"),
            () => t.rising("clk"),
            () => t.delay(ps(12_345)),
            () => t.set("word", 1),
            () => t.falling("above", { within: ns(2000) }),
          ];
          for (const wait of waits) {
            await wait();
            look();
          }
          seen.push(
            await t.sequence([
              { set: { word: 5, go: 0 } },
              { set: { go: 1 }, until: "ready", read: ["sum", "clk"] },
              { set: { go: 0 }, instant: true },
              { set: { word: 9 }, read: ["word"] },
            ]),
          );
          seen.push(await t.peek("sum"));
          look();
          return { seen, record, steps: analog.counters.accepted };
        }),
      ),
    );
    expect(windowed).toEqual(strict);
    expect(strict.seen).toHaveLength(14);
  });

  it.each(MODES)("refuses a condition that changes its mind by itself, in %s mode", (mode) =>
    forMode(mode, async ({ body: t }) => {
      const counting = () => {
        let asked = 0;
        return () => t.get("go") === 0 && ++asked === 5;
      };
      await expect(t.until(counting())).rejects.toMatchObject({
        code: "BAD_BENCH",
        message: expect.stringMatching(/none of the ports that it looked at has changed \(go\).*everyEdge/),
      });
      const start = t.now;
      await t.until(counting(), { everyEdge: true });
      expect(t.now - start).toBe(ns(20)); // asked once at once, then at four edges
    }),
  );

  it.each(MODES)("ends a sequence whose step waits in vain, in %s mode", (mode) =>
    forMode(mode, async ({ body: t }) => {
      const steps = [{ set: { word: 1 } }, { until: "above", within: ns(95), what: "the comparator" }];
      await expect(t.sequence(steps)).rejects.toMatchObject({
        code: "TIME_LIMIT",
        message: "step 1 of the sequence that began at 0 ps waited 10 cycles for the comparator, which did not come",
      });
      expect(t.now).toBe(ns(105));
    }),
  );

  it.each([
    ["a port that a converter drives", [{ set: { above: 1 } }], /drives "above" already/],
    ["a value that does not fit", [{ set: { word: 256 } }], /256, outside 0\.\.255/],
    ["a port that does not exist", [{ until: "raedy" }], /unknown port "raedy" .*"ready"/],
    ["a wait of no length", [{ until: "ready", within: ps(0) }], /waits 0 cycles/],
  ])("refuses a sequence with %s", (_what, steps, text) =>
    forMode("windowed", async ({ body: t }) => {
      await expect(t.sequence(steps)).rejects.toThrow(text);
      expect(t.now).toBe(0);
    }),
  );

  it("takes one exchange for a wait that nothing can disturb", async () => {
    const { body: t, lockstep } = await opened("windowed", false);
    const exchanges = async (wait: () => Promise<unknown>) => {
      const before = lockstep.exchanges;
      await wait();
      return lockstep.exchanges - before;
    };
    expect(await exchanges(() => t.setAll({ go: 1, word: 3 }))).toBe(1);
    expect(await exchanges(() => t.cycles(1000))).toBe(1);
    expect(await exchanges(() => t.until(() => t.get("sum") === 1))).toBeLessThanOrEqual(256);
    const write = [{ set: { go: 1 } }, { set: { go: 0 }, until: "ready", read: ["sum"] }];
    expect(await exchanges(() => t.sequence(Array.from({ length: 300 }, () => write).flat()))).toBe(1);
  });
});
