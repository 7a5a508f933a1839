import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { SettleError } from "../../src/errors.ts";
import type { DigitalSignal, Port } from "../../src/lockstep/digital-peer.ts";
import type { RtlTop } from "../bench/bench.ts";
import { readCompiledModel, type CompiledModel } from "./compiled-model.ts";
import { fileParts, hashOf } from "./content-hash.ts";
import { madeOnce } from "./folder-cache.ts";
import { renderGlue } from "./glue.ts";
import {
  addonObjects,
  CACHE_FOLDER,
  compile,
  coverageObject,
  CPP_FOLDER,
  cxxFlags,
  hostObjects,
  linkFlags,
  type BuildOptions,
  type HostObjects,
} from "./host-objects.ts";
import { findSources } from "./rtl-sources.ts";
import { allDone, run, toolchain, twoAtATime } from "./tools.ts";
import { checkParameters, filesRead, verilate, verilateEverySignal, verilatorFlags } from "./verilate.ts";

/** An RTL top and the folder that its relative paths count from. */
export interface RtlAt extends RtlTop {
  readonly root: string;
}

/** A signal inside the model; `dims` as in "name[i][j]", counted from the lowest index of each range. */
export interface InternalSignal extends DigitalSignal {
  readonly dims: readonly number[];
}

/** What is known of a compiled host without starting it. */
interface HostFacts {
  readonly top: string;
  readonly rtlHash: string;
  readonly ports: readonly Port[];
  /** What survived inside the compiled model and can be probed. */
  readonly signals: readonly InternalSignal[];
  /** Names of signals that the source has and the compiled model has not. */
  readonly optimisedAway: readonly string[];
  readonly warnings: readonly string[];
}

export interface BuiltHost extends HostFacts {
  readonly executable: string;
  /** How it was built, for what is built of the same model. */
  readonly options: BuildOptions;
}

/** Set to a folder, it has every model built for coverage and its counts written there, a file a model. */
export const COVERAGE_VARIABLE = "SETTLE_RTL_COVERAGE";

const FACTS = "host.json";
const GLUE = "glue.cpp";

/** The sources that decide what is made of Verilator's output: a cached host is only as good as they were. */
const recipe = (): string[] =>
  ["build.ts", "verilate.ts", "compiled-model.ts", "verilated-headers.ts", "glue.ts"].map((file) =>
    readFileSync(new URL(file, import.meta.url), "utf8"),
  );

/** What a host is made of, and the folder of the cache that it belongs in. */
interface Plan {
  readonly folder: string;
  readonly rtlHash: string;
  /** absolute paths */
  readonly sources: readonly string[];
  readonly objects: HostObjects;
  readonly options: BuildOptions & { readonly coverage: boolean };
}

async function planOf(rtl: RtlAt, chosen: BuildOptions): Promise<Plan> {
  const coverage = process.env[COVERAGE_VARIABLE] !== undefined;
  const options = { coverage, quick: coverage, ...chosen };
  const sources = findSources(rtl.root, rtl.files).files;
  checkParameters(rtl, sources);
  const [tools, objects] = await Promise.all([toolchain(), hostObjects(options)]);
  const parameters = Object.entries(rtl.parameters ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const order = [rtl.top, ...rtl.files, JSON.stringify(parameters)];
  const rtlHash = hashOf([
    tools.verilatorVersion,
    ...verilatorFlags(options.coverage),
    ...order,
    ...fileParts(rtl.root, sources),
  ]);
  const name = hashOf([rtlHash, objects.hash, String(options.quick), ...recipe()]).slice(0, 16);
  return { folder: join(CACHE_FOLDER, "host", name), rtlHash, sources, objects, options };
}

/** Where the host of an RTL top belongs, whether it is there or not. Throws as `buildHost` does, but for RTL that does not compile. */
export async function hostFolder(rtl: RtlAt, chosen: BuildOptions = {}): Promise<string> {
  return (await planOf(rtl, chosen)).folder;
}

/**
 * The host program for one RTL top. Cached under `.settle/host` by the content of all that it is made of, so a second
 * call costs milliseconds. Throws RTL_BUILD with Verilator's first error, TOOL_MISSING, UNKNOWN_NAME for a parameter.
 */
export async function buildHost(rtl: RtlAt, chosen: BuildOptions = {}): Promise<BuiltHost> {
  const plan = await planOf(rtl, chosen);
  const { folder, options } = plan;
  await madeOnce(folder, (draft) => buildInto(draft, rtl, plan));
  const facts = JSON.parse(readFileSync(join(folder, FACTS), "utf8")) as HostFacts;
  return { ...facts, executable: join(folder, "host"), options };
}

/** The same model as an addon of Node; answers its file. Throws ADDON where Node's header files are missing. */
export async function buildAddon({ executable, options }: BuiltHost): Promise<string> {
  const built = dirname(executable);
  const folder = `${built}-addon`;
  const [{ core }, ours] = await Promise.all([hostObjects(options), addonObjects(options)]);
  const counting = options.coverage === true ? [await coverageObject()] : [];
  const objects = [...modelObjects(join(built, "model")), ...counting, ...ours, ...core];
  const exported = `-Wl,--version-script=${join(CPP_FOLDER, "addon.map")}`;
  await madeOnce(folder, (draft) => link(join(draft, "host.node"), [...objects, "-shared", exported], options, draft));
  return join(folder, "host.node");
}

/** The same model without a bus: `bare CLOCK CYCLES [PORT=VALUE ...]` toggles one clock and prints its rates. */
export async function buildBareModel(rtl: RtlAt): Promise<BuiltHost> {
  const host = await buildHost(rtl, { coverage: false });
  const built = dirname(host.executable);
  const objects = await hostObjects({});
  const folder = `${built}-bare`;
  const model = modelObjects(join(built, "model"));
  await madeOnce(folder, (draft) => link(join(draft, "bare"), [...model, ...objects.objects("bare_main")], {}, draft));
  return { ...host, executable: join(folder, "bare") };
}

/** The answering half of a bus without any model, for comparison: `echo ADDRESS`. */
export async function buildEcho(): Promise<string> {
  const objects = await hostObjects({});
  const folder = join(CACHE_FOLDER, "host", `${objects.hash.slice(0, 16)}-echo`);
  await madeOnce(folder, (draft) =>
    link(join(draft, "echo"), [...objects.objects("echo_main"), ...BUS_LIBRARIES], {}, draft),
  );
  return join(folder, "echo");
}

/** A file that is not part of the hash could change and leave a stale host in the cache, unseen. */
function refuseUnhashed({ top, root }: RtlAt, sources: readonly string[], read: readonly string[]): void {
  const unhashed = read.find((file) => !sources.includes(resolve(root, file)));
  if (unhashed === undefined) return;
  throw new SettleError(
    "RTL_BUILD",
    `RTL top "${top}" reads ${unhashed} in a way that cannot be followed; include it by its plain name in quotes, from a ` +
      "folder that a file list names with +incdir+",
  );
}

async function buildInto(draft: string, rtl: RtlAt, { rtlHash, sources, objects, options }: Plan): Promise<void> {
  const modelFolder = join(draft, "model");
  const everyFolder = join(draft, "every-signal");
  for (const folder of [modelFolder, everyFolder]) mkdirSync(folder);
  const [warnings] = await allDone([
    verilate(rtl, rtl.root, modelFolder, options.coverage),
    verilateEverySignal(rtl, rtl.root, everyFolder),
  ]);
  refuseUnhashed(rtl, sources, filesRead(modelFolder, (await toolchain()).include));
  const model = readCompiledModel(modelFolder, rtl.top);
  writeFileSync(join(modelFolder, GLUE), renderGlue(model, rtlHash, options.coverage));
  const compiled = await compileModel(modelFolder, options);
  if (options.coverage) compiled.push(await coverageObject());
  await link(join(draft, "host"), [...compiled, ...objects.objects("main"), ...BUS_LIBRARIES], options, draft);
  const facts = factsOf(rtl.top, rtlHash, model, readCompiledModel(everyFolder, rtl.top), warnings);
  writeFileSync(join(draft, FACTS), JSON.stringify(facts, undefined, 1));
}

function factsOf(
  top: string,
  rtlHash: string,
  model: CompiledModel,
  every: CompiledModel,
  warnings: string[],
): HostFacts {
  const kept = new Set(model.internals.map(({ name }) => name));
  const ports = new Set(model.ports.map(({ name }) => `${top}.${name}`));
  return {
    top,
    rtlHash,
    ports: model.ports.map(({ name, width, direction }) => ({ name, width, direction: direction as "in" | "out" })),
    signals: model.internals.map(({ name, width, dims }) => ({ name, width, dims })),
    optimisedAway: every.internals.map(({ name }) => name).filter((name) => !kept.has(name) && !ports.has(name)),
    warnings,
  };
}

interface Unit {
  readonly name: string;
  readonly level: "-O0" | "-O1" | "-O2";
  readonly sources: readonly string[];
}

/** Below this, reading the common headers takes longer than compiling the model. Bytes of C++. */
const ONE_UNIT_BELOW = 400_000;

const isSlow = (file: string): boolean => /__Slow\.cpp$|__Syms\.cpp$/.test(file);

/** A small model is one unit. In a large one rarely run code is compiled fast, the rest well, side by side. */
function unitsOf(folder: string, { quick = false }: BuildOptions): Unit[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".cpp"));
  if (quick) return [{ name: "whole", level: "-O0", sources: files }];
  const size = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  if (size < ONE_UNIT_BELOW) return [{ name: "whole", level: "-O2", sources: files }];
  return [
    { name: "fast", level: "-O2", sources: files.filter((file) => !isSlow(file) && file !== GLUE) },
    { name: "slow", level: "-O1", sources: files.filter(isSlow) },
    { name: "glue", level: "-O1", sources: [GLUE] },
  ];
}

async function compileModel(folder: string, options: BuildOptions): Promise<string[]> {
  const flags = [...cxxFlags(await toolchain(), options), "-w"];
  const jobs = unitsOf(folder, options).map(({ name, level, sources }) => async () => {
    writeFileSync(join(folder, `${name}.cc`), sources.map((file) => `#include "${file}"\n`).join(""));
    await compile(`${name}.cc`, join(folder, `${name}.o`), [...flags, level], folder);
  });
  await twoAtATime(jobs);
  return modelObjects(folder);
}

/** Object files of a compiled model, kept with the host for other programs around the same model. */
const modelObjects = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".o"))
    .map((file) => join(folder, file));

const BUS_LIBRARIES = ["-lnanomsg"];

async function link(file: string, objects: readonly string[], options: BuildOptions, cwd: string): Promise<void> {
  const ran = await run("g++", ["-o", file, ...objects, ...linkFlags(options)], cwd);
  if (ran.status !== 0) throw new SettleError("RTL_BUILD", `${file} does not link:\n${ran.output.slice(0, 4000)}`);
}
