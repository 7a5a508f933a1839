import { z } from "zod";
import { countTo, LANGUAGES, LEVEL_BITS } from "../chips/language.ts";

export const PARAMETERS = z.object({
  languages: LANGUAGES,
  chips: countTo(10_000).default(12).describe("drawn chips of each language [1]"),
  designedContexts: countTo(65_536)
    .default(256)
    .describe("contexts that the chip as designed, without mismatch, is read for; all if there are fewer [1]"),
  contexts: countTo(65_536).default(64).describe("contexts that each drawn chip is read for, drawn anew for each [1]"),
  calibration: countTo(65_536).default(36).describe("contexts that the calibration of each chip reads, at rest [1]"),
  times: z
    .array(z.number().min(0).max(100))
    .min(1)
    .default([1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 12, 15, 20, 30, 50, 100])
    .describe("from release to the first node's reading [tau]"),
  skews: z
    .array(z.number().min(0).max(100))
    .min(1)
    .default([0, 2, 10])
    .describe("between one node's reading and the next; 2 is what the controller takes [tau]"),
  rightFrom: z
    .number()
    .min(0)
    .max(100)
    .default(10)
    .describe("every reading that begins later has to be right, where nodes are read one after the other [tau]"),
  rightAtOnceFrom: z.number().min(0).max(100).default(15).describe("the same, where they are read at once [tau]"),
  levelBits: LEVEL_BITS.default(8).describe("bits of a signed conductance level [bit]"),
  mismatch: z.number().min(0).max(50).default(1).describe("standard deviation of a device's conductance [%]"),
});
export type Parameters = z.output<typeof PARAMETERS>;
