import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { RunResult } from "../../../cosim/bench/result.ts";
import { readVcd } from "../observe/vcd-reader.ts";

const script = join(import.meta.dirname, "../../../cosim/cli/settle.mjs");
let root: string;
let run: ChildProcess | undefined;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "settle-interrupt-"));
});
afterEach(() => {
  if (run?.exitCode === null) run.kill("SIGKILL");
  rmSync(root, { recursive: true, force: true });
});

/** In a process group of its own, so that the whole group can be asked whether it is gone. */
function startRun(): ChildProcess {
  return spawn(process.execPath, [script, "run", "hamming", "--out", root], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Until the run prints a line that matches. */
function hasSaid(child: ChildProcess, words: RegExp): Promise<void> {
  let text = "";
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", (chunk) => {
      text += String(chunk);
      if (words.test(text)) resolve();
    });
    child.on("exit", () => reject(new Error(`the run ended before it said ${words}: ${text}`)));
  });
}

function groupIsAlive(pid: number): boolean {
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}

/** What the run had started may end a moment after it (tsx's compiler does); a process that stays fails by time-out. */
async function groupIsGone(pid: number): Promise<void> {
  while (groupIsAlive(pid)) await new Promise(setImmediate);
}

// timeout and npx pass a wish on that has come already: two signals in one breath are one.
it.each([["SIGINT"], ["SIGTERM"], ["SIGTERM", "SIGINT"]] as const)(
  "%s leaves a whole run folder, readable waveforms and no process",
  async (...signals) => {
    run = startRun();
    await hasSaid(run, /\d+\/128 words/);
    for (const signal of signals) run.kill(signal);
    const [code] = (await once(run, "exit")) as [number | null];
    expect(code).toBe(130);
    await groupIsGone(run.pid ?? 0);
    const [folder, ...rest] = readdirSync(root);
    expect(rest).toEqual([]);
    const files = readdirSync(join(root, folder ?? ""));
    expect(files.sort()).toEqual(["log", "manifest.json", "report.html", "result.json", "waves.vcd"]);
    const read = (name: string) => readFileSync(join(root, folder ?? "", name), "utf8");
    expect((JSON.parse(read("result.json")) as RunResult).status).toBe("interrupted");
    const waves = readVcd(read("waves.vcd"));
    expect(waves.end).toBeGreaterThan(0);
    expect(waves.changes.get("digital.clk_i")?.at(-1)?.[0]).toBeGreaterThan(0.9 * waves.end);
  },
);

it("goes on when the reader of its output leaves", async () => {
  run = spawn(process.execPath, [script, "run", "xor", "--out", root], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  run.stdout?.destroy();
  const [code] = (await once(run, "exit")) as [number | null];
  expect(code).toBe(0);
  expect(readdirSync(root)).toHaveLength(1);
});
