import { z } from "zod";
import { nearest, SettleError, unknownName } from "../../src/errors.ts";

/** What has parameters: its name for messages, 'bench "hamming"', and the objects that hold them, no name in two of them. */
export interface ParameterOwner {
  readonly title: string;
  readonly shapes: readonly z.ZodObject[];
}

/** One line of `settle check` and of a message about a wrong value. */
export interface ParameterRow {
  readonly name: string;
  /** "number", "integer", "boolean", "string" or the choices: "a | b" */
  readonly type: string;
  readonly default: unknown;
  /** ">= 1, <= 64", or "" */
  readonly bounds: string;
  /** with the unit */
  readonly description: string;
}

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

function propertiesOf(shape: z.ZodObject): Record<string, JsonSchema> {
  const schema = z.toJSONSchema(shape, { io: "input", unrepresentable: "any" });
  return (schema.properties ?? {}) as Record<string, JsonSchema>;
}

const allProperties = ({ shapes }: ParameterOwner): Record<string, JsonSchema> =>
  Object.assign({}, ...shapes.map(propertiesOf)) as Record<string, JsonSchema>;

/** zod bounds every integer by the largest safe one: not worth telling. */
const within = (limit: number | undefined, sign: string): readonly string[] =>
  limit === undefined || Math.abs(limit) === Number.MAX_SAFE_INTEGER ? [] : [`${sign} ${limit}`];

function boundsOf(schema: JsonSchema): string {
  return [
    ...within(schema.minimum, ">="),
    ...within(schema.exclusiveMinimum, ">"),
    ...within(schema.maximum, "<="),
    ...within(schema.exclusiveMaximum, "<"),
  ].join(", ");
}

export function parameterRows(owner: ParameterOwner): readonly ParameterRow[] {
  return Object.entries(allProperties(owner)).map(([name, schema]) => ({
    name,
    type: schema.enum?.join(" | ") ?? schema.type ?? "value",
    default: schema.default,
    bounds: boundsOf(schema),
    description: schema.description ?? "",
  }));
}

function wrongValue(name: string, text: string, owner: string, wanted: string, code: "OUT_OF_RANGE" | "UNKNOWN_NAME") {
  return new SettleError(code, `parameter "${name}" of ${owner} is "${text}"; it must be ${wanted}`);
}

function parseNumber(text: string): number | undefined {
  const value = Number(text);
  return text.trim() === "" || !Number.isFinite(value) ? undefined : value;
}

function parseChoice(name: string, text: string, owner: string, choices: readonly (string | number)[]) {
  const found = choices.find((choice) => String(choice) === text);
  if (found !== undefined) return found;
  const best = nearest(text, choices.map(String));
  const advice = best === undefined ? "" : `; did you mean "${best}"?`;
  throw wrongValue(name, text, owner, `one of ${choices.join(", ")}${advice}`, "UNKNOWN_NAME");
}

function parseOne(name: string, text: string, owner: string, schema: JsonSchema): unknown {
  if (schema.enum !== undefined) return parseChoice(name, text, owner, schema.enum);
  if (schema.type === "string") return text;
  if (schema.type === "boolean") return parseChoice(name, text, owner, ["true", "false"]) === "true";
  if (schema.type !== "number" && schema.type !== "integer") return parseJson(name, text, owner);
  const value = parseNumber(text);
  if (value === undefined) throw wrongValue(name, text, owner, "a number", "OUT_OF_RANGE");
  return value;
}

function parseJson(name: string, text: string, owner: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrongValue(name, text, owner, "a JSON value, like [1,2,3]", "OUT_OF_RANGE");
  }
}

function checked<Shape extends z.ZodObject>(
  shape: Shape,
  given: Record<string, unknown>,
  owner: ParameterOwner,
): z.output<Shape> {
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0] ?? ""); // of the parameter, also where an element of a list is wrong
  const row = parameterRows(owner).find((candidate) => candidate.name === name);
  const wanted = [row?.type, row?.bounds].filter((text) => text !== undefined && text !== "").join(" ");
  const described = row?.description ? ` (${row.description})` : "";
  throw new SettleError(
    "OUT_OF_RANGE",
    `parameter "${name}" of ${owner.title} is ${JSON.stringify(given[name])}${described}; it must be ${wanted}: ${issue?.message ?? ""}`,
  );
}

/** Typed values by name, in the order they were given; unknown names and texts of the wrong type are refused. */
function typedValues(owner: ParameterOwner, set: Readonly<Record<string, string>>): Record<string, unknown> {
  const known = allProperties(owner);
  const values: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(set)) {
    const schema = Object.hasOwn(known, name) ? known[name] : undefined;
    if (schema === undefined) throw unknownName("parameter", name, owner.title, Object.keys(known));
    values[name] = parseOne(name, text, owner.title, schema);
  }
  return values;
}

/**
 * `--set key=value` texts to typed values, by the schemas of `owner`; `parsed` has one record for each of its shapes,
 * defaults filled in. An unknown key, a text of the wrong type and a value out of bounds are SettleErrors that name the
 * parameter, its bounds and the nearest match.
 */
export function parseTexts(
  owner: ParameterOwner,
  set: Readonly<Record<string, string>>,
): { readonly parsed: readonly Record<string, unknown>[]; readonly given: ReadonlyMap<string, unknown> } {
  const values = typedValues(owner, set);
  const parsed = owner.shapes.map((shape) => {
    const own = Object.entries(values).filter(([name]) => Object.hasOwn(shape.shape, name));
    return checked(shape, Object.fromEntries(own), owner);
  });
  return { parsed, given: new Map(Object.entries(values)) };
}
