import type { Point } from "./points.ts";

/** A line that can run, or what of it never did. */
export interface LineCoverage {
  readonly line: number;
  /** What never ran: "if", "else", "case", ...; empty when all of it did. */
  readonly missing: readonly string[];
}

export interface FileCoverage {
  readonly file: string;
  readonly lines: readonly LineCoverage[];
  readonly branches: { readonly covered: number; readonly total: number };
}

/** A line is covered when everything on it ran: both sides of a branch, the side that is not written down included. */
export function coverageOf(file: string, points: readonly Point[]): FileCoverage {
  const lines = new Map<number, string[]>();
  for (const point of points) {
    for (const line of point.lines) {
      const missing = lines.get(line) ?? [];
      lines.set(line, missing);
      if (point.count === 0) missing.push(point.what);
    }
  }
  const branches = points.filter(({ kind }) => kind === "branch");
  return {
    file,
    lines: [...lines].map(([line, missing]) => ({ line, missing })).sort((a, b) => a.line - b.line),
    branches: { covered: branches.filter(({ count }) => count > 0).length, total: branches.length },
  };
}

export const isCovered = ({ missing }: LineCoverage): boolean => missing.length === 0;

export const coveredLines = ({ lines }: FileCoverage): number => lines.filter(isCovered).length;
