import { readdirSync, readFileSync } from "node:fs";
import { join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

const NOT_OURS = new Set(["node_modules", ".git", ".settle", "runs", "coverage"]);

function walk(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name) || entry.name.startsWith(".")) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [relative(root, path)];
  });
}

/** Every file of the project, by its path from the root. */
export const files: readonly string[] = walk(root).toSorted();

export const text = (file: string): string => readFileSync(join(root, file), "utf8");

export const typescript = files.filter((file) => /\.(ts|mjs)$/.test(file));

/** Specifiers of all static, dynamic and type imports of a file. */
export function importsOf(file: string): readonly string[] {
  const pattern = /(?:\bfrom |^import |\bimport\()"([\w@:./-]+)"(?:\)|;?$)/gm;
  return [...text(file).matchAll(pattern)].map(([, specifier]) => specifier ?? "");
}

/** Project files among them, by path from the root. */
export const ownImportsOf = (file: string): readonly string[] =>
  importsOf(file)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => normalize(join(file, "..", specifier)));

/** Without comments and strings, so that a word in prose is no breach. */
export const code = (file: string): string =>
  text(file)
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/(^|[^:])\/\/.*$/gm, "$1")
    .replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '""');
