import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { WavesFile } from "../../../cosim/run/waves-file.ts";
import { ps } from "../../../src/time.ts";
import { readVcd } from "../observe/vcd-reader.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "settle-waves-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const signals = {
  ports: [
    { name: "clk_i", width: 1 },
    { name: "count_o", width: 16 },
  ],
  probes: [{ name: "top.u_fsm.state_q", width: 3 }],
  analog: ["x.v[0] [V]", "x.v[1] [V]"],
};

/** A clock of 10 ns and two voltages, sampled once per half period. */
function record(waves: WavesFile, halfPeriods: number): void {
  for (let n = 0; n < halfPeriods; n++) {
    const t = ps(5000 * n);
    waves.frame({
      t,
      changes: [
        { name: "clk_i", value: n % 2 },
        { name: "count_o", value: n & 0xffff },
        { name: "top.u_fsm.state_q", value: n & 7 },
      ],
    });
    waves.sample({ t, values: Float64Array.of(Math.sin(n / 50), Math.exp(-n / 1000)) });
  }
}

it("is readable after a flush, up to the present instant, before it is closed", () => {
  const path = join(folder, "waves.vcd");
  const waves = new WavesFile(path, signals);
  record(waves, 1000);
  waves.flush();
  const content = readVcd(readFileSync(path, "utf8"));
  expect(content.end).toBe(5000 * 998);
  expect(content.changes.get("digital.count_o")?.length).toBe(999);
  waves.close(ps(5000 * 999));
  expect(readVcd(readFileSync(path, "utf8")).end).toBe(5000 * 999);
  waves.close(ps(5000 * 999)); // idempotent
});

it("gives the same bytes twice", () => {
  const [one, two] = ["a.vcd", "b.vcd"].map((name) => {
    const path = join(folder, name);
    const waves = new WavesFile(path, signals);
    record(waves, 3000);
    waves.close(ps(5000 * 3000));
    return readFileSync(path);
  });
  expect(one?.equals(two as Buffer)).toBe(true);
});

const tools = spawnSync("vcd2fst", ["-h"]).error === undefined && spawnSync("fst2vcd", ["-h"]).error === undefined;
if (!tools)
  process.stderr.write("waves-file.test: skipped the round trip through FST: GTKWave's tools are not installed\n");

type Changes = readonly (readonly [number, string])[];

/** fst2vcd prints reals with 16 digits where 17 may be needed: the largest relative difference of the values. */
function largestDifference(ours: Changes, theirs: Changes, read: (text: string) => number): number {
  const differences = ours.map(
    ([, value], n) => Math.abs(read(theirs[n]?.[1] ?? "") - read(value)) / Math.abs(read(value) || 1),
  );
  return Math.max(...differences);
}

it.skipIf(!tools)("comes back unchanged from GTKWave's own reader and writer", () => {
  const path = join(folder, "waves.vcd");
  const waves = new WavesFile(path, signals);
  record(waves, 500);
  waves.close(ps(5000 * 500));
  const fst = join(folder, "waves.fst");
  expect(spawnSync("vcd2fst", [path, fst]).status).toBe(0);
  const { stdout } = spawnSync("fst2vcd", [fst], { encoding: "utf8" });
  const ours = readVcd(readFileSync(path, "utf8"));
  const theirs = readVcd(stdout.replaceAll(/\$(date|version|timescale)\s+([\s\S]*?)\s*\$end/g, "$$$1 $2 $$end"));
  expect(theirs.timescale.replace(/\s/g, "")).toBe("1ps");
  for (const [variable, changes] of ours.changes) {
    const others = theirs.changes.get(variable) ?? [];
    expect(others.map(([t]) => t)).toEqual(changes.map(([t]) => t));
    const read = variable.startsWith("analog") ? Number : (bits: string) => Number.parseInt(bits, 2);
    expect(largestDifference(changes, others, read)).toBeLessThan(1e-15);
  }
});
