import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { SettleError, unknownName } from "../../src/errors.ts";
import type { Bench } from "../bench/bench.ts";
import { loadFailure } from "./load-failure.ts";

const isPath = (name: string): boolean => /[/\\]|\.[cm]?[jt]s$/.test(name);

/** The shipped benches, each loaded only when it is wanted. */
export async function shippedBenches(): Promise<Readonly<Record<string, () => Promise<Bench>>>> {
  return (await import("../benches/index.ts")).benches;
}

function isBench(value: unknown): value is Bench {
  if (typeof value !== "object" || value === null) return false;
  const { name, summary, parameters, setup, test } = value as Partial<Bench>;
  const shape = (parameters as { shape?: unknown } | undefined)?.shape;
  return (
    typeof name === "string" &&
    typeof summary === "string" &&
    typeof shape === "object" &&
    "_zod" in (parameters as object) && // of zod 4, and not of an older one that the bench has for itself
    typeof setup === "function" &&
    typeof test === "function"
  );
}

async function loaded(path: string, file: string): Promise<unknown> {
  try {
    return ((await import(pathToFileURL(file).href)) as { readonly default?: unknown }).default;
  } catch (error) {
    throw loadFailure(path, file, error);
  }
}

async function benchAt(path: string): Promise<Bench> {
  const file = resolve(path);
  if (!existsSync(file)) throw new SettleError("UNKNOWN_NAME", `no bench file at ${path}; looked for ${file}`);
  if (!statSync(file).isFile())
    throw new SettleError("BAD_BENCH", `${path} is no file; name the module that exports the bench`);
  const bench = await loaded(path, file);
  if (isBench(bench)) return bench;
  throw new SettleError(
    "BAD_BENCH",
    `${path} does not export a bench by default; write \`export default defineBench({ name, summary, parameters, setup, test })\`, ` +
      'with `import { defineBench, z } from "settle"`',
  );
}

/** `name` is a shipped bench, or the path of a module whose default export is one. */
export async function findBench(name: string): Promise<Bench> {
  if (isPath(name)) return benchAt(name);
  const benches = await shippedBenches();
  const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (load === undefined) throw unknownName("bench", name, "the command line", Object.keys(benches));
  return load();
}
