import { cpus } from "node:os";
import { unknownName } from "../../src/errors.ts";
import { type Group, groups, runSuite } from "../benchmark/suite.ts";
import { isInstalled } from "../host/tools.ts";
import { renderTables } from "../benchmark/table.ts";
import { settleVersion } from "../run/manifest.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { type Terminal, terminalOn } from "./terminal.ts";

/** The options of `settle benchmark`, as commander parses them. */
export interface BenchmarkFlags {
  readonly rounds: number;
  readonly json: boolean;
  /** Names of groups; all when empty. */
  readonly only: readonly string[];
}

/** Measures; answers exit code 1 where a ratio misses its bar. */
export async function benchmarkCommand({ rounds, json, only }: BenchmarkFlags): Promise<ExitCode> {
  const terminal = terminalOn(process.stderr);
  const results = await runSuite(present(chosen(only), only, terminal), rounds, (text) => terminal.line(text));
  terminal.close();
  const machine = { version: settleVersion(), node: process.version, processor: cpus()[0]?.model ?? "unknown", rounds };
  process.stdout.write(`${json ? JSON.stringify({ machine, groups: results }, null, 2) : renderTables(results)}\n`);
  return results.every(({ ratios }) => ratios.every(({ met }) => met !== false)) ? EXIT.passed : EXIT.failed;
}

/** Those whose programs are installed and, unless asked for by name, that take no minutes; says which are left out. */
function present(wanted: readonly Group[], only: readonly string[], terminal: Terminal): readonly Group[] {
  return wanted.filter(({ name, needs, slow }) => {
    const missing = needs !== undefined && !isInstalled(needs);
    if (!missing && (slow === undefined || only.includes(name))) return true;
    const advice = missing ? `needs ${needs}: sudo apt-get install ${needs}` : `takes minutes: --only ${name}`;
    terminal.line(`left out: the group "${name}", which ${advice}`);
    return false;
  });
}

function chosen(only: readonly string[]): readonly Group[] {
  const all = groups();
  const names = all.map(({ name }) => name);
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw unknownName("group", unknown, "--only", names);
  return all.filter(({ name }) => only.length === 0 || only.includes(name));
}
