import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { SettleError } from "../../src/errors.ts";
import { Trajectory } from "../../src/lockstep/trajectory.ts";
import type { Tolerance } from "../../src/ode/contracts.ts";
import type { Seconds, Volts } from "../../src/units.ts";
import { END, POLE_RATIO, relaxed, type Size, sized } from "./analog-subjects.ts";
import type { Subject } from "./measure.ts";
import { type Bar, faster, type RatioRule } from "./ratio.ts";
import { type Relaxation, relaxation } from "./relaxation.ts";
import { spiceNetlist, watchedNodes } from "./spice-netlist.ts";

const execute = promisify(execFile);

const RELTOL = 1e-6;
/** Errs less than ngspice at its tolerance above, which every run checks. */
const EQUAL: Tolerance = { relative: 2e-5, absolute: 2e-8 };
const EXACT: Tolerance = { relative: 1e-11, absolute: 1e-14 };

interface Point {
  readonly t: Seconds;
  /** of the watched nodes [V] */
  readonly v: readonly Volts[];
}

const nameOf = (who: string, size: Size): string => `${who}, ${sized(size)}`;
const ours = (size: Size): string => nameOf("analog engine as exact as ngspice", size);
const theirs = (size: Size): string => nameOf(`ngspice, reltol ${RELTOL.toExponential()}`, size);

/** A whole relaxation, checked to err no more than ngspice's. */
export function engineLikeSpice(size: Size): Subject {
  let problem: Relaxation | undefined;
  return {
    name: ours(size),
    unit: "relaxation",
    open: async () => {
      problem = relaxation(...size, POLE_RATIO);
    },
    run: async () => {
      relaxed(problem as Relaxation, false, EQUAL);
      return { units: 1 };
    },
    close: async () => {},
  };
}

/** The same by ngspice, once: what it takes is hundreds of times what the machine's noise is. */
export function spice(size: Size): Subject {
  let solved: Promise<Solved> | undefined;
  return {
    name: theirs(size),
    unit: "relaxation",
    open: async () => {},
    run: async () => {
      const { seconds } = await (solved ??= spiceRelaxation(relaxation(...size, POLE_RATIO)));
      return { units: 1, seconds };
    },
    remark: async () => errorText(await solved),
    close: async () => {},
  };
}

export const spiceRatio = (size: Size, bar?: Bar): RatioRule =>
  faster(`engine / ngspice at no larger error, ${sized(size)}`, ours(size), theirs(size), bar);

interface Solved {
  readonly seconds: Seconds;
  readonly points: number;
  /** Largest distances from the solution at `EXACT`. */
  readonly error: { readonly spice: Volts; readonly engine: Volts };
}

const microvolts = (volts: Volts): string => `${(volts * 1e6).toPrecision(3)} uV`;

const errorText = (solved: Solved | undefined): string | undefined =>
  solved &&
  `off by ${microvolts(solved.error.spice)} at most at ${solved.points} points, the engine by ${microvolts(solved.error.engine)}`;

async function spiceRelaxation(problem: Relaxation): Promise<Solved> {
  const folder = mkdtempSync(join(tmpdir(), "settle-spice-"));
  try {
    const [netlist, raw] = [join(folder, "core.cir"), join(folder, "core.raw")];
    writeFileSync(netlist, spiceNetlist(problem, RELTOL, END, raw));
    const start = process.hrtime.bigint();
    await execute("ngspice", ["-b", netlist], { maxBuffer: 2 ** 26 });
    const seconds = Number(process.hrtime.bigint() - start) * 1e-9;
    const points = pointsOf(readFileSync(raw, "utf8"));
    return { seconds, points: points.length, error: errorsAt(problem, points) };
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

/** Of ngspice and of the engine; MISUSE where the engine errs more, and the two are no match. */
function errorsAt(problem: Relaxation, points: readonly Point[]): Solved["error"] {
  const exact = voltagesAt(problem, points, EXACT);
  const solutions = { spice: points.map(({ v }) => v), engine: voltagesAt(problem, points, EQUAL) };
  const error = { spice: apart(solutions.spice, exact), engine: apart(solutions.engine, exact) };
  if (error.engine <= error.spice && points.length > 100) return error;
  const texts = `the engine errs by ${microvolts(error.engine)}, ngspice by ${microvolts(error.spice)}`;
  throw new SettleError("MISUSE", `${texts} at ${points.length} points`);
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
