import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildAddon, buildHost, type BuiltHost } from "../../cosim/host/build.ts";
import { openBuilt, type DigitalOptions } from "../../cosim/host/open-digital.ts";
import { TRANSPORTS } from "../../cosim/host/transports.ts";
import type { Bits, DigitalPeer } from "../../src/lockstep/digital-peer.ts";
import { ps } from "../../src/time.ts";
import { Named } from "./named-peer.ts";
import { projectRoot } from "./project-root.ts";

const fixture = (top: string) => ({ top, files: [`test/fixtures/rtl/${top}.sv`], root: projectRoot });
const COUNTER = { top: "counter", files: ["hdl/counter.f"], parameters: { Width: 8 }, root: projectRoot };
const clockOf = (port: string, period: number) => ({
  port,
  period: ps(period),
  firstRise: ps(period),
  high: ps(period >> 1),
});

const open = (host: BuiltHost, options: Partial<DigitalOptions> = {}) =>
  openBuilt(host, projectRoot, { transport: "in-process", ...options });

describe("several digital halves in one process", () => {
  let counter: BuiltHost;
  let twoClocks: BuiltHost;
  const opened: DigitalPeer[] = [];
  const named = async (host: BuiltHost, options: Partial<DigitalOptions> = {}) => {
    const peer = await open(host, options);
    opened.push(peer);
    return new Named(peer);
  };
  beforeAll(async () => {
    counter = await buildHost(COUNTER);
    twoClocks = await buildHost(fixture("two_clocks"));
  });
  afterAll(() => Promise.all(opened.map((peer) => peer.close())));

  it("count at different rates, two of one RTL and one of another, in any order of calls", async () => {
    const fast = await named(counter);
    const slow = await named(counter);
    const other = await named(twoClocks);
    const times = fc.array(fc.integer({ min: 0, max: 300_000 }), { minLength: 1, maxLength: 8 });
    const turns = fc.array(fc.nat(2), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(times, turns, async (steps, order) => {
        await fast.reset([clockOf("clk_i", 700)], { rst_ni: 1, enable_i: 1 });
        await slow.reset([clockOf("clk_i", 1900)], { rst_ni: 1, enable_i: 1 });
        await other.reset([clockOf("fast_clk_i", 1300)], { rst_ni: 1, enable_i: 1 });
        const halves = [
          { top: fast, output: "count_o", period: 700, now: 0 },
          { top: slow, output: "count_o", period: 1900, now: 0 },
          { top: other, output: "fast_o", period: 1300, now: 0 },
        ];
        for (const [i, turn] of order.entries()) {
          const half = halves[turn];
          half.now += steps[i % steps.length];
          await half.top.advance(half.now);
          for (const { top, output, period, now } of halves)
            expect(top.values.get(output)).toBe(Math.floor(now / period) % 256);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("go on when one of them fails an assertion, finishes, or is closed", async () => {
    const healthy = await named(counter);
    const failing = await named(counter);
    const leaving = await named(counter);
    const tops = [healthy, failing, leaving];
    for (const top of tops) await top.reset([clockOf("clk_i", 1000)], { rst_ni: 1, enable_i: 1 });
    await leaving.advance(5000);
    await leaving.peer.close();
    await expect(failing.advance(3000, { must_hold_i: 1 }).then(() => failing.advance(4000))).rejects.toMatchObject({
      code: "ASSERTION",
      message: expect.stringMatching(/must_hold_i is high with enable_i=1/),
    });
    await healthy.advance(10_000);
    expect(healthy.values.get("count_o")).toBe(10);
    const finishing = await named(twoClocks);
    await finishing.reset([clockOf("fast_clk_i", 1000)], { rst_ni: 1, finish_i: 1 });
    await expect(finishing.advance(1000)).rejects.toMatchObject({ code: "RTL_FINISH" });
    await healthy.advance(20_000);
    expect(healthy.values.get("count_o")).toBe(20);
  });

  it("keep their snapshots apart, and take one of each other's RTL alone", async () => {
    const [one, another, stranger] = [await named(counter), await named(counter), await named(twoClocks)];
    for (const top of [one, another]) await top.reset([clockOf("clk_i", 1000)], { rst_ni: 1, enable_i: 1 });
    await stranger.reset([clockOf("fast_clk_i", 1000)], { rst_ni: 1 });
    await one.advance(7000);
    await another.advance(2000);
    await another.restore(await one.peer.save());
    expect(another.values.get("count_o")).toBe(7);
    await expect(stranger.peer.restore(await one.peer.save())).rejects.toThrow(/made by another RTL/);
  });

  it("share no symbol: an addon shows what Node looks for and nothing else", async () => {
    const { stdout } = spawnSync("nm", ["-D", "--defined-only", await buildAddon(counter)], { encoding: "utf8" });
    const names = stdout.match(/\S+$/gm) ?? [];
    expect(new Set(names)).toEqual(new Set(["napi_register_module_v1", "node_api_module_get_api_version_v1"]));
  });
});

describe("digital halves in worker threads", () => {
  it("count at different rates at the same time, and end with their thread", async () => {
    await buildAddon(await buildHost({ ...COUNTER, parameters: { Width: 32 } }));
    const [tsx, file] = ["node_modules/tsx/dist/esm/api/index.mjs", "test/fixtures/peers/counting-worker.ts"].map(
      (path) => JSON.stringify(pathToFileURL(join(projectRoot, path)).href),
    );
    const begin = `import(${tsx}).then(({ register }) => { register(); return import(${file}); });`;
    const periods = [700, 1900];
    const workers = periods.map((period) => new Worker(begin, { eval: true, workerData: { period } }));
    const count = async (worker: Worker, t: number) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage(t);
      const [answer] = (await once(worker, "message")) as [number];
      return answer;
    };
    for (const t of [1_000_000, 50_000_000]) {
      const counts = await Promise.all(workers.map((worker) => count(worker, t)));
      expect(counts).toEqual(periods.map((period) => Math.floor(t / period)));
    }
    expect(await Promise.all(workers.map((worker) => worker.terminate()))).toEqual([1, 1]);
  });
});

describe("what the RTL prints and draws", () => {
  let host: BuiltHost;
  beforeAll(async () => (host = await buildHost(fixture("chatter"))));

  /** Lines, and the value drawn in each of `cycles`, with another half of the same RTL at work meanwhile, or none. */
  async function told(transport: "ipc" | "in-process", cycles: number, hasNeighbour = false) {
    const lines: string[] = [];
    const top = new Named(await open(host, { transport, onStderr: (line) => lines.push(line) }));
    const neighbour = hasNeighbour ? new Named(await open(host)) : undefined;
    for (const one of [top, neighbour]) await one?.reset([clockOf("clk_i", 1000)], { rst_ni: 1 });
    const drawn: (Bits | undefined)[] = [];
    for (let n = 1; n <= cycles; n++) {
      await neighbour?.advance(n * 3000);
      drawn.push((await top.advance(n * 1000))["drawn_o"]);
    }
    const snapshot = await top.peer.save();
    const goOn = async () => [(await top.advance((cycles + 1) * 1000))["drawn_o"], await top.peer.peek(["drawn_o"])];
    const next = await goOn();
    await top.restore(snapshot);
    expect(await goOn()).toEqual(next);
    await neighbour?.peer.close();
    await top.peer.close();
    return { lines, drawn };
  }

  it("is the same in process as over ipc, every way of printing, in order, and nobody else's", async () => {
    const ipc = await told("ipc", 20);
    expect(ipc.lines.slice(0, 5)).toEqual([
      "display 0",
      "write 0 goes on",
      "to standard output 0",
      "to standard error 0",
      "to the old standard output 0",
    ]);
    expect(ipc.lines.at(-1)).toBe("last words after 21");
    expect(new Set(ipc.drawn).size).toBe(20);
    expect(await told("in-process", 20)).toEqual(ipc);
    expect(await told("in-process", 20, true)).toEqual(ipc);
  });
});

describe.each(TRANSPORTS)("a state of half a megabyte over %s", (transport) => {
  it("comes back whole", async () => {
    const top = new Named(await open(await buildHost(fixture("big_memory")), { transport }));
    await top.reset([clockOf("clk_i", 1000)], { we_i: 1 });
    const places = [0, 1, 40_000, 65_535, 65_536, 100_000, 131_071];
    let now = 0;
    const write = async (stir: number) => {
      for (const addr of places) {
        await top.advance(now, { addr_i: addr, wdata_i: addr * 7919 + stir });
        await top.advance((now += 1000));
      }
    };
    const words = () => top.peer.peek(places.map((addr) => `words_q[${addr}]`));
    await write(1);
    const snapshot = await top.peer.save();
    expect(snapshot.length).toBeGreaterThan(2 ** 19);
    await write(2);
    expect(await words()).toEqual(places.map((addr) => addr * 7919 + 2));
    await top.restore(snapshot);
    expect(await words()).toEqual(places.map((addr) => addr * 7919 + 1));
    expect(Buffer.compare(await top.peer.save(), snapshot)).toBe(0);
    await top.peer.close();
  });
});
