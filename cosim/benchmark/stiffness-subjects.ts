import { Trajectory } from "../../src/lockstep/trajectory.ts";
import type { MethodName } from "../../src/ode/method.ts";
import { ns, type Picoseconds } from "../../src/time.ts";
import type { Subject } from "./measure.ts";
import { type Relaxation, relaxation } from "./relaxation.ts";
import type { Group } from "./suite.ts";

const SIZE = [32, 64] as const;
/** Amplifier poles over those of their nodes. */
const RATIOS = [10, 100, 1000] as const;
/** The tolerance of a run by default, and one at which methods of low order feel at home. */
const TOLERANCES = [1e-6, 1e-4] as const;
const [DEFAULT, LOOSE] = TOLERANCES;
/** Ten time constants of the visible nodes, looked at all along. */
const INSTANTS: readonly Picoseconds[] = Array.from({ length: 20 }, (_, k) => ns(500 * (k + 1)));
/** What is said of an error must not be the oracle's. */
const ORACLE = 1e-9;

function followed({ core: { circuit } }: Relaxation, relative: number, method: MethodName) {
  const trajectory = new Trajectory(circuit, { relative, absolute: relative * 1e-3, method }, { errorBounds: false });
  const seen: Float64Array[] = [];
  const signals = new Float64Array(circuit.signalNames.length);
  trajectory.begin();
  for (const t of INSTANTS) {
    while (!trajectory.covers(t)) trajectory.extend();
    trajectory.signalsAt(t, signals);
    seen.push(signals.slice(0, circuit.stateNames.length));
  }
  return { seen, steps: trajectory.integration.accepted };
}

const largestDifference = (a: readonly Float64Array[], b: readonly Float64Array[]): number =>
  Math.max(...a.flatMap((states, k) => Array.from(states, (volts, i) => Math.abs(volts - b[k][i]))));

const nameOf = (method: MethodName, ratio: number, relative: number = DEFAULT): string =>
  `${method} method${relative === DEFAULT ? "" : ` at ${relative}`}, amplifiers ${ratio} times as fast`;

/** Whole relaxations of one core, with amplifiers ever faster than its nodes. */
function relaxations(method: MethodName, ratio: number, relative: number = DEFAULT): Subject {
  let problem: Relaxation | undefined;
  return {
    name: nameOf(method, ratio, relative),
    unit: "relaxation",
    open: async () => {
      problem = relaxation(...SIZE, ratio);
    },
    run: async () => {
      followed(problem as Relaxation, relative, method);
      return { units: 1 };
    },
    remark: async () => {
      const { seen, steps } = followed(problem as Relaxation, relative, method);
      const error_V = largestDifference(seen, followed(problem as Relaxation, ORACLE, "explicit").seen);
      return `${steps} steps, errs by ${(error_V * 1e6).toPrecision(2)} uV at most`;
    },
    close: async () => {},
  };
}

const [SLOWEST, , FASTEST] = RATIOS;

/** How much longer the fastest amplifiers take than the slowest. */
const growth = (method: MethodName, relative: number): Group["ratios"][number] => ({
  name: `${method} method${relative === DEFAULT ? "" : ` at ${relative}`}, amplifiers ${FASTEST} / ${SLOWEST} times as fast: time`,
  unit: "x",
  of: [nameOf(method, SLOWEST, relative), nameOf(method, FASTEST, relative)],
  value: (slow, fast) => slow / fast,
});

export const stiffnessGroup = (): Group => ({
  name: "stiffness",
  subjects: [
    ...TOLERANCES.flatMap((relative) => RATIOS.map((ratio) => relaxations("imex", ratio, relative))),
    ...RATIOS.map((ratio) => relaxations("explicit", ratio)),
  ],
  ratios: [
    growth("imex", DEFAULT),
    growth("imex", LOOSE),
    growth("explicit", DEFAULT),
    ...RATIOS.map((ratio) => ({
      name: `explicit / imex, amplifiers ${ratio} times as fast: time`,
      unit: "x" as const,
      of: [nameOf("explicit", ratio), nameOf("imex", ratio)],
      value: (explicit: number, imex: number) => imex / explicit,
    })),
  ],
});
