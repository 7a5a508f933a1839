import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { SettleError } from "../../src/errors.ts";

/** Every file that a build of the RTL may read, by absolute path. */
export interface RtlSources {
  readonly files: readonly string[];
}

interface Search {
  readonly root: string;
  readonly found: Set<string>;
  readonly includeFolders: string[];
}

const INCLUDE = /^\s*`include\s+"([^"]+)"/gm;

/** Follows file lists, include directives and library folders from the files that the bench names. */
export function findSources(root: string, files: readonly string[]): RtlSources {
  const search: Search = { root, found: new Set(), includeFolders: [root] };
  for (const file of files) addFile(search, file, root, `the files of the RTL`);
  for (const file of search.found) followIncludes(search, file); // grows while it is walked
  return { files: [...search.found] };
}

function addFile(search: Search, file: string, base: string, where: string): void {
  const path = isAbsolute(file) ? file : join(base, file);
  if (!existsSync(path) || !statSync(path).isFile())
    throw new SettleError("RTL_BUILD", `no file ${path}, named in ${where}`);
  if (search.found.has(path)) return;
  search.found.add(path);
  if (path.endsWith(".f")) readFileList(search, path, search.root);
}

/** The options of a file list that name files; paths in a `-f` list count from the root, in a `-F` list from the list. */
function readFileList(search: Search, list: string, base: string): void {
  const words = readFileSync(list, "utf8")
    .replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, "")
    .split(/\s+/)
    .filter((word) => word !== "");
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === "-f" || word === "-v") addFile(search, words[++i], base, list);
    else if (word === "-F") addRelativeList(search, resolve(base, words[++i]), list);
    else if (word === "-y") addFolder(search, resolve(base, words[++i]));
    else if (word.startsWith("+incdir+")) search.includeFolders.push(resolve(base, word.slice(8)));
    else if (word.startsWith("-I")) search.includeFolders.push(resolve(base, word.slice(2)));
    else if (!word.startsWith("-") && !word.startsWith("+")) addFile(search, word, base, list);
  }
}

function addRelativeList(search: Search, list: string, where: string): void {
  if (!existsSync(list)) throw new SettleError("RTL_BUILD", `no file ${list}, named in ${where}`);
  if (search.found.has(list)) return;
  search.found.add(list);
  readFileList(search, list, dirname(list));
}

function addFolder(search: Search, folder: string): void {
  search.includeFolders.push(folder);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) if (/\.s?vh?$/.test(name)) search.found.add(join(folder, name));
}

function followIncludes(search: Search, file: string): void {
  if (file.endsWith(".f") || file.endsWith(".vlt")) return;
  for (const [, name] of readFileSync(file, "utf8").matchAll(INCLUDE)) {
    const path = [dirname(file), ...search.includeFolders].map((f) => join(f, name)).find((p) => existsSync(p));
    // One that is not found is for the compiler to complain of: it may lie in a branch that is never taken.
    if (path !== undefined) search.found.add(path);
  }
}
