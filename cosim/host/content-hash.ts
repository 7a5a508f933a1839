import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { relative } from "node:path";

/** SHA-256 in hex of named parts; a part is told from its neighbour by its length. */
export function hashOf(parts: Iterable<string | Uint8Array>): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex");
}

/** Names (relative to `root`) and contents of files, for `hashOf`. */
export const fileParts = (root: string, files: readonly string[]): (string | Uint8Array)[] =>
  [...files].sort().flatMap((file) => [relative(root, file), readFileSync(file)]);
