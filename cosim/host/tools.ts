import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { SettleError } from "../../src/errors.ts";

export interface Ran {
  readonly status: number;
  /** standard output and standard error, as they came */
  readonly output: string;
}

const APT_PACKAGE: Record<string, string> = { verilator: "verilator", "g++": "g++" };

export const isInstalled = (command: string): boolean =>
  (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, command)));

/** Runs a program to its end. Throws TOOL_MISSING when there is no such program. */
export function run(command: string, args: readonly string[], cwd: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    child.once("error", (error) => reject(toolMissing(command, error)));
    child.once("close", (status) => resolve({ status: status ?? 1, output }));
  });
}

function toolMissing(command: string, cause: Error): SettleError {
  const apt = APT_PACKAGE[command] ?? command;
  return new SettleError(
    "TOOL_MISSING",
    `cannot run ${command}: ${cause.message}. Type: sudo apt-get install -y --no-install-recommends ${apt}`,
    { cause },
  );
}

/** Runs jobs two at a time: builds share the machine with whatever else runs on it. */
export async function twoAtATime(jobs: readonly (() => Promise<void>)[]): Promise<void> {
  const queue = [...jobs];
  const worker = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await job();
  };
  await allDone([worker(), worker()]);
}

/** Like Promise.all, but waits for every one before it throws the first error: none may work on unseen. */
export async function allDone<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

export interface Toolchain {
  /** "Verilator 5.006 2023-01-22 ..." */
  readonly verilatorVersion: string;
  readonly compilerVersion: string;
  /** Folder of verilated.h. */
  readonly include: string;
}

let found: Promise<Toolchain> | undefined;

/** What the build uses, asked for once in a run. */
export function toolchain(): Promise<Toolchain> {
  found ??= findToolchain().catch((error: unknown) => {
    found = undefined;
    throw error;
  });
  return found;
}

const firstLine = (text: string): string => text.split("\n")[0].trim();

async function findToolchain(): Promise<Toolchain> {
  const cwd = process.cwd();
  const [version, compiler, root] = await Promise.all([
    run("verilator", ["--version"], cwd),
    run("g++", ["--version"], cwd),
    run("verilator", ["--getenv", "VERILATOR_ROOT"], cwd),
  ]);
  const include = join(root.output.trim(), "include");
  if (!existsSync(join(include, "verilated.h")))
    throw new SettleError("TOOL_MISSING", `Verilator's headers are not in ${include}; reinstall the package verilator`);
  return { verilatorVersion: firstLine(version.output), compilerVersion: firstLine(compiler.output), include };
}
