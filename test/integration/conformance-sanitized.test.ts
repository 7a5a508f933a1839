import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { conforms } from "./conformance.ts";
import { projectRoot } from "./project-root.ts";

/** The compiler answers with the bare name when it has no such library. */
const library = spawnSync("g++", ["-print-file-name=libasan.so"], { encoding: "utf8" }).stdout.trim();
const skipped = existsSync(library) ? undefined : "the compiler has no libasan; install it to run these tests";
const isPreloaded = process.env["LD_PRELOAD"] === library;

/** An addon cannot bring the sanitizer with it: whoever loads it must have had it from its start. */
function thisFilePreloaded() {
  const vitest = [join(projectRoot, "node_modules/vitest/vitest.mjs"), "run", import.meta.filename];
  const sanitized = { LD_PRELOAD: library, ASAN_OPTIONS: "detect_leaks=0" }; // Node itself frees nothing at its end
  const env = { ...process.env, ...sanitized, NO_COLOR: "1" };
  return spawnSync(process.execPath, vitest, { cwd: projectRoot, env, encoding: "utf8" });
}

if (isPreloaded) {
  conforms("in-process, with address and undefined-behaviour sanitizers", { transport: "in-process", sanitize: true });
} else {
  conforms("ipc, host with address and undefined-behaviour sanitizers", {
    transport: "ipc",
    sanitize: true,
    ...(skipped === undefined ? {} : { skipped }),
  });

  it.skipIf(skipped !== undefined)("in-process conforms in a process with the sanitizers, too", () => {
    const { status, stdout, stderr } = thisFilePreloaded();
    expect(stdout, stderr).toMatch(/Tests +2\d passed/);
    expect(status).toBe(0);
  });
}
