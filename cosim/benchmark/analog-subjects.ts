import { SettleError } from "../../src/errors.ts";
import { Trajectory } from "../../src/lockstep/trajectory.ts";
import type { Solution } from "../../src/ode/solution.ts";
import type { Seconds } from "../../src/units.ts";
import type { Subject } from "./measure.ts";
import { buildNative, problemBytes, runNative } from "./native-relaxation.ts";
import type { RatioRule } from "./ratio.ts";
import { type Relaxation, relaxation } from "./relaxation.ts";

export const TOLERANCE = { relative: 1e-6, absolute: 1e-9 };
/** Ten time constants of the visible nodes: the core has settled. */
export const END: Seconds = 10e-6;
/** Where explicit methods belong: amplifiers ten times faster than their nodes. */
export const POLE_RATIO = 10;

/** Both integrate the same problem by the same method: their states may differ by rounding alone. */
const ROUNDING_V = 1e-9;

export type Size = readonly [visible: number, hidden: number];

export const sized = ([visible, hidden]: Size): string => `${visible} x ${hidden}`;

export function relaxed({ core }: Relaxation, errorBounds: boolean, tolerance = TOLERANCE): Solution {
  const trajectory = new Trajectory(core.circuit, tolerance, { errorBounds });
  trajectory.begin();
  while (trajectory.integration.tau1 < END) trajectory.extend();
  return trajectory.integration;
}

/** Integrations of a whole relaxation. */
export function engine(size: Size, errorBounds: boolean): Subject {
  let problem: Relaxation | undefined;
  return {
    name: `analog engine${errorBounds ? " with error bounds" : ""}, ${sized(size)}`,
    unit: "integration step",
    open: async () => {
      problem = relaxation(...size, POLE_RATIO);
    },
    run: async () => ({ units: relaxed(problem as Relaxation, errorBounds).accepted }),
    close: async () => {},
  };
}

/** The same in C++; refuses to be compared when the results differ. */
export function native(size: Size, repeats: number): Subject {
  let executable = "";
  let bytes: Uint8Array = new Uint8Array();
  return {
    name: `native C++, ${sized(size)}`,
    unit: "integration step",
    open: async () => {
      const problem = relaxation(...size, POLE_RATIO);
      executable = await buildNative();
      bytes = problemBytes(problem, TOLERANCE, END);
      requireSame(relaxed(problem, false), runNative(executable, bytes, 1));
    },
    run: async () => {
      const { accepted, seconds } = runNative(executable, bytes, repeats);
      return { units: repeats * accepted, seconds: repeats * seconds };
    },
    close: async () => {},
  };
}

function requireSame(ours: Solution, theirs: ReturnType<typeof runNative>): void {
  const off = theirs.state.reduce((most, volts, i) => Math.max(most, Math.abs(volts - ours.x1[i])), 0);
  if (off <= ROUNDING_V && theirs.accepted === ours.accepted && theirs.evaluations === ours.evaluations) return;
  const counts = `${theirs.accepted} steps and ${theirs.evaluations} evaluations, here ${ours.accepted} and ${ours.evaluations}`;
  throw new SettleError("MISUSE", `the native program solves another problem: off by ${off} V, ${counts}`);
}

/** Crosspoints double from one to the next, and no side is special. */
const SCALED: readonly Size[] = [
  [64, 128],
  [91, 181],
  [128, 256],
  [181, 362],
  [256, 512],
];
const LARGEST: Size = [256, 512];

const engineName = (size: Size): string => `analog engine, ${sized(size)}`;

export const engineSubjects = (): readonly Subject[] => [
  ...SCALED.map((size) => engine(size, false)),
  engine(LARGEST, true),
  native(LARGEST, 1),
];

export const engineRatios = (): readonly RatioRule[] => [
  {
    name: `engine / native, ${sized(LARGEST)}`,
    unit: "x",
    bar: { atMost: 1.5 },
    of: [engineName(LARGEST), `native C++, ${sized(LARGEST)}`],
    value: (ours, theirs) => theirs / ours,
  },
  {
    name: `engine with error bounds / native, ${sized(LARGEST)}`,
    unit: "x",
    of: [`analog engine with error bounds, ${sized(LARGEST)}`, `native C++, ${sized(LARGEST)}`],
    value: (ours, theirs) => theirs / ours,
  },
  {
    name: "exponent of a step's cost in crosspoints",
    unit: "x",
    bar: { atMost: 1.05 },
    of: SCALED.map(engineName),
    value: (...rates) => exponent(SCALED.map(([visible, hidden], k) => [visible * hidden, 1 / rates[k]])),
  },
];

/** Of y in x: the slope of a straight line through the logarithms. */
function exponent(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (axis: 0 | 1) => logs.reduce((sum, point) => sum + point[axis], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const spread = logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / spread;
}
