import type { Context, Core } from "../training/model.ts";
import { rowProduct } from "../training/relaxation.ts";
import type { Follower } from "./follow.ts";

/** Fixed points further apart than this, relative to the larger of 1 and their size, are two. */
const APART = 1e-6;

/** Whether a core that comes to rest at `v` can come to rest elsewhere, where the rows of some token of its win from the start. */
export function hasAnotherRest(core: Core, context: Context, follower: Follower, v: Float64Array): boolean {
  return [...new Set(context)].some((token) => {
    const other = follower.follow(core, startAt(core, context, token));
    return other.ending === "settled" && other.v.some((x, i) => Math.abs(x - v[i]) > APART * Math.max(1, Math.abs(x)));
  });
}

/** Both layers as they would be if attention were on `token` alone: v = a + e, h = Xi v + c. shape (D + L + M,) */
function startAt(core: Core, context: Context, token: number): Float64Array {
  const { visible } = core.shape;
  const age = context.length - 1 - context.indexOf(token);
  const v = core.visibleBias.map((a, i) => a + core.attention[age * visible + i]);
  const drive = (rows: Float64Array, bias: Float64Array) => bias.map((b, r) => b + rowProduct(rows, r, v));
  return Float64Array.of(...v, ...drive(core.attention, core.positionBias), ...drive(core.memory, core.memoryBias));
}
