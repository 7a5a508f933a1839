import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, it } from "vitest";
import { conforms } from "./conformance.ts";

/** The compiler answers with the bare name when it has no such library. */
const library = spawnSync("g++", ["-print-file-name=libasan.so"], { encoding: "utf8" }).stdout.trim();

if (existsSync(library))
  conforms("ipc, host with address and undefined-behaviour sanitizers", { transport: "ipc", sanitize: true });
else {
  describe("host with sanitizers", () => {
    it("is skipped: the compiler has no libasan", ({ skip }) => skip("install libasan to run it"));
  });
}
