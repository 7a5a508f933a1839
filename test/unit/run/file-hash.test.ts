import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fileHash } from "../../../cosim/run/file-hash.ts";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "hash-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_001])(
  "the hash of %i bytes is that of all of them",
  (length) => {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 31) ^ (i >> 8));
    const path = join(folder, "bytes");
    writeFileSync(path, bytes);
    expect(fileHash(path)).toBe(createHash("sha256").update(bytes).digest("hex"));
  },
);

it("a file of more than 2 GiB, which cannot be read at once, has one too", () => {
  const path = join(folder, "long");
  writeFileSync(path, "");
  truncateSync(path, 2 ** 31 + 1); // a hole: it takes no room on the disk
  expect(fileHash(path)).toMatch(/^[0-9a-f]{64}$/);
});
