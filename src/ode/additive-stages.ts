import type { Seconds } from "../units.ts";
import type { AdditiveTableau } from "./additive-tableau.ts";
import type { OdeSystem } from "./contracts.ts";
import { weightedSum } from "./weighted-sum.ts";

/** Vectors of all states, cut into stretches that are all slow or all fast. */
interface Stretch {
  readonly isFast: boolean;
  readonly slopes: readonly Float64Array[];
  readonly sum: Float64Array;
}

/**
 * The stages of an additive pair, explicit in the slow states and implicit in the fast:
 *
 *   X_i = x + h sum_{j<i} E_ij k_j              (slow)
 *   X_i = x + h sum_{j<i} I_ij k_j + h gamma k_i   (fast),     k_i the slopes at (tau + c_i h, X_i)
 *
 * The slow part is known before the fast one is solved for, and the fast states' goals follow from it: FastStates.
 */
export class AdditiveStages {
  /** Of each stage, of the end and of the middle stage. shape (stages + 2, dimension), states per second */
  readonly slopes: readonly Float64Array[];
  /** The present stage. */
  readonly stage: Float64Array;
  /** See `weigh`. */
  readonly sum: Float64Array;
  /** h gamma of the step. A field: a number passed to a function may be boxed, one stored in a field is not. */
  private reach: Seconds = 0;
  private readonly stretches: readonly Stretch[];
  private readonly slow: readonly Float64Array[];
  private readonly fast: readonly Float64Array[];
  private readonly c: Float64Array;
  private readonly gamma: number;
  private readonly middle: { readonly theta: number; readonly slow: Float64Array; readonly fast: Float64Array };

  constructor(
    tableau: AdditiveTableau,
    dimension: number,
    private readonly places: readonly number[],
  ) {
    const vector = () => new Float64Array(dimension);
    this.slopes = Array.from({ length: tableau.stages + 2 }, vector);
    this.stage = vector();
    this.sum = vector();
    this.slow = tableau.explicit.map((row) => Float64Array.from(row));
    this.fast = tableau.implicit.map((row) => Float64Array.from(row));
    this.c = Float64Array.from(tableau.c);
    this.gamma = tableau.gamma;
    const { theta, slow, fast } = tableau.middle;
    this.middle = { theta, slow: Float64Array.from(slow), fast: Float64Array.from(fast) };
    this.stretches = stretchesOf(dimension, places).map(({ from, until, isFast }) => ({
      isFast,
      slopes: this.slopes.map((slopes) => slopes.subarray(from, until)),
      sum: this.sum.subarray(from, until),
    }));
  }

  /** All stages but the first, whose slopes must be known; `stage` is the last of them then. */
  run(system: OdeSystem, tau: Seconds, h: Seconds, x: Float64Array): void {
    const { c, slow, fast, stage, sum } = this;
    this.reach = this.gamma * h;
    for (let i = 1; i < c.length; i++) {
      this.weigh(slow[i - 1], fast[i - 1]);
      for (let n = 0; n < stage.length; n++) stage[n] = x[n] + h * sum[n];
      this.evaluate(system, tau + c[i] * h, this.slopes[i]);
    }
  }

  /** The stage that the dense output is drawn through, right after `run`; writes over `stage`. */
  runMiddle(system: OdeSystem, tau: Seconds, h: Seconds, x: Float64Array): void {
    const { middle, stage, sum } = this;
    this.weigh(middle.slow, middle.fast);
    for (let n = 0; n < stage.length; n++) stage[n] = x[n] + h * sum[n];
    this.evaluate(system, tau + middle.theta * h, this.slopes[this.slopes.length - 1]);
  }

  /** Slopes at `stage`, after its fast states, which have what is known of them, were solved for. */
  private evaluate(system: OdeSystem, tau: Seconds, slopes: Float64Array): void {
    if (system.fast === undefined || this.places.length === 0) system.derivative(tau, this.stage, slopes);
    else system.fast.solve(tau, this.reach, this.stage, slopes);
  }

  /** sum = sum_i weights[i] * slopes[i], with the one or the other weights. */
  weigh(slow: Float64Array, fast: Float64Array): void {
    const { stretches } = this;
    for (let s = 0; s < stretches.length; s++) {
      const { isFast, slopes, sum } = stretches[s];
      weightedSum(slopes, isFast ? fast : slow, sum);
    }
  }

  /** to_k = from_k for the fast states. */
  copyFast(from: Float64Array, to: Float64Array): void {
    const { places } = this;
    for (let k = 0; k < places.length; k++) to[places[k]] = from[places[k]];
  }
}

function stretchesOf(dimension: number, places: readonly number[]) {
  const stretches: { from: number; until: number; isFast: boolean }[] = [];
  const fast = new Set(places);
  for (let n = 0; n < dimension; n++) {
    const last = stretches.at(-1);
    if (last?.isFast === fast.has(n)) last.until = n + 1;
    else stretches.push({ from: n, until: n + 1, isFast: fast.has(n) });
  }
  return stretches;
}
