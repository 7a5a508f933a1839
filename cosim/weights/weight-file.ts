import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EnergyTransformer } from "../../analog-models/training/model.ts";
import type { Decoder } from "../../analog-models/training/ridge.ts";
import { SettleError, unknownName } from "../../src/errors.ts";
import { checkShapes } from "./shapes.ts";
import { RANGES, SIZES, WEIGHT_FILE, type WeightFile } from "./schema.ts";

/** The file that ships for a task. */
export const trainedFile = (task: string): string => join(import.meta.dirname, "trained", `${task}.json`);

/** Reads and checks a file. Every refusal is a SettleError that names file, field, value and bounds. */
export function readWeightFile(path: string): WeightFile {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new SettleError("UNKNOWN_NAME", `cannot read weights ${path}: ${(error as Error).message}`, { cause: error });
  }
  return parseWeightFile(text, path);
}

/** `where` names the file in messages. */
export function parseWeightFile(text: string, where: string): WeightFile {
  const content = parseJson(text, where);
  const parsed = WEIGHT_FILE.safeParse(content);
  if (!parsed.success) throw refusal(parsed.error.issues[0], content, where);
  checkShapes(parsed.data, where);
  return parsed.data;
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message;
    throw new SettleError(
      "OUT_OF_RANGE",
      `weights ${where} are not JSON, which knows no NaN and no Infinity: ${reason}`,
    );
  }
}

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

/** ["memory", 3, 2] -> "memory[3][2]" */
const fieldName = (path: readonly PropertyKey[]): string =>
  path.map((part, k) => (typeof part === "number" ? `[${part}]` : `${k > 0 ? "." : ""}${String(part)}`)).join("");

const valueAt = (content: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[key], content);

/** "0..1000" for a field with bounds of its own. */
function boundsOf(path: readonly PropertyKey[]): string {
  const bank = path[0] === "calibrated" && path[1] !== "chip" ? "decoder" : path[0];
  const name = String(bank === "dimensions" ? path[1] : bank);
  const range = path[0] === "dimensions" ? SIZES[name as keyof typeof SIZES] : RANGES[name as keyof typeof RANGES];
  return range === undefined
    ? ""
    : `; it must be ${path[0] === "dimensions" ? "a whole" : "a finite"} number in ${range.least}..${range.most}`;
}

/** Names that an object of the file may have. */
function fieldsOf([outer]: readonly PropertyKey[]): readonly string[] {
  const { dimensions, decoder, calibrated } = WEIGHT_FILE.shape;
  const inner = { dimensions, decoder, calibrated: calibrated.unwrap() }[String(outer)];
  return Object.keys((inner ?? WEIGHT_FILE).shape);
}

function refusal(issue: Issue | undefined, content: unknown, where: string): SettleError {
  const { path, message, keys } = issue ?? { path: [], message: "" };
  if (keys?.[0] !== undefined) {
    const place = path.length === 0 ? "" : `${fieldName(path)} of `;
    return unknownName("field", keys[0], `${place}weights ${where}`, fieldsOf(path));
  }
  const value = valueAt(content, path);
  const shown = value === undefined ? "missing" : JSON.stringify(value).slice(0, 60);
  const nan = value === null ? " (what JSON makes of NaN)" : "";
  const what = path.length === 0 ? "the whole" : fieldName(path);
  return new SettleError("OUT_OF_RANGE", `weights ${where}: ${what} is ${shown}${nan}${boundsOf(path)}: ${message}`);
}

/** The model of a checked file. */
export function modelOf(file: WeightFile): EnergyTransformer {
  return {
    shape: file.dimensions,
    beta: file.beta,
    embedding: Float64Array.from(file.embedding.flat()),
    positionBias: Float64Array.from(file.positionBias),
    memory: Float64Array.from(file.memory.flat()),
    memoryBias: Float64Array.from(file.memoryBias),
    visibleBias: Float64Array.from(file.visibleBias),
    decoderWeights: Float64Array.from(file.decoder.weights.flat()),
    decoderBias: Float64Array.from(file.decoder.bias),
  };
}

/** The decoder that a chip is loaded with: fitted to it, or the model's own. */
export function loadedDecoder({ decoder, calibrated }: WeightFile): Decoder {
  const { weights, bias } = calibrated ?? decoder;
  return { weights: Float64Array.from(weights.flat()), bias: Float64Array.from(bias) };
}

/** The one spelling of a file: two blanks of indent, each row of numbers on a line. Ends with a newline. */
export function weightFileText(file: WeightFile): string {
  const text = JSON.stringify(file, null, 2);
  const flat = text.replaceAll(
    /\[\s+((?:-?\d[^[\]{}"]*?))\s+\]/g,
    (_all, row: string) => `[${row.replaceAll(/\s+/g, " ")}]`,
  );
  return `${flat}\n`;
}
