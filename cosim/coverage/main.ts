import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { counted, filesCovered, type Subject } from "./collect.ts";
import { renderSubjects, renderTable } from "./table.ts";
import { parseUnreachable } from "./unreachable.ts";
import { verdictOf } from "./verdict.ts";

const root = resolve(import.meta.dirname, "../..");

const VITEST = "node_modules/vitest/vitest.mjs";
const ERRORS = "test/integration/controller-errors.test.ts";
/** What drives the RTL: its own tests, then circuits, which leave their runs in `folder`. */
function subjectsIn(folder: string): readonly Subject[] {
  const bench = (...call: readonly string[]): Subject => ({
    name: `settle run ${call.join(" ")}`,
    arguments: ["cosim/cli/settle.mjs", "run", ...call, "--no-waves", "--out", join(folder, "runs")],
  });
  return [
    { name: "test/rtl", arguments: [VITEST, "run", "test/rtl"] },
    { name: ERRORS, arguments: [VITEST, "run", ERRORS] },
    bench("xor"),
    bench("hamming", "--set", "words=8"),
    bench("parity", "--set", "promptCount=2"),
    bench("m-sequence", "--set", "promptCount=1"),
    bench("sar-adc"),
    bench("tracking-adc", "--set", "edges=2000"),
  ];
}

const { least } = new Command("npm run coverage:rtl --")
  .description(
    "Counts which lines of the RTL the tests and the benches run, and fails where one is missing unexplained.",
  )
  .option("--least <PERCENT>", "least share of lines that must have run", Number, 95)
  .parse()
  .opts<{ readonly least: number }>();

const sources = new Map<string, readonly string[]>();
function textOf(file: string, line: number): string {
  const lines = sources.get(file) ?? readFileSync(join(root, file), "utf8").split("\n");
  sources.set(file, lines);
  return lines[line - 1] ?? "";
}

const folder = mkdtempSync(join(tmpdir(), "settle-coverage-"));
try {
  const counts = subjectsIn(folder).map((subject, i) => {
    process.stderr.write(`${subject.name} ...\n`);
    return [subject.name, counted(subject, root, join(folder, `counts-${i}`))] as const;
  });
  const files = filesCovered(
    root,
    counts.flatMap(([, texts]) => texts),
  );
  const entries = parseUnreachable(readFileSync(join(root, "hdl/coverage/unreachable.json"), "utf8"));
  const verdict = verdictOf(files, entries, textOf, least);
  const subjects = renderSubjects(counts.map(([name, texts]) => [name, filesCovered(root, texts)]));
  process.stdout.write(`${renderTable(files, verdict)}\n\n${subjects}\n`);
  for (const complaint of verdict.complaints) process.stderr.write(`${complaint}\n`);
  process.exitCode = verdict.complaints.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
