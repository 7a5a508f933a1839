import type { Corners } from "../../src/ode/contracts.ts";
import type { Seconds } from "../../src/units.ts";
import type { ElementCorners, Evaluation, Flow } from "./element.ts";

/** What a circuit's derivative runs, in order. */
export interface Slopes {
  readonly forSlopes: readonly Evaluation[];
  readonly flows: readonly Flow[];
}

/** The elements' corners end to end, and what the derivative runs when each is held on its branch. */
export interface HeldCorners extends Slopes {
  readonly corners: Omit<Corners, "derivative">;
}

/** Nothing where no element has a corner. */
export function heldCorners({ forSlopes, flows }: Slopes): HeldCorners | undefined {
  const all = [...forSlopes, ...flows].flatMap(({ corners }): ElementCorners<unknown>[] =>
    corners === undefined ? [] : [corners],
  );
  const names = all.flatMap((corners) => [...corners.names]);
  if (names.length === 0) return undefined;
  const modes = new Int8Array(names.length);
  const at = new Float64Array(names.length);
  let first = 0;
  const held = <Part extends { readonly run: unknown; readonly corners?: ElementCorners<Part["run"]> | undefined }>(
    part: Part,
  ): Part => {
    if (part.corners === undefined) return part;
    const end = first + part.corners.names.length;
    const run = part.corners.held(modes.subarray(first, end), at.subarray(first, end));
    first = end;
    return { ...part, run };
  };
  const [low, high] = (["low", "high"] as const).map((border) =>
    Float64Array.from(all.flatMap((corners) => Array.from(corners[border]))),
  );
  return { corners: { names, low, high, modes, at }, forSlopes: forSlopes.map(held), flows: flows.map(held) };
}

/** Runs evaluations, then flows. `values` begins with the states. */
export function runSlopes(
  { forSlopes, flows }: Slopes,
  values: Float64Array,
  clock: number,
  tau: Seconds,
  x: Float64Array,
  dxdt: Float64Array,
): void {
  values.set(x);
  values[clock] = tau;
  for (let k = 0; k < forSlopes.length; k++) forSlopes[k].run(values);
  dxdt.fill(0);
  for (let k = 0; k < flows.length; k++) flows[k].run(values, dxdt);
}
