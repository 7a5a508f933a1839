import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { SettleError, unknownName } from "../../src/errors.ts";
import type { Bench } from "../bench/bench.ts";

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
    typeof setup === "function" &&
    typeof test === "function"
  );
}

async function benchAt(path: string): Promise<Bench> {
  const file = resolve(path);
  if (!existsSync(file)) throw new SettleError("UNKNOWN_NAME", `no bench file at ${path}; looked for ${file}`);
  const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
  if (isBench(module.default)) return module.default;
  throw new SettleError(
    "BAD_BENCH",
    `${path} does not export a bench by default; write \`export default defineBench({ name, summary, parameters, setup, test })\``,
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
