import { factorInPlace, solveFactored } from "./cholesky.ts";
import { type Context, type Core, coreOf, type EnergyTransformer, type Shape } from "./model.ts";
import { Relaxation } from "./relaxation.ts";

export interface FixedPointLimits {
  /** Largest |F(v) - v| of a fixed point. */
  readonly residual: number;
  /** Newton steps and plain ones together. */
  readonly steps: number;
}

export const FIXED_POINT_LIMITS: FixedPointLimits = { residual: 1e-12, steps: 400 };

export interface FixedPoint {
  /** Whether the residual came below its limit, relative to the larger of 1 and |v|. */
  readonly settled: boolean;
  /** Largest |F(v) - v|. Within a bound B < 1 of stability.ts, |v - v*| <= |F(v) - v| / (1 - B): H >= (1 - B) I. */
  readonly residual: number;
  readonly steps: number;
}

/** Beyond this a voltage has run away; no core inside the bound comes near it. */
const RUNAWAY = 1e9;
/** Part of tau that a plain step crosses, where Newton's has no direction. */
const PLAIN_STEP = 0.5;
const LEAST_NEWTON_STEP = 1 / 64;

/**
 * Finds F(v) = v by Newton's method with halving on the residual. F is continuous and piecewise smooth (ReLU); inside the
 * stability bound H is positive definite everywhere, so the direction H^-1 (F(v) - v) always shrinks the residual, and a
 * finite number of pieces ends in quadratic convergence (semi-smooth Newton: Qi & Sun, Math. Programming 58, 1993). Where
 * H is not positive definite it follows the circuit instead, a Euler step at a time: a runaway then shows as unsettled.
 */
export class FixedPointSolver {
  readonly relaxation: Relaxation;
  private readonly direction: Float64Array;
  private readonly trial: Float64Array;

  constructor(
    shape: Shape,
    private readonly limits: FixedPointLimits = FIXED_POINT_LIMITS,
  ) {
    this.relaxation = new Relaxation(shape);
    this.direction = new Float64Array(shape.visible);
    this.trial = new Float64Array(shape.visible);
  }

  /** From the start `v`, which is replaced by where it ends. `relaxation` is then evaluated there. */
  solve(core: Core, v: Float64Array): FixedPoint {
    let residual = this.relaxation.evaluate(core, v);
    let steps = 0;
    while (residual > this.limits.residual * largest(v) && steps < this.limits.steps) {
      const next = this.newtonStep(core, v) ?? this.plainStep(core, v);
      steps++;
      if (!(next < RUNAWAY)) return { settled: false, residual: next, steps };
      residual = next;
    }
    return { settled: residual <= this.limits.residual * largest(v), residual, steps };
  }

  /** Answers the new residual, or undefined where no such step shrinks it; v has then not moved. */
  private newtonStep(core: Core, v: Float64Array): number | undefined {
    const { relaxation, direction, trial } = this;
    relaxation.linearise(core);
    if (!factorInPlace(relaxation.hessian, v.length)) return undefined;
    direction.set(relaxation.residual);
    const before = squares(relaxation.residual);
    solveFactored(relaxation.hessian, v.length, direction);
    for (let part = 1; part >= LEAST_NEWTON_STEP; part /= 2) {
      for (let i = 0; i < v.length; i++) trial[i] = v[i] + part * direction[i];
      const next = relaxation.evaluate(core, trial);
      if (squares(relaxation.residual) < before) {
        v.set(trial);
        return next;
      }
    }
    relaxation.evaluate(core, v);
    return undefined;
  }

  private plainStep(core: Core, v: Float64Array): number {
    for (let i = 0; i < v.length; i++) v[i] += PLAIN_STEP * this.relaxation.residual[i];
    return this.relaxation.evaluate(core, v);
  }
}

const largest = (v: Float64Array): number => v.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
const squares = (v: Float64Array): number => v.reduce((sum, x) => sum + x * x, 0);

/** v* of a model as designed. shape (D,) */
export function fixedPointOf(weights: EnergyTransformer, context: Context): Float64Array {
  const v = Float64Array.from(weights.visibleBias);
  new FixedPointSolver(weights.shape).solve(coreOf(weights, context), v);
  return v;
}
