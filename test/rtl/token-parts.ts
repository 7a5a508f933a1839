import { basename } from "node:path";
import { filesOf } from "./rtl-files.ts";

/** What the sampler is made of, without the rest of the controller. */
export const SAMPLER_PARTS: readonly string[] = [
  "sva.vlt",
  "dense_am_reg_pkg.sv",
  "exp2_table_pkg.sv",
  "cycle_timer.sv",
  "lfsr32.sv",
  "exp2_weight.sv",
  "token_sampler.sv",
  "lfsr32_sva.sv",
  "exp2_weight_sva.sv",
  "token_sampler_sva.sv",
];

/** The controller's files of these names, in its order. */
export const partsOf = (names: readonly string[]): string[] =>
  filesOf("dense_am").filter((path) => names.includes(basename(path)));
