import { expect, it } from "vitest";
import { benches } from "../../cosim/benches/index.ts";
import { TRANSPORTS } from "../../cosim/host/transports.ts";
import { inScratch, runQuietly, shipped } from "./run-quietly.ts";

/** What makes a run of each bench short. */
const SHORT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  hamming: { words: "3" },
  "m-sequence": { prompts: "01101001", tokens: "2" },
  parity: { prompts: "01101001", tokens: "2" },
  "sar-adc": { codes: "16" },
  "tracking-adc": { edges: "500" },
  xor: {},
};
const MODES = ["windowed", "strict"] as const;
const FILES = ["result.json", "waves.vcd", "report.html", "log"];

it.each(Object.keys(benches))("%s leaves the same bytes on every transport and in every mode", async (name) => {
  await inScratch(async (root) => {
    const bench = await shipped(name);
    const first = new Map<string, string>();
    for (const lockstepMode of MODES)
      for (const transport of TRANSPORTS) {
        const { result, file } = await runQuietly(bench, root, {
          waves: true,
          set: SHORT[name],
          transport,
          lockstepMode,
        });
        expect(result.status, JSON.stringify(result)).toBe("passed");
        for (const path of FILES) {
          if (!first.has(path)) first.set(path, file(path));
          expect(file(path) === first.get(path), `${path}, ${lockstepMode} over ${transport}`).toBe(true);
        }
      }
  });
});
