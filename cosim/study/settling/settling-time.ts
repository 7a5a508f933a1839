import type { Seconds } from "../../../src/units.ts";
import type { RandomCore } from "../cores/random-core.ts";
import { type Amplifiers, type Lags, lagsOf, releasedCore, type Start } from "../cores/released-core.ts";
import { arrivalAt } from "../cores/relaxation.ts";

export interface Settling {
  /** Until every visible node is within the tolerance of its end for good. */
  readonly time: Seconds;
  /** Of the last exponential, measured between eight tolerances and one [1/s]. */
  readonly rate: number;
  /** Means over the lines of each layer. */
  readonly lags: Lags;
  readonly steps: number;
}

/** How long `random` takes from `start` until max_i |v_i - v*_i| is `tolerance` times its value at the start. */
export function settlingOf(random: RandomCore, start: Start, tolerance: number, amplifiers: Amplifiers): Settling {
  const core = releasedCore(random, start, amplifiers);
  const { times, steps } = arrivalAt(core, random.visible, [8 * tolerance, tolerance]);
  const [early = 0, late = 0] = times;
  return { time: late, rate: Math.log(8) / (late - early), lags: lagsOf(core, amplifiers), steps };
}
