import type { FastStates, Stepper } from "../contracts.ts";
import { ark436l2sa } from "./ark436l2sa.ts";
import { dormandPrince54 } from "./dormand-prince-54.ts";
import { tsit5 } from "./tsit5.ts";

/** Every method, for tests that state a law over all of them and for a choice by name. */
export const ALL_STEPPERS: readonly {
  readonly name: string;
  readonly make: (dimension: number, fast?: FastStates) => Stepper;
}[] = [
  { name: "dormand-prince-54", make: dormandPrince54 },
  { name: "tsit5", make: tsit5 },
  { name: "ark436l2sa", make: ark436l2sa },
];
