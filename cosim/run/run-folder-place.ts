import { lstatSync, mkdirSync, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { SettleError } from "../../src/errors.ts";

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "";

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "it may not be written to",
  EPERM: "it may not be written to",
  EROFS: "its file system is read-only",
  ENOENT: "no folder can be made there",
  ENOTDIR: "part of the path is no folder",
  ELOOP: "its links go round in a circle",
  ENAMETOOLONG: "the path is too long",
  ENOSPC: "the disk is full",
};

const refusal = (root: string, reason: string, cause?: unknown): SettleError =>
  new SettleError("OUT_OF_RANGE", `run folders cannot go to ${root}: ${reason}; name a folder of yours with --out`, {
    cause,
  });

/** What the file system refuses becomes a refusal of `root`; anything else stays what it is. */
export function named(root: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    if (codeOf(error) === "" || error instanceof SettleError) throw error;
    throw refusal(root, REASONS[codeOf(error)] ?? (error as Error).message, error);
  }
}

function statusOf(path: string, look: (path: string) => Stats): Stats | undefined {
  try {
    return look(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** As `mkdir -p`. Not Node's own: below /proc, where making a folder answers "no such folder", that one never ends. */
export function makeFolder(path: string): void {
  const found = statusOf(path, statSync);
  if (found?.isDirectory()) return;
  if (found !== undefined) throw refusal(path, "that is a file");
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error; // another run made it in the meantime
  }
}

/** A run replaces its predecessor, which is a folder. Anything else of that name is somebody's, and stays. */
export function refuseUnlessFolder(path: string): void {
  const found = statusOf(path, lstatSync);
  if (found === undefined || found.isDirectory()) return;
  throw new SettleError(
    "OUT_OF_RANGE",
    `${path} is no folder, but the run needs that name for its own and would delete it; move it away or give another --out`,
  );
}
