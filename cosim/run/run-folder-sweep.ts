import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** ".partial-<name>-<pid>" and ".replaced-<name>-<pid>" */
const LEFTOVER = /^\.(partial|replaced)-(.+)-(\d+)$/;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // it lives, but belongs to someone else
  }
}

/** Puts a run back that a process moved away and died before it could put the new one in its place. */
function restoreOrRemove(leftover: string, home: string): void {
  if (existsSync(home)) rmSync(leftover, { recursive: true, force: true });
  else renameSync(leftover, home);
}

/** Removes the half-written folders of processes that no longer exist. Folders of living ones are left alone. */
export function sweepLeftovers(root: string): void {
  for (const entry of readdirSync(root)) {
    const [, kind, name, pid] = LEFTOVER.exec(entry) ?? [];
    if (kind === undefined || name === undefined || isAlive(Number(pid))) continue;
    if (kind === "partial") rmSync(join(root, entry), { recursive: true, force: true });
    else restoreOrRemove(join(root, entry), join(root, name));
  }
}
