import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineBench } from "../../cosim/bench/bench.ts";
import type { Test } from "../../cosim/bench/test-api.ts";
import { ns, type Picoseconds } from "../../src/time.ts";
import { children, isGone } from "./host-processes.ts";
import { idleCircuit } from "../fixtures/idle-circuit.ts";
import { inScratch, runQuietly } from "./run-quietly.ts";

const LIMIT_MS = 1_500;

/** A counter beside an idle capacitor; `mishap` happens after ten cycles. */
function counting(
  mishap: (t: Test, hosts: readonly number[]) => void | Promise<void>,
  before: readonly number[] = children(),
) {
  return defineBench({
    name: "counting",
    summary: "a counter, and what may befall its host",
    parameters: z.object({}),
    setup: () => ({
      rtl: { top: "counter", files: ["hdl/counter.f"], parameters: { Width: 8 } },
      clocks: [{ port: "clk_i", period: ns(10), firstRise: ns(5), high: ns(5) }],
      circuit: idleCircuit(),
      wiring: [],
      inputs: { rst_ni: 1, enable_i: 1 },
    }),
    async test(t) {
      await t.cycles(10);
      const hosts = children().filter((pid) => !before.includes(pid));
      await mishap(t, hosts);
      await t.cycles(10);
      t.expect("count", t.get("count_o"), { equals: 20 });
    },
  });
}

/** Socket folders carry the process id of their maker: other tests may have theirs. */
const leftInTemporaryFolder = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`settle-${process.pid}-`));

/** Runs the mishap, then the same bench without one: folder, named error, nothing left, and the next run works. */
async function survives(
  mishap: (t: Test, hosts: readonly number[]) => void | Promise<void>,
  code: string,
  status = "error",
): Promise<string> {
  return inScratch(async (root) => {
    const sockets = leftInTemporaryFolder();
    const seen: number[] = [];
    const noted = (t: Test, hosts: readonly number[]) => {
      seen.push(...hosts);
      return mishap(t, hosts);
    };
    const { result, file } = await runQuietly(counting(noted), root, { timeLimit_ms: LIMIT_MS, waves: true });
    expect(result.status, JSON.stringify(result.error)).toBe(status);
    expect(result.error?.code).toBe(code);
    expect(seen).toHaveLength(1);
    expect(seen.every(isGone)).toBe(true);
    expect(leftInTemporaryFolder()).toEqual(sockets);
    expect(file("log")).toContain(code);
    expect(file("waves.vcd")).toContain("$enddefinitions");
    expect(existsSync(root) && readdirSync(root)).toEqual([result.folder.replace("runs/", "")]);
    const next = await runQuietly(
      counting(() => {}),
      root,
    );
    expect(next.result.status, JSON.stringify(next.result.error)).toBe("passed");
    return result.error?.message ?? "";
  });
}

describe("a run whose host", () => {
  it("is killed ends as HOST_LOST and names the signal", async () => {
    const message = await survives((_t, hosts) => hosts.forEach((pid) => process.kill(pid, "SIGKILL")), "HOST_LOST");
    expect(message).toContain("SIGKILL");
  });

  it("never answers ends as HOST_TIMEOUT within its limit and says who waits for what", async () => {
    const message = await survives((_t, hosts) => hosts.forEach((pid) => process.kill(pid, "SIGSTOP")), "HOST_TIMEOUT");
    expect(message).toMatch(/Burst/);
  });

  it("sees an assertion of the RTL fail ends with its text", async () => {
    const message = await survives((t) => t.setAll({ must_hold_i: 1, enable_i: 1 }), "ASSERTION", "failed");
    expect(message).toContain("MustHold_A");
  });
});

describe("a test body", () => {
  it.each<[string, (t: Test) => void]>([
    ["between others", (t) => void t.cycles(3)],
    ["that fails", (t) => void t.rising("nonono")],
  ])("that does not await a verb %s is told which", async (_where, hasty) => {
    await inScratch(async (root) => {
      const { result } = await runQuietly(counting(hasty), root);
      expect(result).toMatchObject({ status: "error", error: { code: "MISUSE" } });
      expect(result.error?.message).toMatch(/cycles\(3\)|nonono/);
    });
  });

  it("that does not await its last verb is told so, and leaves no process", async () => {
    await inScratch(async (root) => {
      const before = children();
      const hasty = {
        ...counting(() => {}),
        test: async (t: Test) => void [t.expect("x", 1, { equals: 1 }), t.cycles(1000)],
      };
      const { result } = await runQuietly(hasty, root);
      expect(result).toMatchObject({ status: "error", error: { code: "MISUSE" } });
      expect(children()).toEqual(before);
    });
  });

  it.each([-5, 1.5, Number.NaN])("that waits %d of anything is refused", async (count) => {
    await inScratch(async (root) => {
      for (const wait of [(t: Test) => t.cycles(count), (t: Test) => t.delay(count as Picoseconds)]) {
        const { result } = await runQuietly(counting(wait), root);
        expect(result).toMatchObject({ status: "error", error: { code: "OUT_OF_RANGE" } });
      }
    });
  });

  it("that never moves time can be interrupted", async () => {
    await inScratch(async (root) => {
      const stop = new AbortController();
      const endless = counting(async (t) => {
        setImmediate(() => stop.abort());
        for (;;) await t.set("load_i", 0);
      });
      const { result } = await runQuietly(endless, root, { signal: stop.signal });
      expect(result).toMatchObject({ status: "interrupted", error: { code: "INTERRUPTED" } });
    });
  });

  it("that checks nothing is no passed run", async () => {
    await inScratch(async (root) => {
      const { result } = await runQuietly({ ...counting(() => {}), test: async (t) => t.cycles(1) }, root);
      expect(result).toMatchObject({ status: "error", error: { code: "BAD_BENCH" } });
    });
  });
});
