import { z } from "zod";
import { nearest, SettleError, unknownName } from "../../src/errors.ts";
import type { Bench } from "../bench/bench.ts";

/** Parameters that every bench has, beside its own. */
export const SOLVER_PARAMETERS = z.object({
  "solver.rtol": z.number().min(1e-13).max(1e-2).default(1e-6).describe("relative tolerance of the integrator [1]"),
  "solver.atol": z
    .number()
    .min(1e-15)
    .max(1e-1)
    .default(1e-9)
    .describe("absolute tolerance of the integrator [V, or the unit of the state]"),
});
export type SolverParameters = z.output<typeof SOLVER_PARAMETERS>;

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

const allProperties = (bench: Bench): Record<string, JsonSchema> => ({
  ...propertiesOf(bench.parameters),
  ...propertiesOf(SOLVER_PARAMETERS),
});

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

export function listParameters(bench: Bench): readonly ParameterRow[] {
  return Object.entries(allProperties(bench)).map(([name, schema]) => ({
    name,
    type: schema.enum?.join(" | ") ?? schema.type ?? "value",
    default: schema.default,
    bounds: boundsOf(schema),
    description: schema.description ?? "",
  }));
}

function wrongValue(name: string, text: string, bench: string, wanted: string, code: "OUT_OF_RANGE" | "UNKNOWN_NAME") {
  return new SettleError(code, `parameter "${name}" of bench "${bench}" is "${text}"; it must be ${wanted}`);
}

function parseNumber(text: string): number | undefined {
  const value = Number(text);
  return text.trim() === "" || !Number.isFinite(value) ? undefined : value;
}

function parseChoice(name: string, text: string, bench: string, choices: readonly (string | number)[]) {
  const found = choices.find((choice) => String(choice) === text);
  if (found !== undefined) return found;
  const best = nearest(text, choices.map(String));
  const advice = best === undefined ? "" : `; did you mean "${best}"?`;
  throw wrongValue(name, text, bench, `one of ${choices.join(", ")}${advice}`, "UNKNOWN_NAME");
}

function parseOne(name: string, text: string, bench: string, schema: JsonSchema): unknown {
  if (schema.enum !== undefined) return parseChoice(name, text, bench, schema.enum);
  if (schema.type === "string") return text;
  if (schema.type === "boolean") return parseChoice(name, text, bench, ["true", "false"]) === "true";
  if (schema.type !== "number" && schema.type !== "integer") return parseJson(name, text, bench);
  const value = parseNumber(text);
  if (value === undefined) throw wrongValue(name, text, bench, "a number", "OUT_OF_RANGE");
  return value;
}

function parseJson(name: string, text: string, bench: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrongValue(name, text, bench, "a JSON value, like [1,2,3]", "OUT_OF_RANGE");
  }
}

function checked<Shape extends z.ZodObject>(
  shape: Shape,
  given: Record<string, unknown>,
  bench: Bench,
): z.output<Shape> {
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = issue?.path.map(String).join(".") ?? "";
  const row = listParameters(bench).find((candidate) => candidate.name === name);
  const wanted = [row?.type, row?.bounds].filter((text) => text !== undefined && text !== "").join(" ");
  const described = row?.description ? ` (${row.description})` : "";
  throw new SettleError(
    "OUT_OF_RANGE",
    `parameter "${name}" of bench "${bench.name}" is ${JSON.stringify(given[name])}${described}; it must be ${wanted}: ${issue?.message ?? ""}`,
  );
}

/**
 * `--set key=value` texts to typed values, by the bench's schema. An unknown key, a text of the wrong type and a value
 * out of bounds are SettleErrors that name the parameter, its bounds and the nearest match.
 */
export function parseParameters<Shape extends z.ZodObject>(
  bench: Bench<Shape>,
  set: Readonly<Record<string, string>>,
): {
  readonly parameters: z.output<Shape>;
  readonly solver: SolverParameters;
  readonly given: ReadonlyMap<string, unknown>;
} {
  const known = allProperties(bench);
  const values: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(set)) {
    const schema = Object.hasOwn(known, name) ? known[name] : undefined;
    if (schema === undefined) throw unknownName("parameter", name, `bench "${bench.name}"`, Object.keys(known));
    values[name] = parseOne(name, text, bench.name, schema);
  }
  const own = Object.fromEntries(
    Object.entries(values).filter(([name]) => Object.hasOwn(bench.parameters.shape, name)),
  );
  const solver = Object.fromEntries(
    Object.entries(values).filter(([name]) => Object.hasOwn(SOLVER_PARAMETERS.shape, name)),
  );
  return {
    parameters: checked(bench.parameters, own, bench),
    solver: checked(SOLVER_PARAMETERS, solver, bench),
    given: new Map(Object.entries(values)),
  };
}
