import type { Profiler } from "node:inspector/promises";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timesOf } from "../../../cosim/profile/attribution.ts";
import { breakdownOf } from "../../../cosim/profile/breakdown.ts";
import { PARTS, partOfFile, type Part } from "../../../cosim/profile/parts.ts";
import { projectRoot } from "../../../cosim/run/project-root.ts";

const ROOT = "/project";
const node = (id: number, functionName: string, url: string, children: number[] = []): Profiler.ProfileNode => ({
  id,
  callFrame: { functionName, scriptId: "0", url, lineNumber: 0, columnNumber: 0 },
  hitCount: 0,
  children,
});
const own = (path: string) => `file://${ROOT}/${path}`;
const NODES = [
  node(1, "(root)", "", [2, 3, 4, 8]),
  node(2, "(idle)", ""),
  node(3, "(garbage collector)", ""),
  node(4, "run", own("cosim/run/run-bench.ts"), [5, 6, 7]),
  node(5, "derivative", own("analog-models/circuit/flows.ts"), [9]),
  node(6, "toSVG", `file://${ROOT}/node_modules/vega/vega.js`),
  node(7, "receive", own("cosim/transport/nanomsg-socket.ts")),
  node(8, "load", "node:internal/modules"),
  node(9, "kernel/execute", "wasm://wasm/1234", [10, 11]),
  node(10, "crossbar/fusedFourRows", "wasm://wasm/1234"),
  node(11, "tanh/expm1", "wasm://wasm/1234"),
];
const EXPECTED: readonly Part[] = [
  "runtime",
  "wait",
  "garbage collection",
  "harness",
  "analog: equations",
  "harness",
  "wait",
  "runtime",
  "analog: equations",
  "analog: kernel",
  "analog: activation",
];
const profileOf = (samples: readonly number[], timeDeltas: readonly number[]): Profiler.Profile => ({
  nodes: NODES,
  startTime: 0,
  endTime: 1,
  samples: [...samples],
  timeDeltas: [...timeDeltas],
});

const NEVER = { from: 0, until: 0 };
const times = (profile: Profiler.Profile, building = NEVER) => timesOf(profile, ROOT, 1000, building);

describe("attribution of samples", () => {
  it.each(NODES.map(({ id, callFrame }) => [callFrame.functionName, id] as const))("%s", (_, id) => {
    expect(Object.entries(times(profileOf([id], [2e6]))).filter(([, seconds]) => seconds > 0)).toEqual([
      [EXPECTED[id - 1], 2],
    ]);
  });

  it("is to the build while the digital half is built, whatever is sampled then", () => {
    const { build, wait, harness } = times(profileOf([2, 2, 4, 2, 4], [10e3, 10e3, 20e3, 40e3, 80e3]), {
      from: 1011,
      until: 1081,
    });
    expect([build, wait, harness]).toEqual([0.07, 0.01, 0.08].map((seconds) => expect.closeTo(seconds, 9)));
  });

  it("loses no time, whatever the samples", () => {
    const sample = fc.tuple(fc.integer({ min: 1, max: NODES.length }), fc.integer({ min: 0, max: 5000 }));
    fc.assert(
      fc.property(fc.array(sample), (list) => {
        const profile = profileOf(
          list.map(([id]) => id),
          list.map(([, delta]) => delta),
        );
        const total = PARTS.reduce((sum, part) => sum + times(profile, { from: 1010, until: 1100 })[part], 0);
        expect(total).toBeCloseTo(list.reduce((sum, [, delta]) => sum + delta, 0) * 1e-6, 9);
      }),
    );
  });

  it.each([
    ["src/observe/shortest-decimal.ts", "waveforms"],
    ["src/observe/ascii-text.ts", "waveforms"],
    ["src/observe/convergence.ts", "observers"],
    ["src/lockstep/crossing-search.ts", "analog: crossings"],
    ["src/ode/chord-search.ts", "analog: crossings"],
    ["src/ode/erk-stepper.ts", "analog: step control"],
  ] as const)("%s is %s", (file, part) => expect(partOfFile(file)).toBe(part));

  it("knows every folder that runs", () => {
    const layers = ["src/ode", "src/lockstep", "src/observe", "analog-models/circuit", "cosim/run", "cosim/host"];
    const files = layers.flatMap((layer) => readdirSync(join(projectRoot, layer)).map((file) => `${layer}/${file}`));
    for (const file of files.filter((name) => name.endsWith(".ts"))) expect(PARTS).toContain(partOfFile(file));
    expect(partOfFile("node_modules/vega/vega.ts")).toBeUndefined();
  });
});

describe("what the digital half used", () => {
  const sampled = times(profileOf([2, 7, 4], [1e6, 1e6, 1e6]));
  const effort = { exchanges: 1, evaluations: 2, cycles: 1 };
  const seconds = (digital_s: number | undefined, part: Part) =>
    breakdownOf(sampled, 3, { ...effort, digital_s }).parts.find((row) => row.part === part)?.seconds ?? 0;

  it.each([
    [undefined, 0, 2],
    [0.5, 0.5, 1.5],
    [9, 2, 0],
  ])("%s s is taken from the wait, and no more than there is", (digital_s, digital, wait) => {
    expect([seconds(digital_s, "digital"), seconds(digital_s, "wait")]).toEqual([digital, wait]);
  });
});
