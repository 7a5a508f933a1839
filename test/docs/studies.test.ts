import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { csvText } from "../../cosim/study/csv.ts";
import type { Row, Study, Table } from "../../cosim/study/study.ts";
import { STUDIES } from "../../cosim/study/studies.ts";
import { seededRandom } from "../../src/random.ts";

const folder = join(import.meta.dirname, "../../docs/studies");

/** Rows of a CSV without quoted cells, by the names of its columns. */
function rowsOf(csv: string): readonly Row[] {
  const [head = "", ...lines] = csv.trimEnd().split("\n");
  const names = head.split(",").map((name) => name.replace(/ \[.*/, ""));
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, k) => [names[k] ?? "", cell])));
}

async function tableOf(study: Study, parameters: object, name: string): Promise<Table> {
  const run = { seed: 1, random: seededRandom(1), progress: async () => {} };
  const { tables } = await study.run(study.parameters.parse(parameters), run);
  const table = tables.find((candidate) => candidate.name === name);
  if (table === undefined) throw new Error(`${study.name} has no table ${name}`);
  return table;
}

/** Figures may move with the integrator, within what it is asked for; how many steps it takes is its own affair. */
const isNear = (column: string, shown: unknown, computed: unknown): boolean =>
  column === "steps" ||
  shown === computed ||
  Math.abs(Number(shown) - Number(computed)) <= 1e-3 * Math.abs(Number(computed));

// The first draw of the smallest cores stands for the rest, which takes minutes.
it.each(["settling", "energy"])("the manual's data of %s are those that its command gives", async (name) => {
  const load = STUDIES[name];
  if (load === undefined) throw new Error(`no study ${name}`);
  const shown = rowsOf(readFileSync(join(folder, name, "runs.csv"), "utf8"));
  const computed = rowsOf(csvText(await tableOf(await load(), { sizes: [10, 18], draws: 1, gainDraws: 1 }, "runs")));
  expect(computed.length).toBeGreaterThan(7);
  const small = shown.filter(({ size, draw }) => Number(size) <= 18 && draw === "0");
  expect(small.length).toBe(computed.length);
  const misses = small.flatMap((row, k) =>
    Object.entries(row).flatMap(([column, cell]) =>
      isNear(column, cell, computed[k]?.[column])
        ? []
        : [`row ${k}, ${column}: ${String(cell)}, now ${String(computed[k]?.[column])}`],
    ),
  );
  expect(misses).toEqual([]);
});
