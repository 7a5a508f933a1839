import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { conforms } from "./conformance.ts";

/** The compiler answers with the bare name when it has no such library. */
const library = spawnSync("g++", ["-print-file-name=libasan.so"], { encoding: "utf8" }).stdout.trim();

conforms("ipc, host with address and undefined-behaviour sanitizers", {
  transport: "ipc",
  sanitize: true,
  ...(existsSync(library) ? {} : { skipped: "the compiler has no libasan; install it to run these tests" }),
});
