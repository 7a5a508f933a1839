import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDigital } from "../../cosim/host/open-digital.ts";
import type { RtlTop } from "../../cosim/bench/bench.ts";
import type { TransportKind } from "../../cosim/host/transports.ts";
import { edgeAfter, levelAt } from "../../src/lockstep/clocks.ts";
import type { Bits, Burst, Clock, DigitalPeer } from "../../src/lockstep/digital-peer.ts";
import { NEVER, ps, type Picoseconds } from "../../src/time.ts";
import { referenceBurst } from "../lockstep/reference-burst.ts";
import { bursts, EMPTY_BURST } from "./burst-rows.ts";
import { Named } from "./named-peer.ts";
import { projectRoot } from "./project-root.ts";

export interface Conformer {
  readonly transport: TransportKind;
  readonly sanitize?: boolean;
  /** Why these tests cannot run here. */
  readonly skipped?: string;
}

const TWO_CLOCKS: RtlTop = { top: "two_clocks", files: ["test/fixtures/rtl/two_clocks.sv"] };
const WIDE_PORTS: RtlTop = { top: "wide_ports", files: ["test/fixtures/rtl/wide_ports.sv"] };

/** Odd periods that share no divisor but coincide at their first rise and then every 7001 * 13003 ps. */
const FAST: Clock = { port: "fast_clk_i", period: ps(7001), firstRise: ps(20_003), high: ps(3001) };
const SLOW: Clock = { port: "slow_clk_i", period: ps(13_003), firstRise: ps(20_003), high: ps(9001) };
const CLOCKS = [FAST, SLOW];

/** Rising edges of `clock` in (0, t]. */
function rises(clock: Clock, t: number): number {
  return t < clock.firstRise ? 0 : Math.floor((t - clock.firstRise) / clock.period) + 1;
}

const OUT_OF_RESET = { rst_ni: 1, enable_i: 1 };

function valueOf(width: number): fc.Arbitrary<Bits> {
  const any = fc.bigInt({ min: 0n, max: 2n ** BigInt(width) - 1n });
  return width <= 32 ? any.map(Number) : any;
}

const clockedBy = (port: string) => ({ clocks: [{ ...FAST, port }], inputs: [], probes: [] });

/** The laws of DigitalPeer, held by the real compiled model behind any transport. */
export function conforms(title: string, { transport, sanitize = false, skipped }: Conformer): void {
  if (skipped !== undefined) process.stderr.write(`skipped: ${title}: ${skipped}\n`);
  const open = (rtl: RtlTop) => openDigital({ rtl, root: projectRoot, transport, sanitize });

  describe.skipIf(skipped !== undefined)(`${title}: clocks, events and state`, () => {
    let peer: DigitalPeer;
    let top: Named;
    beforeAll(async () => {
      peer = await open(TWO_CLOCKS);
      top = new Named(peer);
    });
    afterAll(() => peer?.close());

    it("answers every output and every probe at reset, and none of the inputs", async () => {
      await top.reset(CLOCKS, OUT_OF_RESET, ["two_clocks.u_fast.count_q"]);
      const outputs = peer.ports.filter(({ direction }) => direction === "out").map((port) => port.name);
      expect([...top.values.keys()].sort()).toEqual([...outputs, "two_clocks.u_fast.count_q"].sort());
    });

    it("performs each rising edge of each clock once, however far apart the calls", () =>
      fc.assert(
        fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 8 }), async (steps) => {
          await top.reset(CLOCKS, OUT_OF_RESET);
          let t = 0;
          for (const step of steps) {
            t += step;
            await top.advance(t);
            expect(top.values.get("fast_o")).toBe(rises(FAST, t) % 256);
            expect(top.values.get("slow_o")).toBe(rises(SLOW, t) % 256);
          }
        }),
        { numRuns: 25 },
      ));

    it("evaluates clocks that rise together as one edge: neither domain sees the other's new value", async () => {
      await top.reset(CLOCKS, OUT_OF_RESET);
      await top.advance(FAST.firstRise - 1);
      expect(await top.advance(FAST.firstRise)).toMatchObject({ fast_o: 1, slow_o: 1 });
      expect(top.values.get("seen_o")).toBe(0);
      const together = FAST.firstRise + FAST.period * SLOW.period;
      await top.advance(together);
      expect(top.values.get("seen_o")).toBe((rises(FAST, together) - 1) % 256);
    });

    it("does not show an edge the inputs of its own instant", async () => {
      await top.reset(CLOCKS, { rst_ni: 1, enable_i: 0 });
      await top.advance(FAST.firstRise, { enable_i: 1 });
      expect(top.values.get("fast_o")).toBe(0);
      await top.advance(FAST.firstRise + FAST.period);
      expect(top.values.get("fast_o")).toBe(1);
    });

    it("lets asynchronous logic answer an input at once, without an edge", async () => {
      await top.reset(CLOCKS, { rst_ni: 1, enable_i: 0 });
      expect(await top.advance(10, { enable_i: 1 })).toMatchObject({ async_o: 1 });
      expect(await top.advance(10, { enable_i: 0 })).toMatchObject({ async_o: 0 });
    });

    it("reports only what changed, and each change once", async () => {
      await top.reset(CLOCKS, OUT_OF_RESET);
      expect(await top.advance(FAST.firstRise - 1)).toEqual({});
      expect(await top.advance(FAST.firstRise)).toHaveProperty("fast_o");
      expect(await top.advance(FAST.firstRise)).toEqual({});
    });

    it("reports a probe like a port, and peeks any signal by its full or its local name", async () => {
      await top.reset(CLOCKS, OUT_OF_RESET, ["u_slow.count_q"]);
      const at = SLOW.firstRise + 4 * SLOW.period;
      const changes = await top.advance(at);
      expect(changes["u_slow.count_q"]).toBe(5);
      const fast = rises(FAST, at);
      const names = ["u_fast.count_q", "two_clocks.u_fast.count_q", "fast_o", "two_clocks.fast_o"];
      expect(await peer.peek(names)).toEqual([fast, fast, fast, fast]);
    });

    it("peeks elements of arrays and signals of generate blocks", async () => {
      await top.reset(CLOCKS, OUT_OF_RESET);
      const edges = 20;
      await top.advance(FAST.firstRise + (edges - 1) * FAST.period);
      const lanes = laneModel(edges);
      expect(await peer.peek(["gen_lane[0].lane_q", "gen_lane[1].lane_q", "lanes_q[1]"])).toEqual([
        lanes.lane[0],
        lanes.lane[1],
        lanes.lane[1],
      ]);
      expect(await peer.peek([0, 1, 2, 3].map((i) => `table_q[${i}]`))).toEqual(lanes.table);
    });

    it("tells a name that never was from one that was optimised away, and a bad index from both", async () => {
      await top.reset(CLOCKS, OUT_OF_RESET);
      const refusals: [string, RegExp][] = [
        ["u_fast.cuont_q", /unknown signal "u_fast.cuont_q" .*did you mean "u_fast.count_q"/],
        ["u_fast.unused_twice", /unused_twice" .* optimised it away/],
        ["table_q[4]", /is 4, outside 0\.\.3/],
        ["table_q", /has elements \[0\.\.3\]/],
      ];
      for (const [name, text] of refusals) await expect(peer.peek([name])).rejects.toThrow(text);
    });

    it("goes on alike after a restore, at any instant", () =>
      fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 400_000 }),
          fc.array(fc.nat(90_000), { maxLength: 6 }),
          async (at, steps) => {
            await top.reset(CLOCKS, OUT_OF_RESET, ["parity_q"]);
            await top.advance(at);
            const before = await whole(top);
            const snapshot = await peer.save();
            const goOn = async () => {
              const seen: unknown[] = [];
              for (let i = 0, t = at; i < steps.length; i++) {
                t += steps[i];
                await top.advance(t, { enable_i: i % 2 });
                seen.push(await whole(top));
              }
              return seen;
            };
            const first = await goOn();
            const restored = await top.restore(snapshot);
            expect(await whole(top)).toEqual(before);
            expect(restored).toMatchObject({ fast_o: before.at(-1), parity_q: before[0] });
            expect(await goOn()).toEqual(first);
            expect(await peer.save()).toEqual(await savedAgain(top, snapshot, goOn));
          },
        ),
        { numRuns: 15 },
      ));

    it("runs a burst as single calls would, with its events, steps and watches", () =>
      fc.assert(
        fc.asyncProperty(fc.nat(60_000), fc.array(bursts, { minLength: 1, maxLength: 3 }), async (at, many) => {
          await top.reset(CLOCKS, { rst_ni: 1, enable_i: 0 });
          await top.advance(at);
          const snapshot = await peer.save();
          const native = await top.run(many, at, (burst) => peer.run(burst));
          const state = await whole(top);
          await top.restore(snapshot);
          top.values.set("enable_i", 0);
          const reference = await top.run(many, at, (burst, now) => referenceBurst(top.stepped(CLOCKS, now), burst));
          expect(native).toEqual(reference);
          expect(await whole(top)).toEqual(state);
        }),
        { numRuns: 100 },
      ));

    it("stops a burst right before the RTL ends by itself, and then says how it does", async () => {
      await top.reset(CLOCKS, OUT_OF_RESET);
      const breakAt = FAST.firstRise + 2 * FAST.period + 100;
      const events = [{ t: ps(breakAt), inputs: top.changes({ break_i: 1 }) }];
      const ran = await peer.run({ ...EMPTY_BURST, limit: ps(200_000), events });
      const broken = edgeAfterRise(FAST, breakAt);
      expect(ran).toMatchObject({ ended: "yes", events: 1 });
      expect(ran.time).toBeLessThan(broken);
      expect(ran.frames.map(({ time }) => time)).toContain(FAST.firstRise + 2 * FAST.period);
      await expect(top.advance(broken)).rejects.toMatchObject({ code: "ASSERTION" });
      const again = async () => peer.run({ ...EMPTY_BURST, limit: ps(200_000) });
      await expect(again()).rejects.toMatchObject({ code: "ASSERTION" });
    });

    it("refuses a burst that cannot be run, before it has run any of it", async () => {
      await top.reset(CLOCKS, OUT_OF_RESET);
      await top.advance(1000);
      const limit = ps(100_000);
      const event = (t: number, inputs: Record<string, Bits>) => ({ t: ps(t), inputs: top.changes(inputs) });
      const fast = peer.ports.findIndex(({ name }) => name === "fast_o");
      const watch = { index: fast, lsb: 4, width: 5, edge: "change" as const, slack: ps(0), until: NEVER };
      const step = { inputs: [], ready: [], reads: [], cycles: 1 };
      const refused: [Partial<Burst>, RegExp][] = [
        [{ limit: ps(999) }, /cannot run back from 1000 ps to 999 ps/],
        [{ events: [event(999, { enable_i: 0 })] }, /event at 999 ps after 1000 ps/],
        [{ events: [event(5000, { enable_i: 0 }), event(4000, { enable_i: 1 })] }, /event at 4000 ps after 5000 ps/],
        [{ events: [event(5000, { enable_i: 0 }), event(6000, { fast_o: 1 })] }, /"fast_o" is an output/],
        [{ watches: [watch] }, /watch of 5 bits from bit 4 of port fast_o/],
        [{ watches: [{ ...watch, lsb: 0, width: 2, edge: "rise" }] }, /watch of 2 bits/],
        [{ steps: [step], clock: fast }, /has no clock/],
      ];
      for (const [burst, text] of refused)
        await expect((async () => peer.run({ ...EMPTY_BURST, limit, ...burst }))()).rejects.toThrow(text);
      expect(await top.advance(FAST.firstRise)).toMatchObject({ fast_o: 1 });
    });

    it("refuses a snapshot that is damaged or none, and goes on", async () => {
      await top.reset(CLOCKS, OUT_OF_RESET);
      await top.advance(50_000);
      const snapshot = await peer.save();
      const damaged = Uint8Array.from(snapshot);
      damaged[100] ^= 1;
      await expect(peer.restore(damaged)).rejects.toMatchObject({ code: "PROTOCOL" });
      await expect(peer.restore(new Uint8Array(3))).rejects.toThrow(/no snapshot/);
      await expect(peer.restore(snapshot.subarray(0, -9))).rejects.toMatchObject({ code: "PROTOCOL" });
      expect(await top.advance(FAST.firstRise + 100 * FAST.period)).toHaveProperty("fast_o");
    });

    it.each([
      ["break_i", "ASSERTION", /failed at .*two_clocks\.sv:\d+: Assertion failed in .*NotBroken_A: break=1/],
      ["finish_i", "RTL_FINISH", /two_clocks\.sv:\d+: \$finish/],
      ["stop_i", "RTL_FINISH", /two_clocks\.sv:\d+: \$stop/],
    ])("ends the run when %s makes the RTL end, with its text and time", async (input, code, text) => {
      await top.reset(CLOCKS, OUT_OF_RESET);
      await top.advance(30_000);
      const snapshot = await peer.save();
      await top.advance(30_001, { [input]: 1 });
      const next = edgeAfterRise(FAST, 30_001);
      const ended = top.advance(next + 500);
      await expect(ended).rejects.toMatchObject({ code, message: expect.stringMatching(text) });
      await expect(top.advance(next + 500)).rejects.toThrow(new RegExp(`at ${next / 1000} ns`));
      await expect(peer.save()).rejects.toMatchObject({ code });
      await top.restore(snapshot);
      await top.advance(next + FAST.period);
      expect(top.values.get("fast_o")).toBe(rises(FAST, next + FAST.period));
    });

    it("refuses a value that does not fit, an output as input and time running back, and goes on", async () => {
      await top.reset(CLOCKS, OUT_OF_RESET);
      await top.advance(1000);
      await expect(top.advance(2000, { enable_i: 2 })).rejects.toThrow(
        /value of port "enable_i" \(1 bits\) is 2, outside 0\.\.1/,
      );
      await expect(top.advance(2000, { fast_o: 1 })).rejects.toThrow(/"fast_o" is an output/);
      await expect(top.advance(999)).rejects.toThrow(/cannot run back from 1000 ps to 999 ps/);
      expect(await top.advance(FAST.firstRise)).toMatchObject({ fast_o: 1 });
    });

    it("refuses clocks on ports that cannot be clocked", async () => {
      await expect(peer.reset(clockedBy("fast_clk"))).rejects.toThrow(/unknown port "fast_clk" .*"fast_clk_i"/);
      await expect(peer.reset(clockedBy("fast_o"))).rejects.toMatchObject({ code: "BAD_BENCH" });
      await top.reset(CLOCKS, OUT_OF_RESET);
    });
  });

  describe.skipIf(skipped !== undefined)(`${title}: ports of every width`, () => {
    let peer: DigitalPeer;
    let top: Named;
    const clock: Clock = { port: "clk_i", period: ps(1000), firstRise: ps(500), high: ps(500) };
    beforeAll(async () => {
      peer = await open(WIDE_PORTS);
      top = new Named(peer);
    });
    afterAll(() => peer?.close());

    const widths = { a: 1, b: 9, c: 32, d: 33, e: 64, f: 100 };
    const values = fc.record(
      Object.fromEntries(Object.entries(widths).map(([port, width]) => [`${port}_i`, valueOf(width)])),
    );

    it("reports widths and directions as the RTL declares them", () => {
      for (const [port, width] of Object.entries(widths)) {
        expect(peer.ports).toContainEqual({ name: `${port}_i`, width, direction: "in" });
        expect(peer.ports).toContainEqual({ name: `${port}_o`, width, direction: "out" });
      }
    });

    it("carries every bit in and out, numbers up to 32 bits and bigints above", () =>
      fc.assert(
        fc.asyncProperty(fc.array(values, { minLength: 1, maxLength: 4 }), async (sequence) => {
          await top.reset([clock], { rst_ni: 1 });
          let t = 0;
          const driven: Record<string, Bits>[] = [];
          for (const inputs of sequence) {
            await top.advance((t += 1000), inputs);
            await top.advance(t + 500);
            driven.push(inputs);
            for (const port of Object.keys(widths)) expect(top.values.get(`${port}_o`)).toBe(inputs[`${port}_i`]);
            const history = driven.length > 1 ? (driven[driven.length - 2]["f_i"] as bigint) : 0n;
            expect(top.values.get("mixed_o")).toBe((inputs["f_i"] as bigint) ^ history);
            expect(await peer.peek(["history_q[0]"])).toEqual([inputs["f_i"]]);
          }
        }),
        { numRuns: 25 },
      ));

    it("refuses one bit too many on each of them", async () => {
      await top.reset([clock], { rst_ni: 1 });
      for (const [port, width] of Object.entries(widths))
        await expect(top.advance(0, { [`${port}_i`]: 2n ** BigInt(width) })).rejects.toMatchObject({
          code: "OUT_OF_RANGE",
        });
    });
  });
}

/** gen_lane and table_q of the fixture, stepped beside it. */
function laneModel(edges: number): { lane: number[]; table: number[] } {
  const lane = [0, 0];
  const table = [0, 0, 0, 0];
  for (let fast = 0; fast < edges; fast++) {
    table[fast & 3] = (fast ^ lane[0] ^ lane[1]) & 255;
    for (const i of [0, 1]) lane[i] = (lane[i] + i + fast) & 255;
  }
  return { lane, table };
}

function edgeAfterRise(clock: Clock, t: number): number {
  const edge = edgeAfter(clock, t as Picoseconds);
  return levelAt(clock, edge) === 1 ? edge : edgeAfter(clock, edge);
}

const STATE = ["parity_q", "gen_lane[0].lane_q", "table_q[0]", "table_q[3]", "slow_o", "seen_o", "fast_o"];
const whole = (top: Named): Promise<readonly Bits[]> => top.peer.peek(STATE);

async function savedAgain(top: Named, snapshot: Uint8Array, goOn: () => Promise<unknown>): Promise<Uint8Array> {
  await top.restore(snapshot);
  await goOn();
  return top.peer.save();
}
