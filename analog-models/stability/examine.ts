import { type Context, type Core, coreOf, type EnergyTransformer } from "../training/model.ts";
import { type Choice, chosenContexts } from "./chosen-contexts.ts";
import { ContextClasses } from "./context-classes.ts";
import { type Ending, type Fate, Follower } from "./follow.ts";
import { hasAnotherRest } from "./other-starts.ts";
import { standingOf } from "./standing.ts";

export interface ExaminationOptions extends Choice {
  /** tau of hidden nodes in tau of visible ones */
  readonly hiddenTau: number;
}

/** An input whose voltages run away, or that does not settle in another way. */
export interface Restless {
  /** Tokens, oldest first; stands for its class. */
  readonly context: Context;
  /** How many contexts the class has. */
  readonly members: number;
  readonly ending: Exclude<Ending, "settled">;
  /** The visible node that moves most in the mode that does not come back. */
  readonly node: number;
  /** The Hessian's eigenvalue of that mode: it grows with -curvature / tau. */
  readonly curvature: number;
}

export interface Examination {
  /** V^L, and how many of them a core can tell apart. */
  readonly contexts: number;
  readonly classes: number;
  /** Whether every context was followed, or as many draws. */
  readonly exhaustive: boolean;
  /** Contexts (of draws: draws) by what became of them, from discharged nodes on. */
  readonly endings: Readonly<Record<Ending, number>>;
  /** Least Hessian eigenvalue over the fixed points that were reached, and where. */
  readonly least: { readonly curvature: number; readonly context: Context } | undefined;
  /** One of each class that does not settle, in the order in which they were met. */
  readonly restless: readonly Restless[];
  /** Other starts, of classes that settle: how many were tried, and how many have more than one fixed point. */
  readonly several: { readonly tried: number; readonly found: number; readonly example: Context | undefined };
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** Other starts are tried on so many classes at most. */
const MOST_TRIED = 256;

/** Follows one model from context to context and keeps the tally. */
class Tally {
  readonly endings: Record<Ending, number> = { settled: 0, saddle: 0, "runs away": 0, undecided: 0 };
  readonly restless: Restless[] = [];
  least: Examination["least"];
  readonly follower: Follower;
  /** What became of the contexts that stand for their classes, by their tokens. */
  private readonly known = new Map<string, { readonly context: Context; readonly fate: Fate }>();

  constructor(
    private readonly weights: EnergyTransformer,
    private readonly classes: ContextClasses,
    hiddenTau: number,
  ) {
    this.follower = new Follower(weights, hiddenTau);
  }

  /** `weight` counts the contexts that this one stands for. */
  add(context: Context, weight: number): Fate {
    const standIn = this.classes.standIn(context);
    const key = standIn.join(" ");
    const { fate } = this.known.get(key) ?? this.remember(key, standIn);
    this.endings[fate.ending] += weight;
    return fate;
  }

  /** Those that settled, at most `most` of them, evenly from all. */
  settled(most: number): readonly { readonly context: Context; readonly fate: Fate }[] {
    const all = [...this.known.values()].filter(({ fate }) => fate.ending === "settled");
    return all.filter((_, n) => n % Math.ceil(all.length / most) === 0);
  }

  private remember(key: string, context: Context) {
    const found = { context, fate: this.follow(context) };
    this.known.set(key, found);
    return found;
  }

  private follow(context: Context): Fate {
    const core = coreOf(this.weights, context);
    const fate = this.follower.follow(core);
    if (fate.ending !== "settled") this.keep(core, context, fate.ending, fate);
    else if (this.least === undefined || !this.follower.curvesAbove(core, fate.v, this.least.curvature))
      this.least = { curvature: this.follower.leastMode(core, fate.v).curvature, context };
    return fate;
  }

  private keep(core: Core, context: Context, ending: Restless["ending"], { v, mode }: Fate): void {
    const { curvature, direction } = mode ?? this.follower.leastMode(core, v);
    const node = direction.reduce((most, x, i) => (Math.abs(x) > Math.abs(direction[most]) ? i : most), 0);
    this.restless.push({ context, members: this.classes.members(context), ending, node, curvature });
  }
}

/**
 * Finds what becomes of a model's inputs: every context, or draws and mixtures of two tokens, is followed from discharged nodes
 * by its own equations. Yields as it goes.
 */
export function* examine(weights: EnergyTransformer, options: ExaminationOptions): Generator<Progress, Examination> {
  const classes = new ContextClasses(weights);
  const tally = new Tally(weights, classes, options.hiddenTau);
  const { exhaustive, total, contexts } = chosenContexts(classes, options);
  let done = 0;
  for (const { context, weight } of contexts) {
    tally.add(context, weight);
    yield { done: ++done, total };
  }
  const several = yield* tryOtherStarts(weights, tally);
  const { endings, least, restless } = tally;
  return { contexts: classes.contexts, classes: classes.count, exhaustive, endings, least, restless, several };
}

/** Other starts than discharged nodes, with more than one fixed point where one of them ends elsewhere. */
function* tryOtherStarts(weights: EnergyTransformer, tally: Tally): Generator<Progress, Examination["several"]> {
  const settled = standingOf(weights).guaranteed ? [] : tally.settled(MOST_TRIED);
  const found: Context[] = [];
  for (const [n, { context, fate }] of settled.entries()) {
    if (hasAnotherRest(coreOf(weights, context), context, tally.follower, fate.v)) found.push(context);
    yield { done: n + 1, total: settled.length };
  }
  return { tried: settled.length, found: found.length, example: found[0] };
}
