import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SettleError } from "../../src/errors.ts";
import type { RtlTop } from "../benches/bench.ts";
import { parseParameters } from "../run/parameters.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { shippedBenches } from "./find-bench.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Every distinct top with its parameters, as the shipped benches use it. */
async function shippedTops(): Promise<readonly RtlTop[]> {
  const benches = await Promise.all(Object.values(await shippedBenches()).map((load) => load()));
  const tops = benches.map((bench) => bench.setup(parseParameters(bench, {}).parameters, 1).rtl);
  return [...new Map(tops.map((top) => [JSON.stringify(top), top])).values()];
}

function lintArguments({ top, files, parameters = {} }: RtlTop): readonly string[] {
  const sources = files.flatMap((file) => (file.endsWith(".f") ? ["-f", file] : [file]));
  const overrides = Object.entries(parameters).map(([name, value]) => `-G${name}=${value}`);
  return ["--lint-only", "-Wall", "--assert", "--no-timing", "--top-module", top, ...overrides, ...sources];
}

/** Verilator's own check of every top, with all warnings on: what it says goes to stderr unchanged. */
export async function lintCommand(): Promise<ExitCode> {
  let worst: ExitCode = EXIT.passed;
  for (const rtl of await shippedTops()) {
    const { status, error } = spawnSync("verilator", lintArguments(rtl), {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (error !== undefined)
      throw new SettleError("TOOL_MISSING", `verilator could not be started: ${error.message}; run \`node setup.mjs\``);
    process.stdout.write(
      `${status === 0 ? "clean" : "NOT CLEAN"}: ${rtl.top} ${JSON.stringify(rtl.parameters ?? {})}\n`,
    );
    if (status !== 0) worst = EXIT.failed;
  }
  return worst;
}
