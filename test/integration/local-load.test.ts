import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { defineBench, type RtlTop } from "../../cosim/bench/bench.ts";
import { loadAddon, type AddonHalf } from "../../cosim/host/addon.ts";
import { buildHost, type BuiltHost } from "../../cosim/host/build.ts";
import { nodeHeaders } from "../../cosim/host/host-objects.ts";
import { LocalExchange } from "../../cosim/host/local-exchange.ts";
import { openBuilt } from "../../cosim/host/open-digital.ts";
import { MESSAGES } from "../../cosim/protocol/messages.ts";
import { projectRoot } from "./project-root.ts";
import { helloFor, RawHalf } from "./raw-half.ts";
import { idleCircuit } from "../fixtures/idle-circuit.ts";
import { inScratch, runQuietly } from "./run-quietly.ts";

const open = (host: BuiltHost) => openBuilt(host, projectRoot, { transport: "in-process" });

/** Another half, that answers as it likes. */
function answering(answer: (block: Float64Array) => void): AddonHalf {
  let block: Float64Array = new Float64Array(0);
  return {
    attach: (words) => void (block = words),
    exchange: () => answer(block),
    printed: () => "",
    close: () => {},
  };
}

describe("an addon that does not fit", () => {
  let host: BuiltHost;
  let root: string;
  const built: string[] = [];
  beforeAll(async () => {
    host = await buildHost({ top: "two_clocks", files: ["test/fixtures/rtl/two_clocks.sv"], root: projectRoot });
    root = mkdtempSync(join(tmpdir(), "addon-"));
  });
  afterAll(() => {
    for (const folder of [root, ...built]) rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ["RTL hash", { rtlHash: "f".repeat(64) }, /RTL hash differs: the host has [0-9a-f]{64}, the client expects f{64}/],
    ["number of ports", { ports: [] }, /port table differs: the host has 12 ports, the client expects 0/],
  ])("is refused for another %s, and both sides are named", async (_what, other, text) => {
    await expect(open({ ...host, ...other })).rejects.toMatchObject({
      code: "HANDSHAKE",
      message: expect.stringMatching(text),
    });
  });

  it("is refused for another protocol version by either side", async () => {
    const raw = await RawHalf.open(host);
    const hello = { ...helloFor(host), version: 99 };
    expect(raw.ask("Hello", hello)).toMatchObject({
      code: "HANDSHAKE",
      text: expect.stringMatching(/protocol version differs: the host has 2, the client expects 99/),
    });
    const rogue = new LocalExchange(
      answering((block) => block.set([MESSAGES.Welcome.kind, 0, 99])),
      { timeLimit_ms: 100 },
    );
    expect(() => rogue.request("Hello", hello, "Welcome")).toThrow(
      /the host speaks protocol version 99 and this side 2/,
    );
    expect(() => rogue.request("Bye", {}, "Farewell")).toThrow(/version 99/);
  });

  it("says which library it misses", () => {
    const run = (...args: string[]) => expect(spawnSync("g++", args, { cwd: root, encoding: "utf8" }).stderr).toBe("");
    writeFileSync(join(root, "empty.cpp"), "int gone_symbol() { return 1; }\n");
    writeFileSync(join(root, "addon.cpp"), 'int gone_symbol();\nextern "C" int used() { return gone_symbol(); }\n');
    run("-shared", "-fPIC", "-o", "libgone.so", "empty.cpp");
    run("-shared", "-fPIC", "-o", "host.node", "addon.cpp", "-L.", "-lgone");
    rmSync(join(root, "libgone.so"));
    expect(() => loadAddon(join(root, "host.node"))).toThrow(
      /host\.node does not load into this process: the library libgone\.so is missing.*--fallback ipc/,
    );
    expect(() => loadAddon(join(root, "nowhere.node"))).toThrow(/nowhere\.node .*it is not there/);
  });

  it("that cannot be built for want of Node's header files says where they belong", () => {
    expect(() => nodeHeaders("/nowhere/bin/node")).toThrow(/no header files of Node in \/nowhere\/include\/node/);
    expect(nodeHeaders()).toMatch(/include\/node$/);
  });

  it("is an error, unless a fallback is named, and then the run says so", async () => {
    writeFileSync(
      join(root, "wire.sv"),
      "module wire_top (input logic a_i, output logic b_o);\n  assign b_o = a_i;\nendmodule\n",
    );
    const rtl = { top: "wire_top", files: ["wire.sv"], root };
    const own = await buildHost(rtl);
    const addonFolder = `${dirname(own.executable)}-addon`;
    built.push(dirname(own.executable), addonFolder);
    mkdirSync(addonFolder, { recursive: true });
    writeFileSync(join(addonFolder, "host.node"), "no library at all");
    const run = async (fallback?: "ipc") =>
      inScratch(async (runs) => {
        const { result, file } = await runQuietly(wireBench(rtl), runs, { transport: "in-process", fallback });
        const { transport } = JSON.parse(file("manifest.json")) as { transport: string };
        return { status: result.status, code: result.error?.code, transport, log: file("log") };
      });
    expect(await run()).toMatchObject({ status: "error", code: "ADDON", transport: "in-process" });
    const over = await run("ipc");
    expect(over).toMatchObject({ status: "passed", transport: "ipc" });
    expect(over.log).toMatch(/^over ipc instead of in-process: the digital half .*host\.node does not load/);
  });
});

/** An input that comes out again, beside an idle capacitor. */
const wireBench = (rtl: RtlTop) =>
  defineBench({
    name: "wire",
    summary: "an input that comes out again",
    parameters: z.object({}),
    setup: () => ({
      rtl,
      clocks: [],
      circuit: idleCircuit(),
      wiring: [],
    }),
    async test(t) {
      await t.set("a_i", 1);
      t.expect("what came out", t.get("b_o"), { equals: 1 });
    },
  });
