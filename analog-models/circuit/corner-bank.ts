import { nameAt } from "./evaluation-order.ts";
import type { ElementCorners } from "./element.ts";
import type { Layout, Span } from "./layout.ts";

/** Borders of every corner of a bank [V]. */
export interface Borders {
  readonly low: number;
  readonly high: number;
}

/**
 * What an instruction needs beside its other operands to hold amplifiers on the branches of their rails, or of their slew limits
 * as well: `rail` and `limit` are where the corners of each kind begin in `modes` and `at`, -1 where there are none.
 */
export function branchOperands(
  modes: Int8Array,
  at: Float64Array,
  rail: number,
  limit: number,
  built: Float64Array,
): readonly number[] {
  const [mode, where] = [modes.byteOffset, at.byteOffset];
  if (limit < 0) return [mode, where];
  const [rails, railAt] = rail < 0 ? [0, 0] : [mode + rail, where + 8 * rail];
  return [rails, railAt, mode + limit, where + 8 * limit, built.byteOffset];
}

/** One corner for each element of `span`, named after it: 'rails of "visible.amp[3]"'. */
export const cornersOf = (
  what: string,
  span: Span,
  { low, high }: Borders,
  layout: Layout,
): Omit<ElementCorners<unknown>, "held" | "heldSolve"> => {
  const places = Array.from({ length: span.size }, (_, k) => span.base + k);
  return {
    names: places.map((place) => `${what} ${nameAt(layout, place)}`),
    low: places.map(() => low),
    high: places.map(() => high),
  };
};
