import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { coverageOf } from "../../cosim/coverage/file-coverage.ts";
import { mergedPoints } from "../../cosim/coverage/points.ts";
import { COVERAGE_VARIABLE } from "../../cosim/host/build.ts";
import { openDigital } from "../../cosim/host/open-digital.ts";
import { Pins, reset } from "../rtl/pins.ts";
import { projectRoot } from "./project-root.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "settle-coverage-test-"));
  vi.stubEnv(COVERAGE_VARIABLE, folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const openCounter = () =>
  openDigital({ rtl: { top: "counter", files: ["hdl/counter.f"] }, root: projectRoot, transport: "ipc" });
const points = () =>
  mergedPoints(
    readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8")),
    (file) => file,
  );

it("a model built for coverage counts every pass, over all hosts and resets", async () => {
  for (let host = 0; host < 2; host++) {
    const peer = await openCounter();
    for (let start = 0; start < 2; start++) {
      const pins = await Pins.open(peer);
      await reset(pins); // two edges
      await pins.cycle(5);
    }
    await peer.close();
  }
  const counts = points().filter(({ file, kind }) => file === "hdl/rtl/counter.sv" && kind === "branch");
  expect(counts.map(({ what, count }) => [what, count])).toEqual([
    ["if", 2 * 2 * 2],
    ["else", 2 * 2 * 5],
  ]);
  expect(coverageOf("hdl/rtl/counter.sv", counts).branches).toEqual({ covered: 2, total: 2 });
});

it("refuses a snapshot, which Verilator cannot make of such a model", async () => {
  const peer = await openCounter();
  await Pins.open(peer);
  await expect(peer.save()).rejects.toThrow("a model built for coverage has no snapshots");
  await peer.close();
});
