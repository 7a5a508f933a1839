import type { Profiler } from "node:inspector/promises";
import { fileURLToPath } from "node:url";
import { PARTS, type Part, partOfFile, partOfFunction } from "./parts.ts";

/** Seconds by part. */
export type Times = Record<Part, number>;

/** By performance.now() [ms]. */
export interface Interval {
  readonly from: number;
  readonly until: number;
}

/** V8's names for what is no JavaScript. */
const BY_NAME: Readonly<Record<string, Part>> = {
  "(idle)": "wait",
  "(garbage collector)": "garbage collection",
};

/**
 * Adds up the samples of a profile that began at `startedAt` (performance.now(), ms). One that was taken while the digital half was
 * being built belongs to that, any other to the innermost of the project's own files that it was taken in: what a library does is done
 * for whoever calls it, and so is what a WebAssembly kernel does, but for functions that are a part of their own.
 */
export function timesOf(
  { nodes, samples = [], timeDeltas = [] }: Profiler.Profile,
  projectRoot: string,
  startedAt: number,
  building: Interval,
): Times {
  const parts = partsOf(nodes, projectRoot);
  const times = Object.fromEntries(PARTS.map((part) => [part, 0])) as Times;
  let now = startedAt;
  samples.forEach((id, n) => {
    now += timeDeltas[n] * 1e-3;
    const isBuilding = now > building.from && now <= building.until;
    times[isBuilding ? "build" : (parts.get(id) ?? "runtime")] += timeDeltas[n] * 1e-6;
  });
  return times;
}

/** The part of every node of the call tree; callers come before those they call. */
function partsOf(nodes: readonly Profiler.ProfileNode[], projectRoot: string): ReadonlyMap<number, Part> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parts = new Map<number, Part>();
  const root = projectRoot.endsWith("/") ? projectRoot : `${projectRoot}/`;
  const visit = (id: number, caller: Part): void => {
    const node = byId.get(id);
    if (node === undefined) return;
    const part = ownPart(node, root) ?? caller;
    parts.set(id, part);
    for (const child of node.children ?? []) visit(child, part);
  };
  if (nodes.length > 0) visit(nodes[0].id, "runtime");
  return parts;
}

function ownPart({ callFrame: { url, functionName } }: Profiler.ProfileNode, root: string): Part | undefined {
  if (url.startsWith("wasm:")) return partOfFunction(functionName);
  if (!url.startsWith("file:")) return BY_NAME[functionName];
  const path = fileURLToPath(url);
  return path.startsWith(root) ? partOfFile(path.slice(root.length)) : undefined;
}
