import { nameAt } from "./evaluation-order.ts";
import type { ElementCorners } from "./element.ts";
import type { Layout, Span } from "./layout.ts";

/** Borders of every corner of a bank [V]. */
export interface Borders {
  readonly low: number;
  readonly high: number;
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
