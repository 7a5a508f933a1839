import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { conforms } from "./conformance.ts";
import { projectRoot } from "./project-root.ts";

/** The compiler answers with the bare name when it has no such library. */
const library = spawnSync("g++", ["-print-file-name=libasan.so"], { encoding: "utf8" }).stdout.trim();
const skipped = existsSync(library) ? undefined : "the compiler has no libasan; install it to run these tests";

conforms("ipc, host with address and undefined-behaviour sanitizers", {
  transport: "ipc",
  sanitize: true,
  ...(skipped === undefined ? {} : { skipped }),
});

/** An addon cannot bring the sanitizer with it: whoever loads it must have had it from its start. */
it.skipIf(skipped !== undefined)("in-process conforms in a process with the sanitizers, too", () => {
  const vitest = join(projectRoot, "node_modules/vitest/vitest.mjs");
  const config = join(import.meta.dirname, "preloaded/vitest.config.ts");
  const sanitized = { LD_PRELOAD: library, ASAN_OPTIONS: "detect_leaks=0" }; // Node itself frees nothing at its end
  const env = { ...process.env, ...sanitized, NO_COLOR: "1" };
  const inner = spawnSync(process.execPath, [vitest, "run", "--config", config], {
    cwd: projectRoot,
    env,
    encoding: "utf8",
  });
  expect(inner.stdout, inner.stderr).toMatch(/Tests +2\d passed/);
  expect(inner.status).toBe(0);
});
