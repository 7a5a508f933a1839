import { listParameters } from "../run/parameters.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { findBench, shippedBenches } from "./find-bench.ts";
import { parameterTable } from "./summary.ts";
import { textTable } from "./text-table.ts";

async function wanted(name: string | undefined) {
  if (name !== undefined) return [await findBench(name)];
  return Promise.all(Object.values(await shippedBenches()).map((load) => load()));
}

/** All shipped benches, or one with its parameters. */
export async function listCommand(name: string | undefined, flags: { readonly json: boolean }): Promise<ExitCode> {
  const benches = await wanted(name);
  const rows = benches.map((bench) => ({
    name: bench.name,
    summary: bench.summary,
    parameters: listParameters(bench),
  }));
  if (flags.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else if (name === undefined) process.stdout.write(`${textTable(rows.map((row) => [row.name, row.summary]))}\n`);
  else for (const row of rows) process.stdout.write(`${row.name}: ${row.summary}\n${parameterTable(row.parameters)}\n`);
  return EXIT.passed;
}
