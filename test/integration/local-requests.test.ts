import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { loadAddon } from "../../cosim/host/addon.ts";
import { buildAddon, buildHost, type BuiltHost } from "../../cosim/host/build.ts";
import { LocalExchange } from "../../cosim/host/local-exchange.ts";
import { MESSAGES } from "../../cosim/protocol/messages.ts";
import { body } from "../unit/cosim/message-bodies.ts";
import { projectRoot } from "./project-root.ts";
import { RawClient } from "./raw-client.ts";
import { helloFor, RawHalf } from "./raw-half.ts";

const CONFIGURED = {
  clocks: [{ port: 0, period: 1000, firstRise: 500, high: 500 }],
  inputs: [],
  probes: ["two_clocks.u_fast.count_q"],
};

/** Requests that a half can do, so that not every answer is a refusal. */
const sensible = [
  fc.record({ name: fc.constant("Configure" as const), value: fc.constant(CONFIGURED as never) }),
  fc.record({ name: fc.constant("Advance" as const), value: fc.nat(9000).map((to) => ({ to, inputs: [] }) as never) }),
  fc.record({
    name: fc.constant("Peek" as const),
    value: fc.constant({ names: ["fast_o", "two_clocks.u_fast.count_q"] } as never),
  }),
];

describe("what cannot be done is answered, never died of", () => {
  let host: BuiltHost;
  let raw: RawHalf;
  const hello = () => helloFor(host);
  beforeAll(async () => {
    host = await buildHost({ top: "two_clocks", files: ["test/fixtures/rtl/two_clocks.sv"], root: projectRoot });
    raw = await RawHalf.open(host);
  });

  it("before Hello, before Configure, and without an Advance under way", () => {
    expect(raw.ask("Save", {})).toMatchObject({ code: "HANDSHAKE" });
    raw.ask("Hello", hello());
    expect(raw.ask("Advance", { to: 1, inputs: [] })).toMatchObject({ code: "MISUSE" });
    raw.exchange([0]);
    expect(raw.exchange([0])[0]).toBe(MESSAGES.Failure.kind);
  });

  it("whatever the words of a request are", () => {
    const word = fc.oneof(fc.double(), fc.nat(20), fc.constantFrom(-5, Number.NaN, 2 ** 53, 1e308));
    const kinds = fc.oneof(fc.constantFrom(...Object.values(MESSAGES).map(({ kind }) => kind)), word);
    fc.assert(
      fc.property(kinds, fc.array(word, { maxLength: 60 }), (kind, rest) => {
        expect(Number.isInteger(raw.exchange([kind, ...rest])[0])).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(raw.ask("Hello", hello())).toMatchObject({ rtlHash: host.rtlHash });
  });

  it("and answered alike, word for word, as over ipc", async () => {
    const client = new RawClient(host);
    const local = await RawHalf.open(host);
    client.greet();
    local.ask("Hello", hello());
    const anything = (["Configure", "Burst", "Peek", "Save", "Restore"] as const).map((name) =>
      body(MESSAGES[name].fields).map((value) => ({ name, value: value as never })),
    );
    let sequence = 1;
    fc.assert(
      fc.property(fc.oneof(...anything, ...sensible), ({ name, value }) => {
        expect(local.ask(name, value)).toEqual(client.ask(name, ++sequence, value).body);
      }),
      { numRuns: 500, endOnFailure: true }, // each request changes what the next one finds
    );
    await client.close();
  });

  it.each([
    ["no block", []],
    ["no typed array", [{}]],
    ["an array of other numbers", [new Float32Array(64)]],
    ["a block that is too short", [new Float64Array(15)]],
  ])("attaching %s", (_what, args) => {
    const { attach } = raw.half as unknown as { attach: (...args: unknown[]) => void };
    expect(() => attach(...args)).toThrow(/attach\(\) takes a Float64Array of 16 words at least/);
  });

  it("an answer that is longer than the block comes in the next one", async () => {
    const small = loadAddon(await buildAddon(host)).open();
    const exchange = new LocalExchange(small, { timeLimit_ms: 1000 });
    await exchange.request("Hello", hello(), "Welcome");
    const probes = Array.from({ length: 4096 }, () => "two_clocks.u_fast.count_q");
    const outputs = await exchange.request("Configure", { clocks: [], inputs: [], probes }, "Outputs");
    const words = 2 * 4096; // index and value of each probe alone fill the first block
    expect(outputs.changes.length * 2).toBeGreaterThan(words);
    exchange.close();
  });

  it("through a function that has outlived all that it came with", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const addon = loadAddon(await buildAddon(host));
    const kept = Array.from({ length: 50 }, () => {
      const half = addon.open();
      half.attach(new Float64Array(64).fill(1));
      const { exchange } = half;
      return exchange;
    });
    for (let n = 0; n < 3; n++) {
      collect();
      await nextTurn(); // finalizers run between turns
    }
    for (const exchange of kept) expect(exchange()).toBeUndefined();
  });

  it("after it was closed, and without a block", async () => {
    const half = loadAddon(await buildAddon(host)).open();
    expect(half.exchange()).toBeUndefined();
    const closed = new RawHalf(half);
    half.close();
    half.close();
    expect(closed.ask("Save", {})).toMatchObject({ code: "MISUSE", text: "the digital half is closed" });
    expect(half.printed()).toBe("");
  });
});
