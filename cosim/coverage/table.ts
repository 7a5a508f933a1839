import { textTable } from "../cli/text-table.ts";
import { coveredLines, type FileCoverage } from "./file-coverage.ts";
import { type Gap, percentOf, type Verdict } from "./verdict.ts";

const share = (covered: number, all: number): string => `${covered}/${all}`;
const percent = (covered: number, all: number): string => `${percentOf(covered, all).toFixed(1)} %`;

const gapText = ({ line, missing, reason }: Gap): string =>
  `${line} (${[...new Set(missing)].join(", ")}${reason === undefined ? "" : "; explained"})`;

function row({ file, lines, branches }: FileCoverage, gaps: readonly Gap[]): readonly string[] {
  const covered = coveredLines({ file, lines, branches });
  const where = gaps.filter((gap) => gap.file === file).map((gap) => gapText(gap));
  return [
    file,
    share(covered, lines.length),
    percent(covered, lines.length),
    share(branches.covered, branches.total),
    where.join(", "),
  ];
}

function total(files: readonly FileCoverage[]): readonly string[] {
  const sum = (of: (file: FileCoverage) => number) => files.reduce((before, file) => before + of(file), 0);
  const [covered, lines] = [sum(coveredLines), sum((file) => file.lines.length)];
  const branches = share(
    sum((file) => file.branches.covered),
    sum((file) => file.branches.total),
  );
  return ["together", share(covered, lines), percent(covered, lines), branches];
}

/** Every file with its lines, its branches and the lines that did not run; then the explained ones with their reasons. */
export function renderTable(files: readonly FileCoverage[], { gaps }: Verdict): string {
  const head = ["file", "lines", "", "branches", "lines of which something never ran"];
  const table = textTable([head, ...files.map((file) => row(file, gaps)), total(files)]);
  const reasons = gaps.flatMap(({ file, line, reason }) =>
    reason === undefined ? [] : [`  ${file}:${line}: ${reason}`],
  );
  return [table, ...(reasons.length > 0 ? ["", "explained:", ...reasons] : [])].join("\n");
}

/** What each subject covers by itself. */
export const renderSubjects = (subjects: readonly (readonly [string, readonly FileCoverage[]])[]): string =>
  textTable([["alone", "lines", "", "branches"], ...subjects.map(([name, files]) => [name, ...total(files).slice(1)])]);
