/**
 * A Runge-Kutta method has order p when `sum_i b_i * weight_i = 1 / density` for every rooted tree of up to p nodes. A pair of
 * methods whose stages feed each other has order p when that holds for every way to give each edge of such a tree the
 * coefficients of one of the two: those are its coupling conditions.
 * Source: Hairer, Noersett, Wanner, "Solving Ordinary Differential Equations I", 2nd ed., theorem II.2.13, and section II.15 for
 * partitioned methods.
 */
export interface OrderCondition {
  /** Number of nodes of the tree. */
  readonly order: number;
  /** Density (gamma) of the tree. */
  readonly density: number;
  /** Elementary weight of each stage. shape (stages,) */
  readonly weight: readonly number[];
}

/** One row per stage. */
type Matrix = readonly (readonly number[])[];

const times = (matrix: Matrix, v: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, a, j) => sum + a * v[j], 0));

/** Grafts `branch` onto the root of `tree`: the weight is multiplied by what the branch delivers to each stage. */
function grafted(tree: OrderCondition, branch: OrderCondition, a: Matrix): OrderCondition {
  const delivered = times(a, branch.weight);
  const order = tree.order + branch.order;
  return {
    order,
    // A root's own factor is the size of the whole tree, so it changes with every graft.
    density: (tree.density / tree.order) * branch.density * order,
    weight: tree.weight.map((w, i) => w * delivered[i]),
  };
}

/**
 * One condition per rooted tree of up to `highest` nodes: 1, 2, 4, 8, 17 for orders 1 to 5; with two methods, per tree whose
 * edges have one of two colours: 1, 3, 10, 36 for orders 1 to 4.
 */
export function orderConditions(methods: readonly Matrix[], highest: number): readonly OrderCondition[] {
  const root: OrderCondition = { order: 1, density: 1, weight: methods[0].map(() => 1) };
  const trees = [root];
  /** Every way to hang `nodes` more nodes on `tree`, as branches of falling index, so that each tree comes once. */
  const grown = (tree: OrderCondition, nodes: number, highestIndex: number): OrderCondition[] =>
    nodes === 0
      ? [tree]
      : Array.from({ length: highestIndex + 1 }, (_, i) => i).flatMap((i) => {
          const branch = trees[Math.floor(i / methods.length)];
          const a = methods[i % methods.length];
          return branch.order <= nodes ? grown(grafted(tree, branch, a), nodes - branch.order, i) : [];
        });
  for (let order = 2; order <= highest; order++) {
    trees.push(...grown(root, order - 1, trees.length * methods.length - 1));
  }
  return trees;
}

/** How far `weights` miss a condition, relative to the size of the terms that are added up. */
export function conditionResidual(weights: readonly number[], condition: OrderCondition, target: number): number {
  const terms = weights.map((b, i) => b * condition.weight[i]);
  const size = terms.reduce((sum, term) => sum + Math.abs(term), Math.abs(target));
  const sum = terms.reduce((total, term) => total + term, 0);
  return Math.abs(sum - target) / Math.max(1, size);
}
