import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Breakdown } from "../../cosim/profile/breakdown.ts";
import { settle } from "../fixtures/settle.ts";
import { inScratch } from "./run-quietly.ts";

it("a profiled run accounts for its wall time, and leaves the bytes of any other", async () => {
  await inScratch(async (root) => {
    const run = async (...flags: string[]) => {
      const out = join(root, String(flags.length));
      const { status, stdout } = await settle("run", "xor", "--out", out, ...flags);
      expect(status, stdout).toBe(0);
      const folder = join(out, readdirSync(out)[0]);
      return { stdout, read: (name: string) => readFileSync(join(folder, name), "utf8") };
    };
    const [plain, profiled] = [await run(), await run("--profile")];
    for (const name of ["result.json", "waves.vcd", "report.html", "log"])
      expect(profiled.read(name)).toBe(plain.read(name));
    const breakdown = JSON.parse(profiled.read("profile.json")) as Breakdown;
    expect(breakdown.accounted).toBeGreaterThan(0.95);
    expect(breakdown.accounted).toBeLessThan(1.05);
    const build = breakdown.parts.find(({ part }) => part === "build");
    expect(build?.seconds, "at least the start of the host").toBeGreaterThan(0);
    const { exchanges } = (JSON.parse(profiled.read("manifest.json")) as { lockstep: { exchanges: number } }).lockstep;
    expect(breakdown.exchanges).toBe(exchanges);
    expect(breakdown.cycles).toBeGreaterThan(exchanges);
    expect(profiled.stdout).toMatch(/of it accounted for:[\s\S]*analog: step control[\s\S]*exchanges, of/);
    const { nodes } = JSON.parse(profiled.read("run.cpuprofile")) as { nodes: unknown[] };
    expect(nodes.length).toBeGreaterThan(10);
  });
});
