import { denseAm } from "../../../analog-models/networks/dense-am.ts";
import type { Seconds, Volts } from "../../../src/units.ts";
import { arrivalAt, release } from "../relaxation.ts";
import type { RandomCore } from "./random-core.ts";

/** inference: from 0 V. slowest: displaced from rest along the eigenvector of the least eigenvalue, the worst start of all. */
export type Start = "inference" | "slowest";

export interface Settling {
  /** Until every visible node is within the tolerance of its end for good. */
  readonly time: Seconds;
  /** Of the last exponential, measured between eight tolerances and one [1/s]. */
  readonly rate: number;
  readonly steps: number;
}

/** Largest displacement of a visible node along the slowest mode: small enough that no row switches. */
const DISPLACEMENT: Volts = 0.05;
const SOLVER = { relative: 1e-6, absolute: 1e-9 };
/** No core here needs a tenth of this. */
const LONGEST: Seconds = 1e-3;

/** How long `random` takes from `start` until max_i |v_i - v*_i| is `tolerance` times its value at the start. */
export function settlingOf(random: RandomCore, start: Start, tolerance: number): Settling {
  const core = denseAm({ ...random.parameters, initial: initialOf(random, start) });
  release(core, random.bias);
  const { times, steps } = arrivalAt(core, random.visible, [8 * tolerance, tolerance], SOLVER, LONGEST);
  const [early = 0, late = 0] = times;
  return { time: late, rate: Math.log(8) / (late - early), steps };
}

function initialOf({ visible, hidden, curvature: { mode } }: RandomCore, start: Start) {
  const still = { visible: 0, hidden: 0, visibleAmplifier: 0, hiddenAmplifier: 0 };
  if (start === "inference") return still;
  const scale = DISPLACEMENT / mode.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return { ...still, visible: visible.map((v, i) => v + scale * (mode[i] ?? 0)), hidden };
}
