import { z } from "zod";
import { countTo, LANGUAGES, LEVEL_BITS } from "../chips/language.ts";
import { SWEEPS } from "./sweeps.ts";

export const PARAMETERS = z.object({
  languages: LANGUAGES,
  chips: countTo(10_000).default(100).describe("chips drawn with levels and mismatch alone [1]"),
  sweepChips: countTo(10_000).default(40).describe("chips drawn at each value of a sweep [1]"),
  contexts: countTo(65_536).default(256).describe("contexts that a chip is judged on; all if there are fewer [1]"),
  tokens: countTo(1000).default(17).describe("tokens generated after each prompt [1]"),
  calibration: countTo(65_536).default(36).describe("contexts that a calibration reads [1]"),
  calibrations: z
    .array(countTo(65_536))
    .min(1)
    .default([9, 18, 36, 72, 144])
    .describe("contexts that calibrations of the poor chips read [1]"),
  baseBits: LEVEL_BITS.default(8).describe("levels of every chip that is not swept for them [bit]"),
  baseMismatch: z.number().min(0).max(50).default(1).describe("mismatch of every chip not swept for it [%]"),
  ...SWEEPS.shape,
});
export type Parameters = z.output<typeof PARAMETERS>;
