import { denseAm } from "../../analog-models/networks/dense-am.ts";
import { denseAmDefaults } from "../../analog-models/networks/dense-am-parameters.ts";
import type { CompiledCircuit } from "../../analog-models/circuit/compiled-circuit.ts";
import { Trajectory } from "../../src/lockstep/trajectory.ts";
import type { MethodName } from "../../src/ode/method.ts";
import { seededRandom } from "../../src/random.ts";
import { ns } from "../../src/time.ts";

const HIDDEN_TAU = 5e-9;
/** Below every error that is compared. */
const ORACLE = 1e-9;

/** A released core with random weights, whose amplifiers are `ratio` times as fast as its hidden nodes. */
function core(visible: number, hidden: number, ratio: number): CompiledCircuit {
  const p = denseAmDefaults(visible, hidden);
  const draws = seededRandom(1)("core", "weights");
  const gainBandwidth = ratio / HIDDEN_TAU / (2 * Math.PI);
  const amplifier = { form: "tanh", gainBandwidth, gain: 1, slewRate: 1e8, rails: { low: -1, high: 1 } } as const;
  const { circuit } = denseAm({
    ...p,
    weights: Float64Array.from({ length: visible * hidden }, (_, k) => (draws.normal(k) < 0 ? -100 : 100)),
    visibleAmplifier: amplifier,
    hiddenAmplifier: amplifier,
    initial: { ...p.initial, visible: Float64Array.from({ length: visible }, (_, i) => 0.2 * draws.normal(1e6 + i)) },
  });
  circuit.setInput(circuit.inputNames.indexOf("release [1]"), 1);
  circuit.setInput(circuit.inputNames.indexOf("mux [1]"), -1);
  return circuit;
}

function relaxed(circuit: CompiledCircuit, method: MethodName, relative: number) {
  const trajectory = new Trajectory(circuit, { relative, absolute: relative * 1e-3, method });
  const states: Float64Array[] = [];
  const signals = new Float64Array(circuit.signalNames.length);
  trajectory.begin();
  for (let k = 1; k <= 30; k++) {
    const t = ns(10 * k);
    while (!trajectory.covers(t)) trajectory.extend();
    trajectory.signalsAt(t, signals);
    states.push(signals.slice(0, circuit.stateNames.length));
  }
  const { accepted, evaluations } = trajectory.integration;
  return { states, accepted, evaluations };
}

function compare(visible: number, hidden: number, ratio: number): string {
  const exact = relaxed(core(visible, hidden, ratio), "explicit", ORACLE).states;
  const of = (method: MethodName) => {
    const { states, accepted, evaluations } = relaxed(core(visible, hidden, ratio), method, 1e-6);
    const error = Math.max(...states.flatMap((x, k) => Array.from(x, (v, i) => Math.abs(v - exact[k][i]))));
    if (!(error < 1e-5)) throw new Error(`${method} errs by ${error} V`);
    return `${accepted} steps, ${evaluations} evaluations, error ${error.toExponential(1)} V`;
  };
  return `ratio ${ratio}: explicit ${of("explicit")}; imex ${of("imex")}`;
}

/** What both methods cost for amplifiers ever faster than the nodes, over 60 time constants of the fastest nodes, at a relative tolerance of 1e-6. */
export async function main(visible = 8, hidden = 16, ratios: readonly number[] = [10, 100]): Promise<void> {
  for (const ratio of ratios) console.log(`${visible} x ${hidden}, ${compare(visible, hidden, ratio)}`);
}
