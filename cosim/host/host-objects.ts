import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SettleError } from "../../src/errors.ts";
import { hashOf } from "./content-hash.ts";
import { madeOnce } from "./folder-cache.ts";
import { isInstalled, run, toolchain, twoAtATime, type Toolchain } from "./tools.ts";

export const CPP_FOLDER = fileURLToPath(new URL("cpp", import.meta.url));
/** Of this project, wherever the RTL lies: what is compiled once serves every bench. */
export const CACHE_FOLDER = fileURLToPath(new URL("../../.settle", import.meta.url));

/** What everything around a model is linked from; the slowest to compile first, so that two jobs end together. */
const CORE = ["core", "burst", "greeting", "snapshot", "signals", "rtl_voice", "rtl_turn", "clocks"];
/** What the program of a host adds to the core. */
const BUS = ["wire", "session", "bus", "supervision"];
/** What an addon adds to the core. */
const ADDON = ["local_half", "flat", "addon"];
/** One program each. */
const MAINS = ["main", "bare_main", "echo_main"];
/** The model's run-time library. It does not depend on the model, so it is compiled once. */
const RUNTIME = ["verilated", "verilated_save", "verilated_threads"];

/** What each is linked from besides itself and, but for the echo, a model. */
const OBJECTS = { main: [...BUS, ...CORE, ...RUNTIME], bare_main: [...CORE, ...RUNTIME], echo_main: ["bus"] };

export type Program = "main" | "bare_main" | "echo_main";

export interface HostObjects {
  readonly folder: string;
  /** Identifies sources, flags, compiler and Verilator. */
  readonly hash: string;
  /** Object files for one program around a model. */
  objects(program: Program): string[];
  /** Those of the core alone, for an addon. */
  readonly core: readonly string[];
}

export interface BuildOptions {
  /** Address and undefined-behaviour sanitizers: slow, for tests. */
  readonly sanitize?: boolean;
  /** Counts how often each line of the RTL runs; such a model cannot be saved. */
  readonly coverage?: boolean;
  /** Compiled without optimisation: for a model that runs too few cycles to earn it back. */
  readonly quick?: boolean;
}

const SANITIZE = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer", "-g1"];

/** Flags of every C++ file, generated or ours. */
export const cxxFlags = ({ include }: Toolchain, { sanitize = false }: BuildOptions): string[] => [
  "-std=gnu++17",
  "-faligned-new",
  "-fcf-protection=none",
  // One set of objects serves a program and an addon of Node; in an addon no symbol may be another model's.
  "-fPIC",
  "-fvisibility=hidden",
  "-fno-gnu-unique",
  `-I${CPP_FOLDER}`,
  `-I${include}`,
  `-I${join(include, "vltstd")}`,
  "-DVM_SC=0",
  "-DVM_TRACE=0",
  "-DVM_TRACE_FST=0",
  "-DVM_TRACE_VCD=0",
  ...(sanitize ? SANITIZE : []),
];
export const linkFlags = ({ sanitize = false }: BuildOptions): string[] => [...(sanitize ? SANITIZE : []), "-pthread"];

const WARNINGS = ["-Wall", "-Wextra", "-Wno-unused-parameter"];
/** The model's own prints and endings come to rtl_turn.cpp. */
const RUNTIME_FLAGS = ["-include", "rtl_override.hpp", "-DVL_USER_FINISH", "-DVL_USER_STOP", "-DVL_USER_FATAL"];

/** Compiles one file; ccache is used where it is installed. */
export async function compile(source: string, object: string, flags: readonly string[], cwd: string): Promise<void> {
  const args = [...flags, "-c", source, "-o", object];
  const ran = isInstalled("ccache") ? await run("ccache", ["g++", ...args], cwd) : await run("g++", args, cwd);
  if (ran.status !== 0) throw new SettleError("RTL_BUILD", `g++ refused ${source}:\n${ran.output.slice(0, 4000)}`);
}

function sourcesOf(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((f) => /\.[ch]pp$/.test(f));
  return files.sort().flatMap((f) => [f, readFileSync(join(folder, f), "utf8")]);
}

/** Compiled once for all RTL tops, and again only when their sources or the tools change. */
export async function hostObjects(options: BuildOptions): Promise<HostObjects> {
  const tools = await toolchain();
  const flags = cxxFlags(tools, options);
  const hash = hashOf([tools.verilatorVersion, tools.compilerVersion, flags.join(" "), ...sourcesOf(CPP_FOLDER)]);
  const folder = join(CACHE_FOLDER, "host-objects", hash.slice(0, 16));
  await madeOnce(folder, (draft) => compileAll(draft, tools, options));
  const at = (names: readonly string[]) => names.map((name) => join(folder, `${name}.o`));
  return {
    folder,
    hash,
    core: at([...CORE, ...RUNTIME]),
    objects: (program) => at([program, ...OBJECTS[program]]),
  };
}

/** The part of the model's run-time library that counts; only a model built for coverage needs it. */
export async function coverageObject(): Promise<string> {
  const tools = await toolchain();
  const { hash } = await hostObjects({});
  const folder = join(CACHE_FOLDER, "host-objects", `${hash.slice(0, 16)}-coverage`);
  const flags = [...cxxFlags(tools, {}), ...RUNTIME_FLAGS, "-w", "-O1"];
  await madeOnce(folder, (draft) =>
    compile(join(tools.include, "verilated_cov.cpp"), join(draft, "verilated_cov.o"), flags, draft),
  );
  return join(folder, "verilated_cov.o");
}

/** What makes an addon of a core, with the headers of the Node that runs us. Throws ADDON where there are none. */
export async function addonObjects(options: BuildOptions): Promise<string[]> {
  const tools = await toolchain();
  const { hash } = await hostObjects(options);
  const headers = nodeHeaders();
  const folder = join(CACHE_FOLDER, "host-objects", `${hash.slice(0, 16)}-addon`);
  const flags = [...cxxFlags(tools, options), ...WARNINGS, `-I${headers}`, "-O2"];
  await madeOnce(folder, (draft) =>
    twoAtATime(
      ADDON.map((name) => () => compile(join(CPP_FOLDER, `${name}.cpp`), join(draft, `${name}.o`), flags, draft)),
    ),
  );
  return ADDON.map((name) => join(folder, `${name}.o`));
}

/** The folder of node_api.h that belongs to a Node program, by default the one that runs us. */
export function nodeHeaders(node = process.execPath): string {
  const folder = join(dirname(dirname(node)), "include", "node");
  if (existsSync(join(folder, "node_api.h"))) return folder;
  throw new SettleError(
    "ADDON",
    `no header files of Node in ${folder}, which --transport in-process needs; unpack "include" of node-${process.version}-` +
      "headers.tar.gz there (Debian: apt-get install libnode-dev), or use --transport ipc",
  );
}

function compileAll(draft: string, tools: Toolchain, options: BuildOptions): Promise<void> {
  const [level, mains] = options.sanitize === true ? ["-O1", ["main"]] : ["-O2", MAINS];
  const ours = cxxFlags(tools, options);
  // The run-time library stays as it is: it is not ours to check, and takes longest.
  const theirs = [...cxxFlags(tools, {}), ...RUNTIME_FLAGS, "-w"];
  const job = (name: string, folder: string, flags: readonly string[]) => () =>
    compile(join(folder, `${name}.cpp`), join(draft, `${name}.o`), [...flags, level], draft);
  return twoAtATime([
    ...RUNTIME.map((name) => job(name, tools.include, theirs)),
    ...[...BUS, ...CORE, ...mains].map((name) => job(name, CPP_FOLDER, [...ours, ...WARNINGS])),
  ]);
}
