import { NEVER } from "../../src/time.ts";
import type { Volts } from "../../src/units.ts";
import type { Source } from "./source.ts";

/** v(t) = level. */
export const constant = (level: Volts): Source => ({
  constant: true,
  longestStep: Infinity,
  curvature: 0,
  breakpointAfter: () => NEVER,
  begin() {},
  value: () => level,
});
