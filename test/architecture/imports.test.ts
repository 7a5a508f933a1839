import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { layerOf, MAY_IMPORT, PURE_LAYERS } from "./layers.ts";
import { importsOf, ownImportsOf, root, text, typescript } from "./sources.ts";

const layered = typescript.filter((file) => layerOf(file) !== undefined);

it("finds sources and their imports", () => {
  expect(layered.length).toBeGreaterThan(50);
  expect(ownImportsOf("cosim/cli/main.ts")).toContain("cosim/cli/program.ts");
});

/** "src/ode/bad.ts -> analog-models/crossbar.ts" for each import that the table does not allow. */
function breaches(file: string): readonly string[] {
  const layer = layerOf(file) ?? "";
  const allowed = new Set([layer, ...(MAY_IMPORT[layer] ?? [])]);
  return ownImportsOf(file)
    .filter((target) => !allowed.has(layerOf(target) ?? ""))
    .map((target) => `${file} -> ${target}`);
}

it("lets every layer import only what the table allows", () => {
  expect(layered.flatMap(breaches)).toEqual([]);
});

it("has a table without cycles: imports run one way", () => {
  const reaches = (from: string, seen: ReadonlySet<string> = new Set()): ReadonlySet<string> =>
    (MAY_IMPORT[from] ?? []).reduce(
      (all, next) => (all.has(next) ? all : reaches(next, new Set([...all, next]))),
      seen,
    );
  expect(Object.keys(MAY_IMPORT).filter((layer) => reaches(layer).has(layer))).toEqual([]);
});

it("imports only files that exist", () => {
  const edges = typescript.flatMap((file) => ownImportsOf(file).map((target) => [file, target] as const));
  expect(edges.filter(([, target]) => !existsSync(join(root, target)))).toEqual([]);
});

it("has every folder of src and cosim in the table", () => {
  const unlisted = typescript.filter(
    (file) => /^(src|cosim|analog-models)\//.test(file) && layerOf(file) === undefined,
  );
  expect(unlisted).toEqual([]);
});

it("keeps files, sockets, processes and foreign packages out of the pure layers", () => {
  const allowed = ["rxjs", "fastest-levenshtein"];
  const pure = layered.filter((file) => PURE_LAYERS.includes(layerOf(file) ?? ""));
  const foreign = (file: string) => importsOf(file).filter((name) => !name.startsWith(".") && !allowed.includes(name));
  expect(pure.flatMap((file) => foreign(file).map((name) => `${file} -> ${name}`))).toEqual([]);
});

it("offers index.ts to benches and to nothing that it is made of", () => {
  expect(importsOf("docs/examples/relaxation-oscillator.ts")).toContain("settle");
  expect(layered.filter((file) => importsOf(file).includes("settle"))).toEqual([]);
});

/** Words between back quotes. */
const quoted = (words: string): readonly string[] => [...words.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? "");

/** The table of docs/architecture.md: "| `src/ode` | `src` | ..." */
function tableOfTheManual(): Record<string, readonly string[]> {
  const rows = text("docs/architecture.md").matchAll(/^\| `([^`]+)` \| ([^|]*) \|/gm);
  return Object.fromEntries([...rows].map(([, layer = "", words = ""]) => [layer, quoted(words)]));
}

describe("docs/architecture.md", () => {
  it("shows the table that is enforced", () => {
    expect(tableOfTheManual()).toEqual(MAY_IMPORT);
  });
});
