import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "settle-";

/** A new folder of mode 0700, with the number of its owner in its name, so that a dead owner's can be told. */
export function privateFolder(): string {
  sweep();
  return mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
}

/** Removes what runs left behind that were killed before they could tidy up. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = /^settle-(\d+)-\w{6}$/.exec(name)?.[1];
    if (owner === undefined || existsSync(`/proc/${owner}`)) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's: theirs to remove.
    }
  }
}
