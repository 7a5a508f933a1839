import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { main as settle } from "../../cosim/cli/main.ts";

const folder = join(import.meta.dirname, "../../docs/examples");
const examples = readdirSync(folder).filter((name) => name.endsWith(".ts"));

it("finds the examples", () => expect(examples.length).toBeGreaterThan(0));

/** As `settle run` does it. Answers the exit code. */
async function runBench(file: string): Promise<number> {
  const out = mkdtempSync(join(tmpdir(), "settle-examples-"));
  try {
    return await settle(["run", file, "--out", out]);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

// Every program the manual shows is run, and every bench.
it.each(examples)("%s runs to completion", async (name) => {
  const { main } = (await import(join(folder, name))) as { main?(this: void): Promise<void> };
  const exitCode = main === undefined ? runBench(join(folder, name)) : main().then(() => 0);
  expect(await exitCode).toBe(0);
});
