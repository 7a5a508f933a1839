import { Trajectory } from "../../src/lockstep/trajectory.ts";
import type { MethodName } from "../../src/ode/method.ts";
import { ns, type Picoseconds } from "../../src/time.ts";
import type { Subject } from "./measure.ts";
import { type Relaxation, relaxation } from "./relaxation.ts";
import type { Group } from "./suite.ts";

const SIZE = [32, 64] as const;
/** Amplifier poles over those of their nodes. */
const RATIOS = [10, 100, 1000] as const;
const RELATIVE = 1e-6;
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

const nameOf = (method: MethodName, ratio: number): string => `${method} method, amplifiers ${ratio} times as fast`;

/** Whole relaxations of one core, with amplifiers ever faster than its nodes. */
function relaxations(method: MethodName, ratio: number): Subject {
  let problem: Relaxation | undefined;
  return {
    name: nameOf(method, ratio),
    unit: "relaxation",
    open: async () => {
      problem = relaxation(...SIZE, ratio);
    },
    run: async () => {
      followed(problem as Relaxation, RELATIVE, method);
      return { units: 1 };
    },
    remark: async () => {
      const { seen, steps } = followed(problem as Relaxation, RELATIVE, method);
      const error_V = largestDifference(seen, followed(problem as Relaxation, ORACLE, "explicit").seen);
      return `${steps} steps, errs by ${(error_V * 1e6).toPrecision(2)} uV at most`;
    },
    close: async () => {},
  };
}

const [SLOWEST, , FASTEST] = RATIOS;

export const stiffnessGroup = (): Group => ({
  name: "stiffness",
  subjects: [
    ...RATIOS.map((ratio) => relaxations("imex", ratio)),
    ...RATIOS.map((ratio) => relaxations("explicit", ratio)),
  ],
  ratios: [
    ...(["imex", "explicit"] as const).map((method) => ({
      name: `${method} method, amplifiers ${FASTEST} / ${SLOWEST} times as fast: time`,
      unit: "x" as const,
      of: [nameOf(method, SLOWEST), nameOf(method, FASTEST)],
      value: (slow: number, fast: number) => slow / fast,
    })),
    ...RATIOS.map((ratio) => ({
      name: `explicit / imex, amplifiers ${ratio} times as fast: time`,
      unit: "x" as const,
      of: [nameOf("explicit", ratio), nameOf("imex", ratio)],
      value: (explicit: number, imex: number) => imex / explicit,
    })),
  ],
});
