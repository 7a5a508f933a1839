import { z } from "zod";
import { METHOD_NAMES } from "../../src/ode/method.ts";
import type { Bench } from "../bench/bench.ts";
import { type ParameterOwner, type ParameterRow, parameterRows, parseTexts } from "./parameter-texts.ts";

/** Parameters that every bench has, beside its own. */
export const SOLVER_PARAMETERS = z.object({
  "solver.rtol": z.number().min(1e-13).max(1e-2).default(1e-6).describe("relative tolerance of the integrator [1]"),
  "solver.atol": z
    .number()
    .min(1e-15)
    .max(1e-1)
    .default(1e-9)
    .describe("absolute tolerance of the integrator [V, or the unit of the state]"),
  "solver.method": z
    .enum(METHOD_NAMES)
    .default("auto")
    .describe("explicit, imex (implicit in the amplifiers), or auto: the cheaper one for every segment"),
});
export type SolverParameters = z.output<typeof SOLVER_PARAMETERS>;

const ownerOf = ({ name, parameters }: Bench): ParameterOwner => ({
  title: `bench "${name}"`,
  shapes: [parameters, SOLVER_PARAMETERS],
});

export const listParameters = (bench: Bench): readonly ParameterRow[] => parameterRows(ownerOf(bench));

/** The parameters of a bench from the texts of `--set`; see `parseTexts`. */
export function parseParameters<Shape extends z.ZodObject>(
  bench: Bench<Shape>,
  set: Readonly<Record<string, string>>,
): {
  readonly parameters: z.output<Shape>;
  readonly solver: SolverParameters;
  readonly given: ReadonlyMap<string, unknown>;
} {
  const { parsed, given } = parseTexts(ownerOf(bench), set);
  return { parameters: parsed[0] as z.output<Shape>, solver: parsed[1] as SolverParameters, given };
}
