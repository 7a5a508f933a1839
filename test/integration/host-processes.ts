import { readdirSync, readFileSync } from "node:fs";

/** Process ids of living children of this process: the hosts that a test has open, and what it left behind. */
export function children(): readonly number[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => parentOf(pid) === process.pid && !isGone(pid));
}

export function isGone(pid: number): boolean {
  return /^(Z|X)/.test(statOf(pid)?.state ?? "X");
}

const parentOf = (pid: number): number | undefined => statOf(pid)?.parent;

/** The name of a process may contain blanks and parentheses, so fields count from the last ")". */
function statOf(pid: number): { readonly state: string; readonly parent: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "X", parent = "0"] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state, parent: Number(parent) };
  } catch {
    return undefined; // it ended between the listing and the look
  }
}
