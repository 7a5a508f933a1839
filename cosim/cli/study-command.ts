import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { SettleError, unknownName } from "../../src/errors.ts";
import { seededRandom } from "../../src/random.ts";
import { RunFolder } from "../run/run-folder.ts";
import { canonicalCommand, type RunIdentity } from "../run/run-name.ts";
import { parameterRows, type ParameterOwner, parseTexts } from "../run/parameter-texts.ts";
import { heading } from "../study/csv.ts";
import type { Study, StudyOutcome, StudyRun, Table } from "../study/study.ts";
import { studyFiles } from "../study/study-files.ts";
import { cellText } from "../study/study-page.ts";
import { STUDIES } from "../study/studies.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { interruptible } from "./interrupt.ts";
import { asText, assignments } from "./run-command.ts";
import { checksTable, parameterTable, placeOf } from "./summary.ts";
import { type Terminal, terminalOn } from "./terminal.ts";
import { textTable } from "./text-table.ts";

/** The options of `settle study`, as commander parses them. */
export interface StudyFlags {
  readonly seed: number;
  readonly set: readonly string[];
  readonly quick: boolean;
  readonly list: boolean;
  readonly out: string;
}

/** Longer tables are in the CSV. */
const MOST_PRINTED_ROWS = 24;

async function listStudies(terminal: Terminal): Promise<void> {
  const studies = await Promise.all(Object.values(STUDIES).map((load) => load()));
  terminal.line(textTable(studies.map(({ name, summary }) => [name, summary])));
}

async function studyNamed(name: string): Promise<Study> {
  const load = Object.hasOwn(STUDIES, name) ? STUDIES[name] : undefined;
  if (load === undefined) throw unknownName("study", name, "the command line", Object.keys(STUDIES));
  return load();
}

const ownerOf = ({ name, parameters }: Study): ParameterOwner => ({ title: `study "${name}"`, shapes: [parameters] });

/** What `--quick` and `--set` come to: parameters by name, checked, and those that were given. */
function parametersOf(study: Study, flags: StudyFlags) {
  const quick = flags.quick ? Object.entries(study.quick).map(([name, value]) => [name, asText(value)] as const) : [];
  const { parsed, given } = parseTexts(ownerOf(study), { ...Object.fromEntries(quick), ...assignments(flags.set) });
  return { parameters: parsed[0] ?? {}, given: Object.fromEntries(given) };
}

function printedTable({ columns, rows, title }: Table): string {
  const cells = rows.map((row) => columns.map(({ name }) => cellText(row[name])));
  return `${title}\n${textTable([columns.map(heading), ...cells])}`;
}

const runOn = (terminal: Terminal, seed: number, signal: AbortSignal): StudyRun => ({
  seed,
  random: seededRandom(seed),
  async progress(done, total, what) {
    terminal.progress(done, total, what);
    await setImmediate();
    if (signal.aborted) throw new SettleError("INTERRUPTED", `interrupted at ${done} of ${total}: ${what}`);
  },
});

function summaryOf({ tables, checks }: StudyOutcome, place: string): string {
  const short = tables.filter(({ rows }) => rows.length <= MOST_PRINTED_ROWS);
  const held = checks.filter(({ passed }) => passed).length;
  const verdict = `${held === checks.length ? "passed" : "failed"}: ${held} of ${checks.length} checks held`;
  return [...short.map(printedTable), ...checksTable(checks), `${verdict}, ${placeOf(place)}`].join("\n");
}

/** `settle study <name>`: leaves runs/study-<name>-<id>/ with data, plots and one page; without a name, the list. */
export async function studyCommand(name: string | undefined, flags: StudyFlags): Promise<ExitCode> {
  const terminal = terminalOn(process.stdout);
  if (name === undefined) return listStudies(terminal).then(() => EXIT.passed);
  const study = await studyNamed(name);
  if (flags.list) terminal.line(`${name}: ${study.summary}\n${parameterTable(parameterRows(ownerOf(study)))}`);
  if (flags.list) return EXIT.passed;
  const { seed } = flags;
  const { parameters, given } = parametersOf(study, flags);
  const identity: RunIdentity = { bench: `study-${name}`, seed, set: given };
  const folder = new RunFolder(resolve(flags.out), identity); // refused before minutes of computing, not after
  const outcome = await interruptible(terminal.line, (signal) => study.run(parameters, runOn(terminal, seed, signal)));
  terminal.close();
  const order = { study, seed, parameters, command: canonicalCommand({ ...identity, bench: name }, "study") };
  for (const [file, text] of await studyFiles(order, outcome)) folder.write(file, text);
  terminal.line(summaryOf(outcome, folder.publish()));
  return outcome.checks.every(({ passed }) => passed) ? EXIT.passed : EXIT.failed;
}
