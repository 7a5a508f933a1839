import type { DenseAm } from "../../../analog-models/networks/dense-am.ts";
import { SettleError } from "../../../src/errors.ts";
import type { Tolerance } from "../../../src/ode/contracts.ts";
import { Integration } from "../../../src/ode/integration.ts";
import { methodsFor } from "../../../src/ode/method.ts";
import { explain } from "../../../src/ode/status.ts";
import type { Picoseconds } from "../../../src/time.ts";
import type { Seconds, Volts } from "../../../src/units.ts";

/** Releases a core: precharge off, biases on. What `initial` of its parameters says is where it starts. */
export function release({ circuit, parameters }: DenseAm, bias: ArrayLike<number>): void {
  const first = circuit.inputNames.indexOf("bias[0] [V]");
  const neurons = parameters.visible + parameters.softmaxRows + parameters.reluRows;
  for (let k = 0; k < neurons; k++) circuit.setInput(first + k, bias[k] ?? 0);
  circuit.setInput(circuit.inputNames.indexOf("release [1]"), 1);
  circuit.setInput(circuit.inputNames.indexOf("mux [1]"), -1);
}

/** One relaxation of a released core, made step by step. */
export function relaxationOf({ circuit }: DenseAm, tolerance: Tolerance): Integration {
  const integration = new Integration(circuit, methodsFor(circuit, tolerance), tolerance, circuit.longestStep);
  circuit.begin(0 as Picoseconds);
  integration.begin(circuit.initialState());
  return integration;
}

/** The next step, or an error that says why there is none. */
export function advance(integration: Integration): void {
  const status = integration.step();
  if (status.kind !== "completed")
    throw new SettleError("STEP_UNDERFLOW", `a relaxation of a study: ${explain(status)}`);
}

/** A function of the states whose last instant above `level` is wanted. */
export interface Watch {
  readonly measure: (x: ArrayLike<number>) => number;
  readonly level: number;
}

export interface Followed {
  /** When each watch was last above its level; 0 where it never was. */
  readonly times: readonly Seconds[];
  readonly steps: number;
}

const SOLVER: Tolerance = { relative: 1e-6, absolute: 1e-9 };
/** No core here needs a tenth of this. */
const LONGEST: Seconds = 1e-2;

/**
 * Follows a released core until `done` says that no watch will rise again. `onStep` may read every step. A core that is not
 * done after LONGEST is refused as TIME_LIMIT.
 */
export function follow(
  core: DenseAm,
  watches: readonly Watch[],
  done: (x: ArrayLike<number>) => boolean,
  tolerance: Tolerance = SOLVER,
  onStep: (step: Integration) => void = () => {},
): Followed {
  const integration = relaxationOf(core, tolerance);
  const times = watches.map(() => 0);
  const before = watches.map(({ measure }) => measure(integration.x0));
  while (!done(integration.x1)) {
    if (integration.tau1 > LONGEST)
      throw new SettleError("TIME_LIMIT", `a core of a study has not settled after ${LONGEST} s`);
    advance(integration);
    onStep(integration);
    watches.forEach((watch, k) => {
      const after = watch.measure(integration.x1);
      if (after > watch.level) times[k] = integration.tau1;
      else if (before[k] > watch.level) times[k] = crossing(integration, watch);
      before[k] = after;
    });
  }
  return { times, steps: integration.accepted };
}

/** Instants at which a relaxation is within some distances of its end for good, in the order of `levels`. */
export interface Arrival extends Followed {
  /** of all visible nodes, at the start */
  readonly distance: Volts;
}

/** A relaxation is over once it has come this much nearer than the least level. */
export const SURELY = 0.2;

/**
 * Lets `core` relax to the visible voltages `target` (D,) and answers when max_i |v_i - target_i| was last above each of
 * `levels`, fractions of that distance at the start.
 */
export function arrivalAt(
  core: DenseAm,
  target: Float64Array,
  levels: readonly number[],
  tolerance: Tolerance = SOLVER,
  onStep?: (step: Integration) => void,
): Arrival {
  const measure = (x: ArrayLike<number>) => distanceTo(target, x);
  const distance = measure(core.circuit.initialState());
  const enough = SURELY * Math.min(...levels) * distance;
  const watches = levels.map((level) => ({ measure, level: level * distance }));
  return { ...follow(core, watches, (x) => measure(x) <= enough, tolerance, onStep), distance };
}

/** max_i |v_i - target_i|: visible nodes are the first states. */
export function distanceTo(target: Float64Array, x: ArrayLike<number>): Volts {
  let most = 0;
  for (let i = 0; i < target.length; i++) most = Math.max(most, Math.abs(x[i] - target[i]));
  return most;
}

/** Halvings of a step: a billionth of it. */
const HALVINGS = 30;

/** When the watch falls to its level within the last step; it is above at its start and not above at its end. */
function crossing(integration: Integration, { measure, level }: Watch): Seconds {
  const state = new Float64Array(integration.x1.length);
  let [above, below] = [0, 1];
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (above + below) / 2;
    integration.interpolateAt(middle, state);
    if (measure(state) > level) above = middle;
    else below = middle;
  }
  return integration.tau0 + below * (integration.tau1 - integration.tau0);
}
