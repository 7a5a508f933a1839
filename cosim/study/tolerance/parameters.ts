import { z } from "zod";
import { LEVEL_BITS } from "../chips/language.ts";
import { SWEEPS } from "./sweeps.ts";

const count = (most: number) => z.int().min(1).max(most);

export const PARAMETERS = z.object({
  languages: z
    .array(z.string())
    .min(1)
    .default(["parity", "m-sequence"])
    .describe("benches whose weights ship, or paths of weight files that end in .json"),
  chips: count(10_000).default(100).describe("chips drawn with levels and mismatch alone [1]"),
  sweepChips: count(10_000).default(40).describe("chips drawn at each value of a sweep [1]"),
  contexts: count(65_536).default(256).describe("contexts that a chip is judged on; all if there are fewer [1]"),
  tokens: count(1000).default(17).describe("tokens generated after each prompt [1]"),
  calibration: count(65_536).default(36).describe("contexts that a calibration reads [1]"),
  calibrations: z
    .array(count(65_536))
    .min(1)
    .default([9, 18, 36, 72, 144])
    .describe("contexts that calibrations of the poor chips read [1]"),
  baseBits: LEVEL_BITS.default(8).describe("levels of every chip that is not swept for them [bit]"),
  baseMismatch: z.number().min(0).max(50).default(1).describe("mismatch of every chip not swept for it [%]"),
  ...SWEEPS.shape,
});
export type Parameters = z.output<typeof PARAMETERS>;
