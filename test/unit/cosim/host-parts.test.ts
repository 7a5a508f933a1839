import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { diagnose } from "../../../cosim/host/diagnosis.ts";
import { madeOnce } from "../../../cosim/host/folder-cache.ts";
import { InputValues } from "../../../cosim/host/port-values.ts";
import { SignalNames } from "../../../cosim/host/signal-names.ts";
import { complaintsOf, parametersOf } from "../../../cosim/host/verilate.ts";
import { openTcp } from "../../../cosim/transport/tcp.ts";
import { PairSocket } from "../../../cosim/transport/nanomsg-socket.ts";

const vitals = (name: string, state = "S", cpuTicks = 100) => ({ name, state, cpuTicks });

describe("a silent host", () => {
  it.each([
    ["slow", vitals("busy 7", "R", 150), /slow, not dead: it used 0\.50 s/],
    ["stopped", vitals("busy 7", "T"), /stopped/],
    ["stuck", vitals("busy 7", "D"), /stuck: it is asleep \(state D\)/],
    ["dead", vitals("busy 7", "Z"), /dead/],
    ["waiting for the request", vitals("wait 7"), /waits for message 7, which was sent and did not arrive/],
    ["waiting after its answer", vitals("wait 8"), /answered message 7 and waits for 8; its answer was lost/],
    ["gone", undefined, /gone/],
  ])("is told to be %s", (_what, now, text) => {
    expect(diagnose(vitals("busy 7"), now, 7)).toMatch(text);
  });
});

const fill = (made: string[]) => async (draft: string) => {
  made.push(draft);
  writeFileSync(join(draft, "whole"), "");
  await new Promise(setImmediate);
};

describe("a folder made once", () => {
  let scratch: string;
  beforeEach(() => (scratch = mkdtempSync(join(tmpdir(), "cache-"))));
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  it("is made by one of many that want it", async () => {
    const made: string[] = [];
    const folder = join(scratch, "a", "b");
    await Promise.all([1, 2, 3].map(() => madeOnce(folder, fill(made))));
    await madeOnce(folder, fill(made));
    expect(made).toHaveLength(1);
    expect(readdirSync(join(scratch, "a"))).toEqual(["b"]);
  });

  it("does not exist when its making fails, and can be made again", async () => {
    const folder = join(scratch, "c");
    const fails = madeOnce(folder, async () => {
      throw new Error("no");
    });
    await expect(fails).rejects.toThrow("no");
    expect(readdirSync(scratch)).toEqual([]);
    await madeOnce(folder, fill([]));
    expect(existsSync(join(folder, "whole"))).toBe(true);
  });

  it("is not kept from being made by the lock of someone dead", async () => {
    const folder = join(scratch, "d");
    writeFileSync(`${folder}.lock`, String(spawnSync("true").pid));
    await madeOnce(folder, fill([]));
    expect(readdirSync(scratch)).toEqual(["d"]);
  });
});

describe("names of signals", () => {
  const names = new SignalNames({
    top: "chip",
    ports: [{ name: "clk_i", width: 1, direction: "in" }],
    signals: [
      { name: "chip.u_a.state_q", width: 3, dims: [] },
      { name: "chip.gen[1].q", width: 3, dims: [] },
      { name: "chip.memory_q", width: 8, dims: [4, 2] },
    ],
    optimisedAway: ["chip.u_a.state_d", "chip.u_a.table"],
  });

  it.each([
    ["clk_i", "clk_i"],
    ["chip.clk_i", "clk_i"],
    ["u_a.state_q", "chip.u_a.state_q"],
    ["chip.u_a.state_q", "chip.u_a.state_q"],
    ["gen[1].q", "chip.gen[1].q"],
    ["memory_q[3][1]", "chip.memory_q[3][1]"],
  ])("%s is %s", (name, canonical) => {
    expect(names.canonical(name, "here")).toBe(canonical);
  });

  it.each([
    ["u_a.sate_q", /unknown signal "u_a.sate_q" in here; did you mean "u_a.state_q"/],
    ["chip.u_a.sate_q", /did you mean "chip.u_a.state_q"/],
    ["u_a.state_d", /"chip.u_a.state_d" in here is in the source, but Verilator optimised it away/],
    ["u_a.table[2]", /optimised it away/],
    ["memory_q", /has elements \[0\.\.3\]\[0\.\.1\]/],
    ["memory_q[1]", /has elements/],
    ["memory_q[4][0]", /is 4, outside 0\.\.3/],
    ["clk_i[0]", /unknown signal/],
  ])("%s is refused", (name, text) => {
    expect(() => names.canonical(name, "here")).toThrow(text);
  });
});

describe("values of inputs", () => {
  const ports = [
    { name: "narrow_i", width: 32, direction: "in" as const },
    { name: "wide_i", width: 33, direction: "in" as const },
    { name: "out_o", width: 1, direction: "out" as const },
  ];

  it("take the form that their width asks for", () => {
    const given = [
      { index: 0, value: 5n },
      { index: 1, value: 5 },
    ];
    expect(new InputValues(ports).fitted(given)).toEqual([
      { index: 0, value: 5 },
      { index: 1, value: 5n },
    ]);
  });

  it.each([
    [0, 2 ** 32, /"narrow_i" \(32 bits\) is 4294967296, outside 0\.\.4294967295/],
    [0, -1, /is -1/],
    [0, 0.5, /is 0\.5, not a whole number/],
    [0, Number.NaN, /is NaN/],
    [1, 2n ** 33n, /"wide_i" \(33 bits\)/],
    [1, 2 ** 60, /is 1152921504606847000, not a whole number; wide ports take bigints/],
    [2, 0, /"out_o" is an output/],
    [3, 0, /index of an input is 3, outside 0\.\.2/],
  ])("port %i refuses %s", (index, value, text) => {
    expect(() => new InputValues(ports).fitted([{ index, value }])).toThrow(text);
  });
});

describe("parameters in the head of a module", () => {
  it.each([
    ["module top #(parameter int A = 1, B = f(2, 3)) (input x);", ["A", "B"]],
    ["module top #(\n  parameter bit [3:0] A [2] = '{1, 2}, // C = 3\n  parameter type T = logic\n) ();", ["A", "T"]],
    ["module top import p::*; import q::r; #(parameter A = p::B == 3) ();", ["A"]],
    ["module top (input x);", []],
    ["module other #(parameter A = 1) ();", undefined],
  ])("%s", (source, names) => {
    expect(parametersOf(source, "top")).toEqual(names);
  });
});

it("takes Verilator's complaints one by one, in order, without their source lines", () => {
  const output = [
    "%Warning-WIDTH: a.sv:2:14: Operator ASSIGNW expects 4 bits",
    "                         : ... In instance top",
    "    2 |   assign b = a;",
    "%Error: a.sv:3:1: syntax error, unexpected endmodule",
    "%Error: Exiting due to 1 error(s)",
  ].join("\n");
  expect(complaintsOf(output)).toEqual([
    { severity: "Warning", text: "a.sv:2:14: Operator ASSIGNW expects 4 bits" },
    { severity: "Error", text: "a.sv:3:1: syntax error, unexpected endmodule" },
  ]);
});

describe("transports", () => {
  it.each(["0.0.0.0", "192.168.0.1", "example.org", "127.0.0.1.example.org", "::"])(
    "refuse tcp on %s",
    async (host) => {
      await expect(openTcp(host)).rejects.toThrow(/is not on the loopback interface/);
    },
  );

  it("refuse a socket path that would end the process", () => {
    expect(() => PairSocket.bind(`ipc:///tmp/${"x".repeat(104)}`)).toThrow(/too long/);
  });
});
