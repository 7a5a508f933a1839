import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { SettleError } from "../../src/errors.ts";
import { Trajectory } from "../../src/lockstep/trajectory.ts";
import type { Tolerance } from "../../src/ode/contracts.ts";
import type { Seconds, Volts } from "../../src/units.ts";
import { END, POLE_RATIO, relaxed } from "./analog-subjects.ts";
import type { Subject } from "./measure.ts";
import { faster, type RatioRule } from "./ratio.ts";
import { type Relaxation, relaxation } from "./relaxation.ts";
import { spiceNetlist, watchedNodes } from "./spice-netlist.ts";

const execute = promisify(execFile);

const RELTOL = 1e-6;
/** Errs less than ngspice at its tolerance above, which every run checks. */
const EQUAL: Tolerance = { relative: 1e-4, absolute: 1e-7 };
const EXACT: Tolerance = { relative: 1e-11, absolute: 1e-14 };
const SIZE = [128, 256] as const;
const NAMES = { ours: "analog engine as exact as ngspice, 128 x 256", theirs: "ngspice, reltol 1e-6, 128 x 256" };

interface Point {
  readonly t: Seconds;
  /** of the watched nodes [V] */
  readonly v: readonly Volts[];
}

/** A whole relaxation, checked to err no more than ngspice's. */
export function engineLikeSpice(): Subject {
  let problem: Relaxation | undefined;
  return {
    name: NAMES.ours,
    unit: "relaxation",
    open: async () => {
      problem = relaxation(...SIZE, POLE_RATIO);
    },
    run: async () => {
      relaxed(problem as Relaxation, false, EQUAL);
      return { units: 1 };
    },
    close: async () => {},
  };
}

/** The same by ngspice, once: what it takes is hundreds of times what the machine's noise is. */
export function spice(): Subject {
  let seconds: Promise<Seconds> | undefined;
  return {
    name: NAMES.theirs,
    unit: "relaxation",
    open: async () => {},
    run: async () => ({ units: 1, seconds: await (seconds ??= spiceRelaxation(relaxation(...SIZE, POLE_RATIO))) }),
    close: async () => {},
  };
}

export const spiceRatios = (): readonly RatioRule[] => [
  faster("engine / ngspice at no larger error", NAMES.ours, NAMES.theirs, { atLeast: 200 }),
];

async function spiceRelaxation(problem: Relaxation): Promise<Seconds> {
  const folder = mkdtempSync(join(tmpdir(), "settle-spice-"));
  try {
    const [netlist, raw] = [join(folder, "core.cir"), join(folder, "core.raw")];
    writeFileSync(netlist, spiceNetlist(problem, RELTOL, END, raw));
    const start = process.hrtime.bigint();
    await execute("ngspice", ["-b", netlist], { maxBuffer: 2 ** 26 });
    const seconds = Number(process.hrtime.bigint() - start) * 1e-9;
    requireNoLargerError(problem, pointsOf(readFileSync(raw, "utf8")));
    return seconds;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An ASCII raw file of ngspice: after "Values:", each point is its number, the time and the voltages. */
export function pointsOf(raw: string): readonly Point[] {
  const width = Number(/No\. Variables:\s*(\d+)/.exec(raw)?.[1]) + 1;
  const numbers = raw
    .slice(raw.indexOf("Values:") + "Values:".length)
    .trim()
    .split(/\s+/)
    .map(Number);
  return Array.from({ length: Math.floor(numbers.length / width) }, (_, k) => {
    const [, t, ...v] = numbers.slice(k * width, (k + 1) * width);
    return { t, v };
  });
}

function requireNoLargerError(problem: Relaxation, theirs: readonly Point[]): void {
  const exact = voltagesAt(problem, theirs, EXACT);
  const [own, other] = [voltagesAt(problem, theirs, EQUAL), theirs.map(({ v }) => v)].map((v) => apart(v, exact));
  if (own <= other && theirs.length > 100) return;
  throw new SettleError("MISUSE", `the engine errs by ${own} V, ngspice by ${other} V at ${theirs.length} points`);
}

const apart = (a: readonly (readonly Volts[])[], b: readonly (readonly Volts[])[]): Volts =>
  a.reduce((most, row, k) => Math.max(most, ...row.map((v, n) => Math.abs(v - b[k][n]))), 0);

/** The watched nodes at the times of these points. */
export function voltagesAt({ core }: Relaxation, points: readonly Point[], tolerance: Tolerance): Volts[][] {
  const { circuit, parameters } = core;
  const places = watchedNodes(parameters.visible, parameters.softmaxRows).map((node) => {
    const bank = node.startsWith("v") ? "visible" : "hidden";
    return circuit.stateNames.indexOf(`${bank}.v[${node.slice(1)}] [V]`);
  });
  const trajectory = new Trajectory(circuit, tolerance, { errorBounds: false });
  const x = new Float64Array(circuit.stateNames.length);
  trajectory.begin();
  return points.map(({ t }) => {
    while (trajectory.integration.tau1 < t) trajectory.extend();
    trajectory.integration.interpolate(t, x);
    return places.map((place) => x[place]);
  });
}
