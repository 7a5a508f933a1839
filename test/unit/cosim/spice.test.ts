import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { END, POLE_RATIO } from "../../../cosim/benchmark/analog-subjects.ts";
import { relaxation } from "../../../cosim/benchmark/relaxation.ts";
import { spiceNetlist } from "../../../cosim/benchmark/spice-netlist.ts";
import { pointsOf, voltagesAt } from "../../../cosim/benchmark/spice-subjects.ts";
import { isInstalled } from "../../../cosim/host/tools.ts";

const RELTOL = 1e-5;
/** Several times what ngspice errs by here. */
const CLOSE_V = 5e-4;

const present = isInstalled("ngspice");
if (!present) process.stderr.write("skipped: the benchmark's netlist in ngspice, which is not installed\n");

it.skipIf(!present)("ngspice and the engine solve the same relaxation", () => {
  const folder = mkdtempSync(join(tmpdir(), "settle-spice-"));
  const [netlist, raw] = [join(folder, "core.cir"), join(folder, "core.raw")];
  const problem = relaxation(5, 9, POLE_RATIO);
  writeFileSync(netlist, spiceNetlist(problem, RELTOL, END, raw));
  execFileSync("ngspice", ["-b", netlist], { stdio: "pipe" });
  const points = pointsOf(readFileSync(raw, "utf8"));
  rmSync(folder, { recursive: true });
  const ours = voltagesAt(problem, points, { relative: 1e-9, absolute: 1e-12 });
  const moved = Math.abs(ours[0][0] - (ours.at(-1)?.[0] ?? 0));
  expect(points.length).toBeGreaterThan(50);
  expect(points.at(-1)?.t).toBeCloseTo(END, 12);
  expect(moved).toBeGreaterThan(100 * CLOSE_V);
  points.forEach(({ v }, k) => v.forEach((volts, n) => expect(Math.abs(volts - ours[k][n])).toBeLessThan(CLOSE_V)));
});
