import type { Corners } from "../../src/ode/contracts.ts";
import type { Arena } from "../../src/kernel/arena.ts";
import type { ElementCorners, Evaluation, FastFlow, Flow, Runnable } from "./element.ts";

/** What a circuit's derivative runs, in order. */
export interface Slopes {
  readonly forSlopes: readonly Evaluation[];
  readonly flows: readonly Flow[];
}

/** The elements' corners end to end, and what the derivative runs when each is held on its branch. */
export interface HeldCorners extends Slopes {
  readonly corners: Omit<Corners, "derivative">;
}

interface Cornered<Run> extends Runnable<Run> {
  readonly corners?: ElementCorners<Run> | undefined;
  readonly fast?: FastFlow | undefined;
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
  const held = <Run, Part extends Cornered<Run>>(part: Part): Part => {
    if (part.corners === undefined) return part;
    const end = first + part.corners.names.length;
    const stretch = [modes.subarray(first, end), at.subarray(first, end)] as const;
    const { run, instruction } = part.corners.held(...stretch);
    const solve = part.corners.heldSolve?.(...stretch);
    first = end;
    const fast = part.fast === undefined || solve === undefined ? part.fast : { ...part.fast, solve };
    return { ...part, run, instruction, fast };
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
