import { readoutNoise } from "./chip-draw.ts";
import { symmetricEigenvalues } from "./eigenvalues.ts";
import type { Split } from "./examples.ts";
import { FixedPointSolver } from "./fixed-point.ts";
import { type Context, coreOf, type EnergyTransformer, logitsOf } from "./model.ts";
import type { Recipe } from "./recipe.ts";
import { allContexts, type Task } from "./tasks/task.ts";
import { fullScales } from "./train.ts";

/** What weights are worth as designed: over all contexts, without device errors. */
export interface Evaluation {
  readonly contexts: number;
  /** Part of the contexts whose next token is right. */
  readonly accuracy: { readonly train: number; readonly heldOut: number; readonly all: number };
  /** Least lead of the right token over any other. */
  readonly margin: {
    readonly logit: number;
    /** The same in standard deviations of what readout noise does to that lead. */
    readonly readoutNoise: number;
  };
  /** Standard deviation of the readout noise of one node, in model units. */
  readonly readoutNoise: number;
  /** Least eigenvalue of the Hessian at any fixed point; 1 over it is the slowest relaxation there is [tau]. */
  readonly leastCurvature: number;
  /** Largest |F(v) - v| left, and the contexts whose search for a fixed point failed. */
  readonly residual: number;
  readonly unsettled: readonly Context[];
}

interface Judged {
  readonly context: Context;
  readonly v: Float64Array;
  readonly settled: boolean;
  readonly residual: number;
  readonly curvature: number;
}

export function evaluate(
  task: Task,
  weights: EnergyTransformer,
  split: Split,
  { noise }: Pick<Recipe, "noise">,
): Evaluation {
  const judged = allContexts(task).map(judgeOf(weights));
  const sigma = readoutNoise(
    noise,
    fullScales(
      weights,
      judged.map(({ v }) => v),
    ),
  );
  const leads = judged.map(({ context, v }) => leadOf(weights, v, task.next(context), sigma));
  const right = new Set(judged.filter((_, k) => leads[k].logit > 0).map(({ context }) => context.join()));
  const part = (contexts: readonly Context[]) => contexts.filter((c) => right.has(c.join())).length / contexts.length;
  return {
    contexts: judged.length,
    accuracy: { train: part(split.train), heldOut: part(split.heldOut), all: right.size / judged.length },
    margin: {
      logit: Math.min(...leads.map(({ logit }) => logit)),
      readoutNoise: Math.min(...leads.map((lead) => lead.readoutNoise)),
    },
    readoutNoise: sigma,
    leastCurvature: Math.min(...judged.map(({ curvature }) => curvature)),
    residual: Math.max(...judged.map(({ residual }) => residual)),
    unsettled: judged.filter(({ settled }) => !settled).map(({ context }) => context),
  };
}

const judgeOf = (weights: EnergyTransformer) => {
  const solver = new FixedPointSolver(weights.shape);
  return (context: Context): Judged => {
    const v = Float64Array.from(weights.visibleBias);
    const core = coreOf(weights, context);
    const { settled, residual } = solver.solve(core, v);
    solver.relaxation.linearise(core);
    const curvature = symmetricEigenvalues(symmetric(solver.relaxation.hessian, v.length), v.length)[0] ?? 1;
    return { context, v, settled, residual, curvature };
  };
};

function symmetric(lower: Float64Array, n: number): Float64Array {
  return lower.map((x, k) => (k % n > Math.floor(k / n) ? lower[(k % n) * n + Math.floor(k / n)] : x));
}

/** Independent noise sigma on each node moves the lead over token t by sigma |W_right - W_t|. */
function leadOf(weights: EnergyTransformer, v: Float64Array, right: number, sigma: number) {
  const logits = logitsOf(weights.decoderWeights, weights.decoderBias, v);
  const row = (t: number) => weights.decoderWeights.subarray(t * v.length, (t + 1) * v.length);
  const others = [...logits.keys()].filter((t) => t !== right);
  const leads = others.map((t) => ({
    logit: logits[right] - logits[t],
    spread: sigma * Math.hypot(...row(right).map((w, i) => w - row(t)[i])),
  }));
  return {
    logit: Math.min(...leads.map(({ logit }) => logit)),
    readoutNoise: Math.min(...leads.map(({ logit, spread }) => logit / spread)),
  };
}
