import { Integration } from "../../../src/ode/integration.ts";
import { always } from "../../../src/ode/method.ts";
import { dormandPrince54 } from "../../../src/ode/steppers/dormand-prince-54.ts";
import type { DrivenSystem } from "../../../src/ode/contracts.ts";
import { plus, ps, type Picoseconds } from "../../../src/time.ts";

/** Sets an input by its name without the unit. */
export function set(system: DrivenSystem, name: string, value: number): void {
  const index = system.inputNames.findIndex((full) => full.startsWith(`${name} [`));
  if (index < 0) throw new Error(`no input ${name} among ${system.inputNames.slice(0, 9).join(", ")}`);
  system.setInput(index, value);
}

/** Index of a signal by its name without the unit; states come first, so it serves for them too. */
export function place(system: DrivenSystem, name: string): number {
  const index = system.signalNames.findIndex((full) => full.startsWith(`${name} [`));
  if (index < 0) throw new Error(`no signal ${name} among ${system.signalNames.slice(0, 9).join(", ")}`);
  return index;
}

export interface Solve {
  readonly origin?: Picoseconds;
  readonly relative?: number;
  readonly absolute?: number;
}

/** States at ascending times [s] since the origin, one segment without drives or breakpoints. */
export function statesAt(
  system: DrivenSystem,
  x0: Float64Array,
  times: readonly number[],
  o: Solve = {},
): Float64Array[] {
  const { origin = ps(0), relative = 1e-9, absolute = 1e-12 } = o;
  const explicit = always(dormandPrince54(x0.length));
  const tolerance = { relative, absolute };
  const integration = new Integration(system, explicit, tolerance, system.longestStep);
  system.begin(origin);
  integration.begin(x0);
  return times.map((t) => {
    while (integration.tau1 < t) {
      const status = integration.step();
      if (status.kind !== "completed") throw new Error(`${status.kind} at ${integration.tau1} s`);
    }
    const x = new Float64Array(x0.length);
    integration.interpolate(t, x);
    return x;
  });
}

/** Goes on from `x` for `length`, over breakpoints; answers the state at the end. */
export function advance(system: DrivenSystem, x: Float64Array, from: Picoseconds, length: Picoseconds): Float64Array {
  const end = plus(from, length);
  let now = from;
  let state = x;
  while (now < end) {
    const next = Math.min(end, system.breakpointAfter(now)) as Picoseconds;
    [state] = statesAt(system, state, [(next - now) * 1e-12], { origin: now });
    now = next;
  }
  return state;
}

export function signalsOf(system: DrivenSystem, x: Float64Array, tau = 0): Float64Array {
  const out = new Float64Array(system.signalNames.length);
  system.signals(tau, x, out);
  return out;
}
