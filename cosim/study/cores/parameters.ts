import { z } from "zod";

/** What studies of random cores have in common; a study says what `sizes`, `draws` and `tolerance` are for. */
export const CORE_PARAMETERS = {
  sizes: z.array(z.int().min(2).max(1000)).min(2).default([10, 18, 32, 56, 100, 178, 317]),
  draws: z.int().min(1).max(1000).default(5),
  eigenvalue: z.number().min(0.01).max(0.99).default(0.3).describe("least eigenvalue of the Hessian at rest [1]"),
  tolerance: z
    .number()
    .min(1e-4)
    .max(0.1)
    .default(2 ** -9),
  gainBandwidth: z.number().min(1).max(1e6).default(100).describe("of the fixed amplifier [MHz]"),
};

export type CoreParameters = z.output<z.ZodObject<typeof CORE_PARAMETERS>>;
