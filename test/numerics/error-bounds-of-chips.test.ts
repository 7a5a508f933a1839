import { describe, expect, it } from "vitest";
import type { Amplifier } from "../../analog-models/amplifier.ts";
import { denseAm } from "../../analog-models/networks/dense-am.ts";
import { denseAmDefaults } from "../../analog-models/networks/dense-am-parameters.ts";
import { Trajectory } from "../../src/lockstep/trajectory.ts";
import { seededRandom } from "../../src/random.ts";

const CHIPS = 12;
const PER_STEP = 8;
const LENGTH_s = 200e-9;
/** What the reference itself may be off by. */
const REFERENCE_V = 1e-9;
/** Time constant of the hidden nodes. */
const HIDDEN_s = 5e-9;
/** Many states that see each other, at very different rates. */
const SIZES = [
  [3, 4],
  [7, 16],
] as const;

/** Chip `n`: a size, a tolerance, and amplifiers from three to some hundred times as fast as their nodes that slew for long. */
function chip(form: Amplifier["form"], n: number) {
  const draw = seededRandom(2026)(`${form} chip ${n}`, "error bounds");
  const between = (index: number, low: number, high: number) => low * (high / low) ** draw.uniform(index);
  const [visible, hidden] = SIZES[n % SIZES.length];
  const amplifier: Amplifier = {
    form,
    gainBandwidth: between(0, 3, 500) / HIDDEN_s / (2 * Math.PI),
    gain: 1,
    slewRate: between(1, 1e6, 1e8),
    rails: { low: -1, high: 1 },
  };
  const defaults = denseAmDefaults(visible, hidden);
  const { circuit } = denseAm({
    ...defaults,
    weights: Float64Array.from({ length: visible * hidden }, (_, k) => (draw.normal(100 + k) < 0 ? -100 : 100)),
    visibleAmplifier: amplifier,
    hiddenAmplifier: amplifier,
    initial: {
      ...defaults.initial,
      visible: Float64Array.from({ length: visible }, (_, i) => 0.2 * draw.normal(1e6 + i)),
    },
  });
  circuit.setInput(circuit.inputNames.indexOf("release [1]"), 1);
  circuit.setInput(circuit.inputNames.indexOf("mux [1]"), -1);
  return { circuit, relative: between(2, 1e-7, 1e-3) };
}

/** Errors of all states at instants of all steps, in units of their bounds. */
function errorsInBounds(form: Amplifier["form"], method: "explicit" | "imex", n: number): number[] {
  const { circuit, relative } = chip(form, n);
  const solution = new Trajectory(circuit, { relative, absolute: relative * 1e-3, method });
  const reference = new Trajectory(
    chip(form, n).circuit,
    { relative: 1e-10, absolute: 1e-13, method: "explicit" },
    { errorBounds: false },
  );
  const [x, exact] = [solution, reference].map(({ system }) => new Float64Array(system.stateNames.length));
  const ratios: number[] = [];
  solution.begin();
  reference.begin();
  while (solution.integration.tau1 < LENGTH_s) {
    solution.extend();
    const { tau0, tau1 } = solution.integration;
    for (let k = 1; k <= PER_STEP; k++) {
      const tau = Math.min(tau1, tau0 + (k / PER_STEP) * (tau1 - tau0));
      while (reference.integration.tau1 < tau) reference.extend();
      solution.integration.interpolate(tau, x);
      reference.integration.interpolate(tau, exact);
      x.forEach((v, i) => ratios.push((Math.abs(v - exact[i]) - REFERENCE_V) / solution.integration.errorBoundOf(i)));
    }
  }
  return ratios;
}

describe.each(["tanh", "clamp"] as const)("chips with %s amplifiers that slew", (form) => {
  it.each(["explicit", "imex"] as const)("solved by the %s method err by no more than their bounds", (method) => {
    const ratios = Array.from({ length: CHIPS }, (_, n) => errorsInBounds(form, method, n)).flat();
    const beyond = ratios.filter((ratio) => ratio > 1).length;
    expect(ratios.length).toBeGreaterThan(50_000);
    // An estimate and no proof: both methods may miss the same.
    expect(beyond / ratios.length).toBeLessThan(1e-3);
    expect(ratios.reduce((most, ratio) => Math.max(most, ratio), 0)).toBeLessThan(3);
  });
});
