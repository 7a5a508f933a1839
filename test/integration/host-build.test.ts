import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildBareModel, buildHost, hostFolder } from "../../cosim/host/build.ts";
import { openBuilt, openDigital } from "../../cosim/host/open-digital.ts";
import { lintRtl } from "../../cosim/host/verilate.ts";
import { ps } from "../../src/time.ts";
import { projectRoot } from "./project-root.ts";

let root: string;
const built = new Set<string>();
beforeAll(() => (root = mkdtempSync(join(tmpdir(), "rtl-"))));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  for (const folder of built) rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, source: string) => {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), source);
};
/** What is built from a source of this test only is removed with it. */
const buildOwn = async (top: string, files: readonly string[], parameters: Record<string, number> = {}) => {
  const host = await buildHost({ top, files, parameters, root });
  built.add(dirname(host.executable));
  return host;
};
/** What lies in the cache for this folder: it, its lock, its drafts. Others build there at the same time. */
const ofTheCache = (folder: string) =>
  readdirSync(dirname(folder)).filter((entry) => entry.startsWith(basename(folder)));
const fixture = (top: string) => ({ top, files: [`test/fixtures/rtl/${top}.sv`], root: projectRoot });

const ADDER = (text: string) => `module adder #(
  parameter int unsigned Width = 4, // of both
  parameter bit [3:0] Step = 1
) (input logic clk_i, output logic [Width-1:0] sum_o);
  always_ff @(posedge clk_i) sum_o <= sum_o + Width'(Step) + ${text};
endmodule
`;

describe("the cache", () => {
  it("builds once, also for two that want it at the same time", async () => {
    write("adder.sv", ADDER("0"));
    const [one, other] = await Promise.all([buildOwn("adder", ["adder.sv"]), buildOwn("adder", ["adder.sv"])]);
    expect(other).toEqual(one);
    const { mtimeMs, ino } = statSync(one.executable);
    const again = await buildOwn("adder", ["adder.sv"]);
    expect(statSync(again.executable)).toMatchObject({ mtimeMs, ino });
    const folder = dirname(one.executable);
    expect(folder).toBe(await hostFolder({ top: "adder", files: ["adder.sv"], root }));
    expect(ofTheCache(folder)).toEqual([basename(folder)]);
  });

  it("follows the content of every file that is read, through file lists and includes", async () => {
    write("lists/all.f", "+incdir+inc // where the amounts are\nadder.sv\n// the top\n");
    write("inc/amount.svh", "2");
    write("adder.sv", ADDER('\n`include "amount.svh"\n'));
    const first = await buildOwn("adder", ["lists/all.f"]);
    write("inc/amount.svh", "3");
    const second = await buildOwn("adder", ["lists/all.f"]);
    expect(second.rtlHash).not.toBe(first.rtlHash);
    write("inc/amount.svh", "2");
    expect(await buildOwn("adder", ["lists/all.f"])).toEqual(first);
  });

  it("tells parameters apart, and gives the model their values", async () => {
    write("adder.sv", ADDER("0"));
    const [wide, wider] = [
      await buildOwn("adder", ["adder.sv"], { Width: 33 }),
      await buildOwn("adder", ["adder.sv"], { Width: 7 }),
    ];
    expect(wide.ports).toContainEqual({ name: "sum_o", width: 33, direction: "out" });
    expect(wider.ports).toContainEqual({ name: "sum_o", width: 7, direction: "out" });
    expect(wide.rtlHash).not.toBe(wider.rtlHash);
  });

  it("leaves nothing of a build that fails", async () => {
    write("broken.sv", "module broken (input logic a_i);\n  assign b = a_i +;\nendmodule\n");
    const folder = await hostFolder({ top: "broken", files: ["broken.sv"], root });
    await expect(buildOwn("broken", ["broken.sv"])).rejects.toThrow(/broken\.sv:2/);
    expect(ofTheCache(folder)).toEqual([]);
  });
});

describe("RTL that is not right", () => {
  it("is refused with the first error, its file and line, and the count of the others", async () => {
    write(
      "broken.sv",
      "module broken (input logic a_i, output logic b_o);\n  assign b_o = missing;\n  assign b_o = gone;\nendmodule\n",
    );
    await expect(buildOwn("broken", ["broken.sv"])).rejects.toMatchObject({
      code: "RTL_BUILD",
      message: expect.stringMatching(/does not compile: broken\.sv:2:16: .*missing.*\n\(and 1 more.*broken\.sv:3/s),
    });
  });

  it("names a file that is not there and where it was asked for", async () => {
    write("lists/missing.f", "nowhere.sv\n");
    await expect(buildOwn("adder", ["lists/missing.f"])).rejects.toMatchObject({
      code: "RTL_BUILD",
      message: expect.stringMatching(/nowhere\.sv, named in .*missing\.f/),
    });
  });

  it("is refused when it reads a file that the cache would not see change", async () => {
    write("hidden.svh", "1");
    write("adder.sv", `\`define WHERE "hidden.svh"\n${ADDER("\n`include `WHERE\n")}`);
    await expect(buildOwn("adder", ["adder.sv"])).rejects.toMatchObject({
      code: "RTL_BUILD",
      message: expect.stringMatching(/reads hidden\.svh in a way that cannot be followed/),
    });
  });

  it("names an unknown parameter and its nearest match", async () => {
    write("adder.sv", ADDER("0"));
    await expect(buildOwn("adder", ["adder.sv"], { Widht: 4 })).rejects.toMatchObject({
      code: "UNKNOWN_NAME",
      message: 'unknown parameter "Widht" in RTL top "adder"; did you mean "Width"?',
    });
  });

  it("refuses a port that the boundary cannot carry", async () => {
    await expect(buildHost(fixture("inout_port"))).rejects.toMatchObject({
      code: "RTL_BUILD",
      message: expect.stringMatching(/neither plain inputs nor plain outputs: .*pad_io/),
    });
  });

  it("is told by the linter, complaint by complaint", async () => {
    write(
      "narrow.sv",
      "module narrow (input logic [7:0] a_i, output logic [3:0] b_o);\n  assign b_o = a_i;\nendmodule\n",
    );
    const complaints = await lintRtl({ top: "narrow", files: ["narrow.sv"], root });
    expect(complaints.map(({ text }) => text).join("\n")).toMatch(/narrow\.sv:2:14: Operator ASSIGNW expects 4 bits/);
    expect(await lintRtl(fixture("endless_loop"))).not.toEqual([]);
  });

  it("that never settles ends the run with the place of the loop, not the host", async () => {
    const peer = await openDigital({ rtl: fixture("endless_loop"), root: projectRoot, transport: "ipc" });
    try {
      const enable = peer.ports.findIndex(({ name }) => name === "enable_i");
      await peer.reset({ clocks: [], inputs: [], probes: [] });
      const loops = (async () => peer.advance(ps(70), [{ index: enable, value: 1 }]))();
      await expect(loops).rejects.toMatchObject({
        code: "ZERO_DELAY_LOOP",
        message: expect.stringMatching(/never settles within one instant at 70 ps: .*endless_loop\.sv/),
      });
      expect(await peer.reset({ clocks: [], inputs: [], probes: [] })).toHaveLength(1);
    } finally {
      await peer.close();
    }
  });
});

describe("names", () => {
  it("come back as the source spells them, and all of them can be read", async () => {
    const host = await buildHost(fixture("odd_names"));
    const ports = Object.fromEntries(host.ports.map(({ name, width }) => [name, width]));
    expect(ports).toEqual({
      clk_i: 1,
      "lane_i[0]": 4,
      "lane_i[1]": 4,
      twice__over_i: 32,
      from_one_i: 64,
      upper_o: 4,
      packed_o: 6,
      "escaped.name": 4,
      twice__over_o: 32,
    });
    const names = ["odd_names.sum__q", "u_bus.payload", "u_bus.valid", "state_q", "status_q", "memory_q[3][2]"];
    const peer = await openBuilt(host, projectRoot, { transport: "ipc" });
    try {
      const index = (name: string) => host.ports.findIndex((port) => port.name === name);
      const inputs = [
        { index: index("twice__over_i"), value: 2 ** 31 },
        { index: index("from_one_i"), value: 2n ** 63n },
        { index: index("lane_i[0]"), value: 5 },
        { index: index("lane_i[1]"), value: 7 },
      ];
      const clock = { port: "clk_i", period: ps(1000), firstRise: ps(500), high: ps(100) };
      await peer.reset({ clocks: [clock], inputs, probes: ["state_q"] });
      await peer.advance(ps(2600), []);
      expect(await peer.peek(names)).toEqual([(2 ** 31 + 3) % 2 ** 32, 15, 1, 0, 0b1011, 0]);
    } finally {
      await peer.close();
    }
  });
});

it("makes a bare model that runs without a bus", async () => {
  const bare = await buildBareModel(fixture("two_clocks"));
  const { stdout, status } = spawnSync(bare.executable, ["fast_clk_i", "1000", "rst_ni=1", "enable_i=1"], {
    encoding: "utf8",
  });
  expect(status).toBe(0);
  const rates = stdout.trim().split("\n").map(Number);
  expect(rates.length).toBe(2);
  expect(Math.min(...rates)).toBeGreaterThan(0);
});
