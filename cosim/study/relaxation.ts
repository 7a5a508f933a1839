import type { DenseAm } from "../../analog-models/networks/dense-am.ts";
import { SettleError } from "../../src/errors.ts";
import type { Tolerance } from "../../src/ode/contracts.ts";
import { Integration } from "../../src/ode/integration.ts";
import { PiStepPolicy } from "../../src/ode/pi-step-policy.ts";
import { explain } from "../../src/ode/status.ts";
import { dormandPrince54 } from "../../src/ode/steppers/dormand-prince-54.ts";
import type { Picoseconds } from "../../src/time.ts";
import type { Seconds, Volts } from "../../src/units.ts";

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
  const stepper = dormandPrince54(circuit.stateNames.length);
  const policy = new PiStepPolicy(stepper.order);
  const integration = new Integration(circuit, stepper, policy, tolerance, circuit.longestStep);
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

/** Instants at which a relaxation is within some distances of its end for good, in the order of `levels`. */
export interface Arrival {
  readonly times: readonly Seconds[];
  /** of all visible nodes, at the start */
  readonly distance: Volts;
  readonly steps: number;
}

/** A relaxation is over once it has come this much nearer than the least level. */
const SURELY = 0.2;

/**
 * Lets `core` relax to the visible voltages `target` (D,) and answers when max_i |v_i - target_i| was last above each of
 * `levels`, fractions of that distance at the start, largest first. Refused as TIME_LIMIT after `longest`.
 */
export function arrivalAt(
  core: DenseAm,
  target: Float64Array,
  levels: readonly number[],
  tolerance: Tolerance,
  longest: Seconds,
): Arrival {
  const integration = relaxationOf(core, tolerance);
  const distance = distanceTo(target, integration.x0);
  const times = levels.map(() => 0);
  let after = distance;
  while (after > SURELY * Math.min(...levels) * distance) {
    if (integration.tau1 > longest)
      throw new SettleError("TIME_LIMIT", `a core of a study has not settled after ${longest} s`);
    advance(integration);
    const before = after;
    after = distanceTo(target, integration.x1);
    levels.forEach((level, k) => {
      if (before > level * distance && after <= level * distance)
        times[k] = crossing(integration, target, level * distance);
    });
  }
  return { times, distance, steps: integration.accepted };
}

/** Visible nodes are the first states. */
function distanceTo(target: Float64Array, x: ArrayLike<number>): Volts {
  let most = 0;
  for (let i = 0; i < target.length; i++) most = Math.max(most, Math.abs(x[i] - target[i]));
  return most;
}

/** Halvings of a step: a billionth of it. */
const HALVINGS = 30;

/** When the distance falls to `level` within the last step; it is above at its start and not above at its end. */
function crossing(integration: Integration, target: Float64Array, level: Volts): Seconds {
  const state = new Float64Array(integration.x1.length);
  let [above, below] = [0, 1];
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (above + below) / 2;
    integration.interpolateAt(middle, state);
    if (distanceTo(target, state) > level) above = middle;
    else below = middle;
  }
  return integration.tau0 + below * (integration.tau1 - integration.tau0);
}
