import { z } from "zod";

export const SCHEMA_NAME = "settle-weights";
export const SCHEMA_VERSION = 1;

/** What the chip class holds. `least..most`, inclusive. */
export const SIZES = {
  visible: { least: 1, most: 32 },
  context: { least: 1, most: 16 },
  memory: { least: 0, most: 32 },
  vocabulary: { least: 2, most: 16 },
} as const;

/** Bounds of the numbers themselves, in model units. Crosspoints are conductances: none is negative. */
export const RANGES = {
  beta: { least: 1e-6, most: 1e3 },
  embedding: { least: 0, most: 1e3 },
  positionBias: { least: -1e6, most: 1e6 },
  memory: { least: 0, most: 1e3 },
  memoryBias: { least: -1e6, most: 1e6 },
  visibleBias: { least: -1e6, most: 1e6 },
  decoder: { least: -1e6, most: 1e6 },
} as const;

const size = (name: keyof typeof SIZES) => z.int().min(SIZES[name].least).max(SIZES[name].most);
const value = (name: keyof typeof RANGES) => z.number().min(RANGES[name].least).max(RANGES[name].most);
const row = (name: keyof typeof RANGES) => z.array(value(name));
const matrix = (name: keyof typeof RANGES) => z.array(row(name));

const decoder = z.strictObject({ weights: matrix("decoder"), bias: row("decoder") });

/** Field by field: docs/training.md says what each means. */
export const WEIGHT_FILE = z.strictObject({
  schema: z.literal(SCHEMA_NAME),
  version: z.literal(SCHEMA_VERSION),
  task: z.string().min(1).max(64),
  tokens: z.array(z.string().regex(/^\S{1,16}$/u, "a token's name has 1 to 16 characters and no blank")),
  dimensions: z.strictObject({
    visible: size("visible"),
    context: size("context"),
    memory: size("memory"),
    vocabulary: size("vocabulary"),
  }),
  beta: value("beta"),
  embedding: matrix("embedding"),
  positionBias: row("positionBias"),
  memory: matrix("memory"),
  memoryBias: row("memoryBias"),
  visibleBias: row("visibleBias"),
  decoder,
  /** A decoder fitted to one chip, with the seed that draws it: loaded in place of `decoder`, which stays the model's own. */
  calibrated: decoder.extend({ chip: z.int().min(0).max(Number.MAX_SAFE_INTEGER) }).optional(),
  /** What the writer found. Nobody relies on it: readers compute their own. */
  stability: z.record(z.string(), z.unknown()).optional(),
  provenance: z.record(z.string(), z.unknown()).optional(),
});
export type WeightFile = z.output<typeof WEIGHT_FILE>;
