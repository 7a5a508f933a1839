import { describe, expect, it } from "vitest";
import type { LockstepMode } from "../../src/lockstep/lockstep.ts";
import type { TransportKind } from "../../cosim/host/transports.ts";
import { inScratch, runQuietly, shipped } from "./run-quietly.ts";

const figure = (result: { figures: Readonly<Record<string, { value: number }>> }, name: string) =>
  result.figures[name]?.value;

describe("xor", () => {
  it("relaxes to the right output for all four inputs, with falling energy", async () => {
    await inScratch(async (root) => {
      const { result } = await runQuietly(await shipped("xor"), root);
      expect(result.status, JSON.stringify(result)).toBe("passed");
      expect(result.checks.filter(({ name }) => / xor /.test(name))).toHaveLength(4);
      expect(result.checks.some(({ name }) => /energy/.test(name))).toBe(true);
    });
  });

  it("leaves the same bytes for the same seed, over ipc, again, over tcp, in process, and strictly; others for another seed", async () => {
    await inScratch(async (root) => {
      const bench = await shipped("xor");
      const bytes = async (options: Parameters<typeof runQuietly>[2]) => {
        const { file } = await runQuietly(bench, root, { waves: true, ...options });
        return ["result.json", "waves.vcd", "report.html", "log"].map(file);
      };
      const first = await bytes({});
      expect(first[1]).toContain("$enddefinitions");
      expect(await bytes({})).toEqual(first);
      expect(await bytes({ transport: "tcp" })).toEqual(first);
      expect(await bytes({ transport: "in-process" })).toEqual(first);
      expect(await bytes({ transport: "in-process" })).toEqual(first);
      expect(await bytes({ lockstepMode: "strict" })).toEqual(first);
      expect(await bytes({ lockstepMode: "strict", transport: "tcp" })).toEqual(first);
      expect(await bytes({ lockstepMode: "strict", transport: "in-process" })).toEqual(first);
      expect(await bytes({ seed: 2 })).not.toEqual(first);
    });
  });
});

describe("hamming", () => {
  it("leaves in windows the bytes that it leaves strictly, with at most two exchanges a word beyond drives that cause events", async () => {
    await inScratch(async (root) => {
      const bench = await shipped("hamming");
      const run = async (lockstepMode: LockstepMode, words: number, transport: TransportKind = "ipc") => {
        const set = { words: String(words) };
        const { file } = await runQuietly(bench, root, { waves: true, lockstepMode, set, transport });
        const { lockstep } = JSON.parse(file("manifest.json")) as {
          lockstep: { exchanges: number; evaluations: number };
        };
        return { bytes: ["result.json", "waves.vcd", "report.html", "log"].map(file), ...lockstep };
      };
      const windowed = await run("windowed", 9);
      const strict = await run("strict", 9);
      expect(windowed.bytes).toEqual(strict.bytes);
      expect(await run("windowed", 9, "in-process")).toEqual(windowed);
      expect(windowed.evaluations).toBe(strict.evaluations);
      expect(strict.exchanges).toBe(strict.evaluations);
      // Per word: the comparators are switched on and off, and seven conversions are started.
      const perWord = (windowed.exchanges - (await run("windowed", 1)).exchanges) / 8;
      console.log(
        `${perWord} exchanges per inference, ${(strict.evaluations / windowed.exchanges).toFixed(0)} evaluations in each`,
      );
      expect(perWord).toBeLessThanOrEqual(2 + 7 + 2);
    });
  });

  it("decodes all 128 words through bus, registers, DACs, relaxation and ADC", async () => {
    await inScratch(async (root) => {
      const { result } = await runQuietly(await shipped("hamming"), root);
      expect(result.status, JSON.stringify(result)).toBe("passed");
      expect(result.checks.find(({ name }) => name === "words decoded")?.measured).toBe(128);
    });
  });

  it("takes longer where the amplifiers slew, and still decodes", async () => {
    await inScratch(async (root) => {
      const bench = await shipped("hamming");
      const fast = (await runQuietly(bench, root, { set: { words: "9" } })).result;
      const slow = (await runQuietly(bench, root, { set: { words: "9", slewRate: "1" } })).result;
      expect(slow.status, JSON.stringify(slow)).toBe("passed");
      // Up to 1 V at 1 V/us: the slew alone takes longer than the whole relaxation did.
      expect(figure(slow, "mean relaxation")).toBeGreaterThan(1.5 * figure(fast, "mean relaxation"));
    });
  });

  it("ends with the controller's time-out where they are far too slow, and says so", async () => {
    await inScratch(async (root) => {
      const set = { words: "2", slewRate: "0.02" };
      const { result, file } = await runQuietly(await shipped("hamming"), root, { set });
      expect(result.status).toBe("failed");
      expect(result.checks.find(({ name }) => name === "settle time-outs")?.measured).toBe(2);
      expect(file("log")).toContain("SettleTimeout");
    });
  });
});

describe("sar-adc", () => {
  it("converts a ramp with every code within 0.5 LSB of ideal", async () => {
    await inScratch(async (root) => {
      const { result } = await runQuietly(await shipped("sar-adc"), root, { set: { samplesPerCode: "1" } });
      expect(result.status, JSON.stringify(result)).toBe("passed");
      expect(result.checks.find(({ name }) => name === "codes seen")?.measured).toBe(1024);
    });
  });

  it("fails where the comparator is off by a code, and only there", async () => {
    await inScratch(async (root) => {
      const bench = await shipped("sar-adc");
      const set = { samplesPerCode: "1", codes: "32" };
      expect((await runQuietly(bench, root, { set })).result.status).toBe("passed");
      const { result } = await runQuietly(bench, root, { set: { ...set, comparatorOffset: "2" } });
      expect(result.status).toBe("failed");
      expect(result.checks.find(({ name }) => name.startsWith("largest distance"))?.passed).toBe(false);
    });
  });
});
