import type { Core } from "../training/model.ts";
import type { LayeredCore } from "./layered-core.ts";

const D = 1 / (2 + Math.SQRT2);
const E32 = 6 + Math.SQRT2;
/** How the length of the next step follows the error of this one. */
const SAFETY = 0.8;
const LEAST_FACTOR = 0.2;
const MOST_FACTOR = 5;

export interface StepTolerance {
  readonly relative: number;
  /** by state, in its unit; above 0. shape (N,) */
  readonly absolute: Float64Array;
}

/**
 * The linearly implicit pair of order 2(3) that is known as ode23s (Shampine & Reichelt, "The MATLAB ODE Suite", SIAM J. Sci.
 * Comput. 18, 1997), on a core. L-stable: once a core is near rest its steps grow without limit, so that slow modes cost no more
 * than fast ones; a mode that grows holds them to its own time.
 */
export class Rosenbrock {
  /** [tau] */
  t = 0;
  readonly x: Float64Array;
  /** dx/dt at `x` [1/tau] */
  readonly slope: Float64Array;
  private h = 0;
  private readonly k1: Float64Array;
  private readonly k2: Float64Array;
  private readonly k3: Float64Array;
  private readonly trial: Float64Array;
  private readonly f1: Float64Array;
  private readonly f2: Float64Array;

  constructor(
    private readonly layers: LayeredCore,
    private readonly core: Core,
    start: Float64Array,
    private readonly tolerance: StepTolerance,
  ) {
    const zeros = () => new Float64Array(layers.size);
    [this.x, this.slope, this.k1, this.k2] = [Float64Array.from(start), zeros(), zeros(), zeros()];
    [this.k3, this.trial, this.f1, this.f2] = [zeros(), zeros(), zeros(), zeros()];
    this.h = layers.hiddenTau / 100;
    layers.slope(core, this.x, this.slope);
  }

  /** One step, of the length that the tolerance allows; false where even the least one is too long. */
  advance(): boolean {
    while (this.h > Number.EPSILON * this.t) {
      const error = this.attempt();
      const factor = error > 0 ? SAFETY * Math.cbrt(1 / error) : MOST_FACTOR;
      if (error <= 1) this.accept();
      this.h *= Number.isFinite(error) ? Math.min(MOST_FACTOR, Math.max(LEAST_FACTOR, factor)) : LEAST_FACTOR;
      if (error <= 1) return true;
    }
    return false;
  }

  private accept(): void {
    this.t += this.h;
    this.x.set(this.trial);
    this.slope.set(this.f2);
  }

  /** Fills `trial` and `f2`; answers the largest error in units of the tolerance, Infinity where there is no step. */
  private attempt(): number {
    const { layers, core, h, x, k1, k2, k3, f1, f2, slope: f0 } = this;
    if (!layers.factor(core, x, h * D)) return Infinity;
    k1.set(f0);
    layers.solve(core, k1);
    this.evaluateAt(h / 2, k1, f1);
    for (let i = 0; i < k2.length; i++) k2[i] = f1[i] - k1[i];
    this.solveAtStart(k2);
    for (let i = 0; i < k2.length; i++) k2[i] += k1[i];
    this.evaluateAt(h, k2, f2);
    for (let i = 0; i < k3.length; i++) k3[i] = f2[i] - E32 * (k2[i] - f1[i]) - 2 * (k1[i] - f0[i]);
    this.solveAtStart(k3);
    let worst = 0;
    for (let i = 0; i < x.length; i++) {
      const allowed = this.tolerance.absolute[i] + this.tolerance.relative * Math.abs(x[i]);
      const error = Math.abs((h / 6) * (k1[i] - 2 * k2[i] + k3[i])) / allowed;
      if (Number.isNaN(error)) return Infinity;
      if (error > worst) worst = error;
    }
    return worst;
  }

  private evaluateAt(h: number, k: Float64Array, out: Float64Array): void {
    for (let i = 0; i < k.length; i++) this.trial[i] = this.x[i] + h * k[i];
    this.layers.slope(this.core, this.trial, out);
  }

  /** The factor belongs to x, and so do the activities that a solution reads. */
  private solveAtStart(r: Float64Array): void {
    this.layers.activate(this.core, this.x);
    this.layers.solve(this.core, r);
  }
}
