import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { timesOf } from "../profile/attribution.ts";
import { type Breakdown, breakdownOf, type Effort } from "../profile/breakdown.ts";
import { MEANING } from "../profile/parts.ts";
import { Sampler } from "../profile/sampler.ts";
import { projectRoot } from "../run/project-root.ts";
import { textTable } from "./text-table.ts";

export interface Profiling {
  /** To be told when the run is over. */
  readonly effort: (effort: Effort) => void;
  /** Leaves profile.json and run.cpuprofile in the run's folder; answers what to show. */
  readonly end: (folder: string) => Promise<string>;
}

/** Of a run that ended before both halves stood. */
const NO_EFFORT: Effort = {
  exchanges: 0,
  evaluations: 0,
  cycles: 0,
  digital_s: undefined,
  building: { from: 0, until: 0 },
};

export async function startProfile(): Promise<Profiling> {
  const sampler = new Sampler();
  let effort = NO_EFFORT;
  await sampler.start();
  return {
    effort: (told) => (effort = told),
    end: async (folder) => {
      const { profile, startedAt, wall_s } = await sampler.stop();
      const times = timesOf(profile, projectRoot, startedAt, effort.building);
      const breakdown = breakdownOf(times, wall_s, effort);
      writeWhole(join(folder, "profile.json"), `${JSON.stringify(breakdown, null, 2)}\n`);
      writeWhole(join(folder, "run.cpuprofile"), JSON.stringify(profile));
      return profileText(breakdown);
    },
  };
}

function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.partial`, text);
  renameSync(`${path}.partial`, path);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function profileText({ wall_s, parts, accounted, exchanges, evaluations, cycles }: Breakdown): string {
  const rows = [...parts]
    .sort((a, b) => b.seconds - a.seconds)
    .map(({ part, seconds, share }) => [part, percent(share).padStart(7), `${seconds.toFixed(3)} s`, MEANING[part]]);
  const perExchange = (count: number): string => (exchanges === 0 ? "-" : (count / exchanges).toPrecision(3));
  return [
    `${wall_s.toFixed(2)} s of wall time, ${percent(accounted)} of it accounted for:`,
    textTable(rows),
    `${exchanges} exchanges, of ${perExchange(cycles)} clock cycles and ${perExchange(evaluations)} evaluations each`,
  ].join("\n");
}
