import type { Corners } from "../../src/ode/contracts.ts";
import type { Arena } from "../../src/kernel/arena.ts";
import type { ElementCorners, Evaluation, Flow, Runnable } from "./element.ts";

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
export function heldCorners({ forSlopes, flows }: Slopes, arena: Arena): HeldCorners | undefined {
  const all = [...forSlopes, ...flows].flatMap(({ corners }): ElementCorners<unknown>[] =>
    corners === undefined ? [] : [corners],
  );
  const names = all.flatMap((corners) => [...corners.names]);
  if (names.length === 0) return undefined;
  const modes = arena.bytes(names.length);
  const at = arena.floats(names.length);
  let first = 0;
  const held = <Run, Part extends Runnable<Run> & { readonly corners?: ElementCorners<Run> | undefined }>(
    part: Part,
  ): Part => {
    if (part.corners === undefined) return part;
    const end = first + part.corners.names.length;
    const { run, instruction } = part.corners.held(modes.subarray(first, end), at.subarray(first, end));
    first = end;
    return { ...part, run, instruction };
  };
  const [low, high] = (["low", "high"] as const).map((border) =>
    Float64Array.from(all.flatMap((corners) => Array.from(corners[border]))),
  );
  return {
    corners: { names, low, high, modes, at },
    forSlopes: forSlopes.map((part) => held<Evaluation["run"], Evaluation>(part)),
    flows: flows.map((part) => held<Flow["run"], Flow>(part)),
  };
}
