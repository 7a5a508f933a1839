import { factorInPlace } from "../training/cholesky.ts";
import { symmetricEigensystem } from "../training/eigenvalues.ts";
import { FixedPointSolver } from "../training/fixed-point.ts";
import type { Core, Shape } from "../training/model.ts";
import type { Relaxation } from "../training/relaxation.ts";
import { type Escape, escapeOf, type Mode, ROUNDING } from "./escape.ts";
import { LayeredCore } from "./layered-core.ts";
import { Rosenbrock } from "./rosenbrock.ts";

/**
 * What becomes of a core that is left alone.
 *
 * settled     at a fixed point whose Hessian is positive definite: it attracts.
 * saddle      at a fixed point that does not attract: from here on chance decides.
 * runs away   certain to grow without limit (escape.ts); or, where that proof does not apply, beyond FAR times everything that
 *             drives it, outwards, where the Hessian is not positive definite.
 * undecided   none of these within MOST_STEPS steps.
 */
export type Ending = "settled" | "saddle" | "runs away" | "undecided";

export interface Fate {
  readonly ending: Ending;
  /** Where it ended: the fixed point, or the last state. shape (D,) */
  readonly v: Float64Array;
  /** In which it runs away. */
  readonly mode?: Mode;
  /** When it was followed no further [tau]. */
  readonly t: number;
}

/** Voltages of visible nodes relative to everything that drives them. */
const FAR = 1e3;
/** Slope relative to drives and voltages at which Newton's method is tried first; tried again at a tenth of it, and so on. */
const SLOW = 1e-3;
/** Before that hidden nodes have not followed [tau of hidden nodes]. */
const FOLLOWED = 5;
/** It may move the core by so much, relative to drives and voltages: further away might be another fixed point. */
const NEAR = 1e-2;
const MOST_STEPS = 5000;
const RELATIVE_TOLERANCE = 1e-3;
/** Of what drives a node. */
const ABSOLUTE_TOLERANCE = 1e-3;
/** In the exponents of the softmax. */
const EXPONENT_TOLERANCE = 0.05;

/** Follows cores with one and the same memory; sized once, so that many are followed cheaply. */
export class Follower {
  private readonly shape: Shape;
  private readonly layers: LayeredCore;
  private readonly solver: FixedPointSolver;
  private readonly escape: Escape | undefined;

  /** `hiddenTau`: tau of hidden nodes in tau of visible ones. */
  constructor(core: Pick<Core, "shape" | "memory">, hiddenTau: number) {
    const { shape } = core;
    this.shape = shape;
    this.escape = escapeOf(core);
    this.layers = new LayeredCore(shape, hiddenTau);
    this.solver = new FixedPointSolver(shape);
  }

  /** From the state (v, h), shape (D + L + M,); all nodes discharged when absent. */
  follow(core: Core, start: Float64Array = new Float64Array(this.layers.size)): Fate {
    const drives = drivesOf(core);
    const tolerance = { relative: RELATIVE_TOLERANCE, absolute: tolerancesOf(core, drives) };
    const steps = new Rosenbrock(this.layers, core, start, tolerance);
    let slow = SLOW;
    for (let n = 0; n < MOST_STEPS; n++) {
      const size = drives + this.largest(steps.x);
      if (steps.t >= FOLLOWED * this.layers.hiddenTau && this.largest(steps.slope) <= slow * size) {
        slow /= 10;
        const found = this.atRest(core, steps, NEAR * size);
        if (found !== undefined) return found;
      }
      const mode = this.runawayMode(core, steps, size > FAR * drives);
      if (mode !== undefined) return { ...this.ended("runs away", steps), mode };
      if (!steps.advance()) break;
    }
    return this.ended("undecided", steps);
  }

  /** The direction in which the reduced energy curves least at `v`. */
  leastMode(core: Core, v: Float64Array): Mode {
    return leastMode(core, v, this.solver.relaxation);
  }

  /** Whether the least curvature at `v` lies above `floor`: cheaper than to compute it. */
  curvesAbove(core: Core, v: Float64Array, floor: number): boolean {
    const { relaxation } = this.solver;
    relaxation.evaluate(core, v);
    relaxation.linearise(core);
    for (let i = 0; i < v.length; i++) relaxation.hessian[i * v.length + i] -= floor;
    return factorInPlace(relaxation.hessian, v.length);
  }

  /** Over visible nodes. */
  private largest(x: Float64Array): number {
    let most = 0;
    for (let i = 0; i < this.shape.visible; i++) most = Math.max(most, Math.abs(x[i]));
    return most;
  }

  private atRest(core: Core, steps: Rosenbrock, near: number): Fate | undefined {
    const { v, t } = this.ended("settled", steps);
    const { settled } = this.solver.solve(core, v);
    if (!settled || v.some((x, i) => Math.abs(x - steps.x[i]) > near)) return undefined;
    return { ending: this.curvesAbove(core, v, ROUNDING) ? "settled" : "saddle", v, t };
  }

  private runawayMode(core: Core, { x, slope }: Rosenbrock, far: boolean): Mode | undefined {
    if (this.escape?.isCertain(core, x) === true) return this.escape.mode;
    const v = x.subarray(0, this.shape.visible);
    const outwards = far && v.reduce((sum, voltage, i) => sum + voltage * slope[i], 0) > 0;
    return outwards && !this.curvesAbove(core, v, ROUNDING) ? this.leastMode(core, v) : undefined;
  }

  private ended(ending: Ending, { x, t }: Rosenbrock): Fate {
    return { ending, v: x.slice(0, this.shape.visible), t };
  }
}

/** The least eigenvalue of H at `v` and its direction; `relaxation` is evaluated there. */
export function leastMode(core: Core, v: Float64Array, relaxation: Relaxation): Mode {
  relaxation.evaluate(core, v);
  relaxation.linearise(core);
  const { values, vectors } = symmetricEigensystem(mirrored(relaxation.hessian, v.length), v.length);
  return { curvature: values[0], direction: vectors.slice(0, v.length) };
}

/** Everything that drives visible nodes apart from themselves: |a| + |X|' |c| + the largest entry of A. Above 0. */
function drivesOf({ shape, attention, memory, memoryBias, visibleBias }: Core): number {
  const { visible } = shape;
  let most = Number.MIN_VALUE;
  for (let i = 0; i < visible; i++) {
    let drive = Math.abs(visibleBias[i]);
    for (let m = 0; m < shape.memory; m++) drive += Math.abs(memory[m * visible + i] * memoryBias[m]);
    let row = 0;
    for (let l = 0; l < shape.context; l++) row = Math.max(row, Math.abs(attention[l * visible + i]));
    most = Math.max(most, drive + row);
  }
  return most;
}

/** Absolute tolerances of the states (v, h). */
function tolerancesOf(
  { shape, beta, attention, memory, positionBias, memoryBias }: Core,
  drives: number,
): Float64Array {
  const [row, unit] = [attention, memory].map((bank) => bank.reduce((most, x) => Math.max(most, Math.abs(x)), 0));
  return Float64Array.of(
    ...new Float64Array(shape.visible).fill(drives),
    ...positionBias.map((b) => Math.min(row * drives + Math.abs(b), EXPONENT_TOLERANCE / ABSOLUTE_TOLERANCE / beta)),
    ...memoryBias.map((c) => unit * drives + Math.abs(c)),
  ).map((size) => Math.max(ABSOLUTE_TOLERANCE * size, Number.MIN_VALUE));
}

/** The whole of a symmetric matrix whose lower triangle is given. shape (n, n) */
const mirrored = (lower: Float64Array, n: number): Float64Array =>
  lower.map((_, k) => lower[Math.max(k % n, Math.floor(k / n)) * n + Math.min(k % n, Math.floor(k / n))]);
