import { ContextClasses } from "../../analog-models/stability/context-classes.ts";
import {
  examine,
  type Examination,
  type ExaminationOptions,
  type Progress,
  type Restless,
} from "../../analog-models/stability/examine.ts";
import { textOf } from "../../analog-models/training/generate.ts";
import type { Context, EnergyTransformer } from "../../analog-models/training/model.ts";
import type { Claim, InputSearch } from "../bench/stability.ts";

/** Inputs that a claim names; all of them are in the file. */
const MOST_NAMED = 12;
/** Contexts up to which the file lists every single one, and not one for each class. */
const MOST_LISTED = 65_536;

/** Follows the contexts of a model and says what became of them. `names` are its tokens'. */
export function* searchInputs(
  model: EnergyTransformer,
  names: readonly string[],
  options: ExaminationOptions,
): Generator<Progress, InputSearch> {
  const found = yield* examine(model, options);
  return { claims: claimsOf(found, names), text: listingOf(model, found, names) };
}

function claimsOf(found: Examination, names: readonly string[]): readonly Claim[] {
  const { endings, least, several, restless } = found;
  const count = endings.settled + endings.saddle + endings["runs away"] + endings.undecided;
  const which = found.exhaustive
    ? `all ${found.contexts} contexts${found.classes < found.contexts ? ` (${found.classes} that differ)` : ""}`
    : `${count} of ${found.contexts.toPrecision(4)} contexts, drawn`;
  const others = (["saddle", "undecided"] as const).filter((ending) => endings[ending] > 0);
  const tally = [
    `${endings.settled} settle`,
    `${endings["runs away"]} run away`,
    ...others.map((e) => `${endings[e]} ${WORDS[e]}`),
  ];
  return [
    { text: `followed from discharged nodes, ${which}: ${tally.join(", ")}`, warning: endings.settled < count },
    ...(least === undefined ? [] : [leastClaim(least, names)]),
    ...(several.tried === 0 ? [] : [severalClaim(several, names)]),
    ...(restless.length === 0 ? [] : [restlessClaim(restless, names)]),
  ];
}

const WORDS = { saddle: "stop where nothing holds them", undecided: "are undecided" } as const;

const leastClaim = ({ curvature, context }: NonNullable<Examination["least"]>, names: readonly string[]): Claim => ({
  text: `of those that settle ${textOf(names, context)} is slowest: Hessian eigenvalue ${curvature.toPrecision(4)}, ${(1 / curvature).toPrecision(3)} tau where hidden nodes are fast`,
  warning: false,
});

const severalClaim = ({ tried, found, example }: Examination["several"], names: readonly string[]): Claim => ({
  text:
    found === 0 || example === undefined
      ? `from other starts ${tried} inputs that settle come to the same fixed points`
      : `${found} of ${tried} inputs that settle have more than one fixed point, ${textOf(names, example)} for one`,
  warning: found > 0,
});

function restlessClaim(restless: readonly Restless[], names: readonly string[]): Claim {
  const named = restless.slice(0, MOST_NAMED).map(({ context, members, node, curvature }) => {
    const orders = members > 1 ? ` in ${members} orders` : "";
    return `${textOf(names, context)}${orders} (v[${node}], ${curvature.toPrecision(3)})`;
  });
  const rest = restless.length > MOST_NAMED ? `, and ${restless.length - MOST_NAMED} more` : "";
  return {
    text: `these run away or do not hold (node, Hessian eigenvalue): ${named.join(", ")}${rest}`,
    warning: true,
  };
}

/** Every context that does not settle, where they can be listed; else one for each class that was met. */
function listingOf(model: EnergyTransformer, found: Examination, names: readonly string[]): string {
  const { contexts, classes, exhaustive, endings, least, several, restless } = found;
  const entry = (context: Context, { ending, node, curvature }: Restless) => ({
    context: textOf(names, context),
    ending,
    node: `v[${node}]`,
    eigenvalue: curvature,
  });
  const all = exhaustive && contexts <= MOST_LISTED;
  const inputs = all
    ? everyMember(model, restless).map(([context, one]) => entry(context, one))
    : restless.map((one) => ({ ...entry(one.context, one), orders: one.members }));
  const nameOf = (context: Context | undefined) => (context === undefined ? null : textOf(names, context));
  const slowest = least === undefined ? null : { context: nameOf(least.context), eigenvalue: least.curvature };
  const starts = { ...several, example: nameOf(several.example) };
  const listing = { contexts, classes, exhaustive, endings, slowest, otherStarts: starts, inputs };
  return `${JSON.stringify(listing, null, 1)}\n`;
}

/** In counting order, the newest token changing fastest. */
function everyMember(
  model: EnergyTransformer,
  restless: readonly Restless[],
): readonly (readonly [Context, Restless])[] {
  const { context: length, vocabulary } = model.shape;
  const classes = new ContextClasses(model);
  const byClass = new Map(restless.map((one) => [one.context.join(), one]));
  const digit = (n: number, place: number) => Math.floor(n / vocabulary ** (length - 1 - place)) % vocabulary;
  return Array.from({ length: vocabulary ** length }, (_, n) => n).flatMap((n) => {
    const context = Array.from({ length }, (_, place) => digit(n, place));
    const one = byClass.get(classes.standIn(context).join());
    return one === undefined ? [] : [[context, one] as const];
  });
}
