import { coveredLines, type FileCoverage, isCovered } from "./file-coverage.ts";
import { explains, type Unreachable } from "./unreachable.ts";

/** The text of line `line` (from 1) of a file. */
export type TextOf = (file: string, line: number) => string;

export interface Gap {
  readonly file: string;
  readonly line: number;
  readonly missing: readonly string[];
  /** Why no run reaches it, where that is known. */
  readonly reason?: string;
}

export interface Verdict {
  readonly percent: number;
  readonly gaps: readonly Gap[];
  /** What is wrong; nothing: the RTL is covered. */
  readonly complaints: readonly string[];
}

export const percentOf = (covered: number, total: number): number => (total === 0 ? 100 : (100 * covered) / total);

/** Every line below full coverage, with the reason that is recorded for it. */
function gapsOf(files: readonly FileCoverage[], entries: readonly Unreachable[], textOf: TextOf): Gap[] {
  return files.flatMap(({ file, lines }) =>
    lines
      .filter((line) => !isCovered(line))
      .map(({ line, missing }) => {
        const found = entries.find((entry) => explains(entry, file, textOf(file, line)));
        return { file, line, missing, ...(found ? { reason: found.reason } : {}) };
      }),
  );
}

/** An explanation of a line that is not there, or that is reached after all, has outlived its cause. */
function outlived(gaps: readonly Gap[], entries: readonly Unreachable[], textOf: TextOf): string[] {
  return entries
    .filter((entry) => !gaps.some(({ file, line }) => explains(entry, file, textOf(file, line))))
    .map(({ file, line }) => `${file}: "${line}" is called unreachable, but it runs or is not there`);
}

/** Lines that never ran count as such whether they are explained or not: an explanation is no coverage. */
export function verdictOf(
  files: readonly FileCoverage[],
  entries: readonly Unreachable[],
  textOf: TextOf,
  least_percent: number,
): Verdict {
  const gaps = gapsOf(files, entries, textOf);
  const total = files.reduce((sum, { lines }) => sum + lines.length, 0);
  const percent = percentOf(
    files.reduce((sum, file) => sum + coveredLines(file), 0),
    total,
  );
  const unexplained = gaps
    .filter(({ reason }) => reason === undefined)
    .map(({ file, line, missing }) => `${file}:${line}: ${missing.join(", ")} never ran, and no reason is recorded`);
  const unbuilt = files
    .filter(({ lines }) => lines.length === 0)
    .map(({ file }) => `${file} has code that runs, but nothing built it`);
  const low = percent < least_percent ? [`${percent.toFixed(2)} % of the lines ran, below ${least_percent} %`] : [];
  return { percent, gaps, complaints: [...low, ...unbuilt, ...unexplained, ...outlived(gaps, entries, textOf)] };
}
