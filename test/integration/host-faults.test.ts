import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { buildHost, type BuiltHost } from "../../cosim/host/build.ts";
import type { HostPeer } from "../../cosim/host/host-peer.ts";
import { openBuilt, type DigitalOptions } from "../../cosim/host/open-digital.ts";
import { BUSES, TRANSPORTS } from "../../cosim/host/transports.ts";
import { ps, type Picoseconds } from "../../src/time.ts";
import { projectRoot } from "./project-root.ts";

let host: BuiltHost;
let scratch: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "faults-"));
  host = await buildHost({ top: "two_clocks", files: ["test/fixtures/rtl/two_clocks.sv"], root: projectRoot });
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const AN_HOUR = 3.6e15 as Picoseconds;
const CLOCK = { port: "fast_clk_i", period: ps(1000), firstRise: ps(500), high: ps(500) };
const START = { clocks: [CLOCK], inputs: [], probes: [] };

const indexOf = (name: string): number => host.ports.findIndex((port) => port.name === name);
const open = (options: Partial<DigitalOptions> = {}) => openBuilt(host, projectRoot, { transport: "ipc", ...options });

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);
const foldersOf = (pid: number): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(`settle-${pid}-`));

/** The error that a call ends with; listened for from the start, so that none goes unheard. */
const endOf = (call: unknown): Promise<unknown> =>
  Promise.resolve(call).then(
    () => undefined,
    (error: unknown) => error,
  );

/** However it ended: nothing of it may be left. */
async function leavesNothing(peer: HostPeer): Promise<void> {
  await peer.close();
  expect(peer.transport !== "in-process" && isAlive(peer.pid)).toBe(false);
  expect(foldersOf(process.pid)).toEqual([]);
}

describe.each(BUSES)("a real host over %s", (transport) => {
  it("that is killed between two calls is reported with its signal", async () => {
    const peer = await open({ transport });
    await peer.reset(START);
    process.kill(peer.pid, "SIGKILL");
    const next = (async () => peer.advance(ps(5000), []))();
    await expect(next).rejects.toMatchObject({
      code: "HOST_LOST",
      message: expect.stringMatching(/SIGKILL while message 3 \(Advance/),
    });
    await expect(peer.peek(["fast_o"])).rejects.toMatchObject({ code: "HOST_LOST" });
    await leavesNothing(peer);
  });

  it("that is killed while it computes is reported", async () => {
    const peer = await open({ transport });
    await peer.reset(START);
    const next = endOf(peer.advance(AN_HOUR, []));
    process.kill(peer.pid, "SIGKILL");
    expect(await next).toMatchObject({ code: "HOST_LOST" });
    await leavesNothing(peer);
  });

  it("that is stopped runs into the time limit and is called stopped", async () => {
    const peer = await open({ transport, timeLimit_ms: 200 });
    await peer.reset(START);
    process.kill(peer.pid, "SIGSTOP");
    const next = (async () => peer.advance(ps(5000), []))();
    await expect(next).rejects.toMatchObject({
      code: "HOST_TIMEOUT",
      message: expect.stringMatching(/within 200 ms.* answer to message 3 \(Advance.* sent twice; the host is stopped/),
    });
    await leavesNothing(peer);
  });

  it("that needs more than half of the time limit gets the request twice and executes it once", async () => {
    const peer = await open({ transport, timeLimit_ms: 1000 });
    await peer.reset({ ...START, inputs: ["rst_ni", "enable_i"].map((name) => ({ index: indexOf(name), value: 1 })) });
    process.kill(peer.pid, "SIGSTOP");
    const next = peer.advance(ps(500), []);
    setTimeout(() => process.kill(peer.pid, "SIGCONT"), 600);
    expect(await next).toContainEqual({ index: indexOf("fast_o"), value: 1 });
    expect(await peer.advance(ps(1500), [])).toContainEqual({ index: indexOf("fast_o"), value: 2 });
    await leavesNothing(peer);
  });
});

describe.each(TRANSPORTS)("ending over %s", (transport) => {
  it("is idempotent, and a closed peer refuses to go on", async () => {
    const peer = await open({ transport });
    await peer.reset(START);
    await Promise.all([peer.close(), peer.close()]);
    await leavesNothing(peer);
    expect(() => peer.advance(ps(1), [])).toThrow(/after close/);
  });

  it("does not wait for an answer that is still due", async () => {
    const peer = await open({ transport });
    await peer.reset(START);
    const due = endOf(peer.advance(AN_HOUR, []));
    await leavesNothing(peer);
    expect(await due).toMatchObject({ code: "MISUSE" });
  });

  it("comes at once with the abort signal", async () => {
    const controller = new AbortController();
    const peer = await open({ transport, signal: controller.signal });
    await peer.reset(START);
    const due = endOf(peer.advance(AN_HOUR, []));
    controller.abort();
    expect(await due).toMatchObject({ code: "INTERRUPTED" });
    await leavesNothing(peer);
  });

  it("refuses a second call while one is unanswered", async () => {
    const peer = await open({ transport });
    await peer.reset(START);
    const due = endOf(peer.advance(AN_HOUR, []));
    await expect(peer.peek(["fast_o"])).rejects.toMatchObject({ code: "MISUSE" });
    await peer.close();
    expect(await due).toMatchObject({ code: "MISUSE" });
  });

  it("comes after the time limit, and says that the digital half is slow", async () => {
    const peer = await open({ transport, timeLimit_ms: 300 });
    await peer.reset(START);
    await expect(peer.advance(AN_HOUR, [])).rejects.toMatchObject({
      code: "HOST_TIMEOUT",
      message: expect.stringMatching(/within 300 ms.* slow, not dead/),
    });
    await expect(peer.peek(["fast_o"])).rejects.toMatchObject({ code: "HOST_TIMEOUT" });
    await leavesNothing(peer);
  });
});

describe("the host's end", () => {
  it("is not the host's own idea at Ctrl-C, which reaches every process of the terminal", async () => {
    const peer = await open();
    await peer.reset(START);
    process.kill(peer.pid, "SIGINT");
    expect(await peer.peek(["fast_o"])).toEqual([0]);
    await leavesNothing(peer);
  });

  it("leaves nothing of forty peers opened one after another", async () => {
    expect.hasAssertions();
    for (let i = 0; i < 40; i++) {
      const peer = await open({ transport: i % 2 === 0 ? "ipc" : "tcp" });
      await peer.reset(START);
      await leavesNothing(peer);
    }
  });
});

describe("what an earlier run left", () => {
  it("does not block the next one, and is swept away", async () => {
    const { pid } = spawnSync("true");
    const stale = join(tmpdir(), `settle-${pid}-aB3dE6`);
    mkdirSync(stale);
    const server = createServer().listen(join(stale, "bus"));
    await new Promise((resolve) => server.once("listening", resolve));
    const peer = await open();
    await peer.reset(START);
    expect(existsSync(stale)).toBe(false);
    await leavesNothing(peer);
    await new Promise((resolve) => server.close(resolve));
  });
});

const inTsx = (file: string): string[] => ["--import", "tsx", join(projectRoot, "test/fixtures/peers", file)];

/** Started as a program of its own; resolves with what it printed. */
async function parent(ending: string) {
  const child = spawn(process.execPath, [...inTsx("parent.ts"), ending], {
    cwd: projectRoot,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const gone = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const line = await new Promise<string>((resolve) =>
    child.stdout.once("data", (text: Buffer) => resolve(text.toString())),
  );
  return { child, gone, ...(JSON.parse(line) as { host: number; folder: string }) };
}

const hostIsGone = (pid: number) => vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 });

describe("the death of the parent", () => {
  it.each(["idle", "busy"])("takes the host with it that is %s", async (ending) => {
    const { child, gone, host: pid } = await parent(ending);
    expect(isAlive(pid)).toBe(true);
    child.kill("SIGKILL");
    await gone;
    await hostIsGone(pid);
  });

  it("takes even a stopped host with it", async () => {
    const { child, gone, host: pid } = await parent("idle");
    process.kill(pid, "SIGSTOP");
    expect(isAlive(pid)).toBe(true);
    child.kill("SIGKILL");
    await gone;
    await hostIsGone(pid);
  });

  it.each([
    ["throws", 1],
    ["exits", 5],
  ])("when it %s, leaves neither host nor folder", async (ending, code) => {
    const { gone, host: pid, folder } = await parent(ending);
    expect(folder).toMatch(/^settle-/);
    expect(await gone).toBe(code);
    await hostIsGone(pid);
    expect(existsSync(join(tmpdir(), folder))).toBe(false);
  });
});

/** The rogue host as plain JavaScript, in a folder of its own: it is started dozens of times, and so in a quarter of the time. */
function compiledRogue(): string {
  const out = join(scratch, "rogue");
  const compiler = join(projectRoot, "node_modules/typescript7/bin/tsc");
  const language = ["--ignoreConfig", "--noCheck", "--module", "nodenext", "--target", "es2022"];
  const places = ["--rewriteRelativeImportExtensions", "--rootDir", ".", "--outDir", out];
  execFileSync(process.execPath, [compiler, ...language, ...places, "test/fixtures/peers/rogue-host.ts"], {
    cwd: projectRoot,
  });
  symlinkSync(join(projectRoot, "node_modules"), join(out, "node_modules"));
  writeFileSync(join(out, "package.json"), '{ "type": "module" }');
  return join(out, "test/fixtures/peers/rogue-host.js");
}
let rogueProgram: string;
beforeAll(() => (rogueProgram = compiledRogue()));

/** The real host's facts, with another program in its place. */
function rogue(behaviour: string): BuiltHost {
  const executable = join(scratch, behaviour.replaceAll(" ", "-"));
  const facts = join(dirname(host.executable), "host.json");
  const words = [process.execPath, rogueProgram, behaviour, facts].map((word) => `'${word}'`);
  writeFileSync(executable, `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`);
  chmodSync(executable, 0o755);
  return { ...host, executable };
}

const openRogue = (behaviour: string, timeLimit_ms = 20_000) =>
  openBuilt(rogue(behaviour), projectRoot, { transport: "ipc", timeLimit_ms });

describe("a host that is not ours", () => {
  it.each([
    ["other version", /version 99 and this side 2/],
    ["other hash", /RTL hash differs: the host has 0{64}, the client expects [0-9a-f]{64}/],
    ["other ports", /port 2 differs: the host has rst_ni \(17 bits in\), the client expects rst_ni \(1 bits in\)/],
    ["fewer ports", /number of ports differs: the host has 11, the client expects 12/],
    ["other precision", /time precision differs: the host has 10\^-9 s, the client expects 10\^-12 s/],
    ["other secret", /does not know this session's secret/],
  ])("is refused for its %s, and both sides are named", async (behaviour, text) => {
    await expect(openRogue(behaviour)).rejects.toMatchObject({
      code: "HANDSHAKE",
      message: expect.stringMatching(text),
    });
    expect(foldersOf(process.pid)).toEqual([]);
  });

  it("is reported with its exit code and last words when it dies at once", async () => {
    await expect(openRogue("dies at once")).rejects.toMatchObject({
      code: "HOST_LOST",
      message: expect.stringMatching(/exit code 7 .*\n.*out of cheese/),
    });
  });

  it("is reported when it cannot be started", async () => {
    const nowhere = openBuilt({ ...host, executable: "/nowhere/host" }, projectRoot, { transport: "ipc" });
    await expect(nowhere).rejects.toMatchObject({
      code: "HOST_LOST",
      message: expect.stringMatching(/could not be started: .*ENOENT/),
    });
  });

  it.each([
    ["garbage", /malformed message: message is not a list/],
    ["oversized", /oversized message: 67108865 bytes, more than 67108864/],
    ["endless list", /message has length 4294967295, more than 255/],
    ["endless changes", /Outputs\.changes has length 4294967295, more than 8192/],
    ["NaN", /Outputs\.time is NaN/],
    ["infinity", /Outputs\.changes\.value is Infinity/],
    ["extra bytes", /Outputs is followed by 1 more bytes/],
    ["unknown kind", /header\.kind is 77/],
    ["from the future", /Outputs number 4 where 3 is the latest request/],
    ["other session", /from session/],
    ["wrong answer", /Values number 3 where Outputs was to answer Advance/],
  ])("ends the run when it sends %s", async (behaviour, text) => {
    const peer = await openRogue(behaviour);
    await peer.reset(START);
    const next = (async () => peer.advance(ps(1000), []))();
    await expect(next).rejects.toMatchObject({ code: "PROTOCOL", message: expect.stringMatching(text) });
    await expect(peer.save()).rejects.toMatchObject({ code: "PROTOCOL" });
    await leavesNothing(peer);
  });

  it("may send everything twice: the second is skipped", async () => {
    const peer = await openRogue("everything twice");
    await peer.reset(START);
    for (let t = 1000; t <= 5000; t += 1000) expect(await peer.advance(ps(t), [])).toEqual([]);
    await leavesNothing(peer);
  });

  it("that waits while we wait is told from a dead one, whether an answer or a request was lost", async () => {
    const cases = [
      ["lost answer", /both sides wait for each other: the host has answered message 3 and waits for 4/],
      [
        "lost request",
        /both sides wait for each other: the host waits for message 3, which was sent and did not arrive/,
      ],
    ] as const;
    // All of this is waiting: for both at once.
    const peers = await Promise.all(cases.map(([behaviour]) => openRogue(behaviour, 8000)));
    await Promise.all(
      peers.map(async (peer, n) => {
        await peer.reset(START);
        const next = (async () => peer.advance(ps(1000), []))();
        const [behaviour, text] = cases[n];
        await expect(next, behaviour).rejects.toMatchObject({
          code: "HOST_TIMEOUT",
          message: expect.stringMatching(text),
        });
        await peer.close();
      }),
    );
    for (const peer of peers) await leavesNothing(peer);
  });
});
