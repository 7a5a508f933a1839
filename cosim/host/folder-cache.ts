import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 50;
const underWay = new Map<string, Promise<void>>();

/**
 * Makes `folder` whole or not at all: `make` fills a folder beside it, which is renamed when it is complete. Whoever
 * wants the same folder meanwhile, in this process or another, waits for it rather than making it twice.
 */
export async function madeOnce(folder: string, make: (draft: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  let making = underWay.get(folder);
  if (making === undefined) {
    making = makeAlone(folder, make).finally(() => underWay.delete(folder));
    underWay.set(folder, making);
  }
  await making;
}

async function makeAlone(folder: string, make: (draft: string) => Promise<void>): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const lock = `${folder}.lock`;
  while (!taken(lock)) {
    await delay(POLL_MS);
    if (existsSync(folder)) return;
  }
  const draft = mkdtempSync(`${folder}.draft-`);
  try {
    if (existsSync(folder)) return;
    await make(draft);
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(lock, { force: true });
  }
}

/** Whether the lock is ours now. One whose owner has died is nobody's. */
function taken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  if (isStale(lock)) rmSync(lock, { force: true });
  return false;
}

const UNWRITTEN_GRACE_MS = 2000;

function isStale(lock: string): boolean {
  try {
    const owner = Number(readFileSync(lock, "utf8"));
    if (owner > 0) return !existsSync(join("/proc", String(owner)));
    return Date.now() - statSync(lock).mtimeMs > UNWRITTEN_GRACE_MS; // its owner died before writing its number
  } catch {
    return false; // gone meanwhile
  }
}
