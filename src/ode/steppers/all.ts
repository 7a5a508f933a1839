import type { Stepper } from "../contracts.ts";
import { dormandPrince54 } from "./dormand-prince-54.ts";
import { tsit5 } from "./tsit5.ts";

/** Every method, for tests that state a law over all of them and for a choice by name. */
export const ALL_STEPPERS: readonly { readonly name: string; readonly make: (dimension: number) => Stepper }[] = [
  { name: "dormand-prince-54", make: dormandPrince54 },
  { name: "tsit5", make: tsit5 },
];
