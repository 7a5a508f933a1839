import { expect, it } from "vitest";
import readout from "../../../cosim/study/readout/readout.ts";
import { studyFiles } from "../../../cosim/study/study-files.ts";
import type { Study } from "../../../cosim/study/study.ts";
import tolerance from "../../../cosim/study/tolerance/tolerance.ts";
import { seededRandom } from "../../../src/random.ts";

async function outcomeOf(study: Study, given: Record<string, unknown>, seed: number) {
  const parameters = study.parameters.parse({ ...study.quick, ...given });
  const steps: [number, number][] = [];
  const outcome = await study.run(parameters, {
    seed,
    random: seededRandom(seed),
    progress: async (done, total) => void steps.push([done, total]),
  });
  const [done, total] = steps.at(-1) ?? [0, 1];
  expect(done).toBe(total);
  return { outcome, files: await studyFiles({ study, seed, parameters, command: "settle study" }, outcome) };
}

const small = {
  languages: ["parity"],
  chips: 1,
  sweepChips: 1,
  contexts: 18,
  calibration: 9,
  calibrations: [9, 18],
  levelBits: [8],
  mismatch: [1, 20],
};

it("tolerance: one chip of each kind, the same bytes again", async () => {
  const given = { ...small, programming: [0.5], biasError: [0], offset: [20], noise: [1] };
  const first = await outcomeOf(tolerance, given, 2);
  const again = await outcomeOf(tolerance, given, 2);
  expect([...again.files]).toEqual([...first.files]);
  const { tables, checks } = first.outcome;
  expect(tables.map(({ name, rows }) => [name, rows.length])).toEqual([
    ["summary", 2],
    ["chips", 2],
    ["sweeps", 2 * 7],
    ["calibration", 3],
  ]);
  const sweeps = tables.find(({ name }) => name === "sweeps")?.rows ?? [];
  const shipped = (sweep: string, value: number) =>
    sweeps.find((row) => row.decoder === "as shipped" && row.sweep === sweep && row.value === value)?.mean;
  expect(shipped("mismatch [%]", 1)).toBe(100);
  expect(shipped("amplifier offset [mV]", 20)).toBeLessThan(100);
  expect(checks.find(({ name }) => name.startsWith("rest solved"))).toMatchObject({ passed: true });
});

it("readout: wrong when read at once, right from ten time constants on", async () => {
  const given = {
    languages: ["parity"],
    chips: 1,
    contexts: 3,
    designedContexts: 3,
    times: [1, 10, 15, 30],
    skews: [0, 1],
  };
  const { outcome } = await outcomeOf(readout, given, 1);
  const [accuracy, distance] = outcome.tables;
  expect(accuracy?.rows.length).toBe(3 * 2 * 4);
  const most = (skew: number) => distance?.rows.filter((row) => row.skew === skew).map((row) => Number(row.most)) ?? [];
  expect(most(0)).toEqual(most(0).toSorted((a, b) => b - a));
  most(1).forEach((late, k) => expect(late).toBeLessThanOrEqual(most(0)[k] ?? 0));
  expect(outcome.checks.map(({ passed }) => passed)).toEqual([true, true, true, true]);
});
