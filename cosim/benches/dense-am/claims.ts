import { fullLevel } from "../../../analog-models/crossbar.ts";
import { plannedCrosspoints, type PlannedLevels } from "../../../analog-models/networks/planned-crosspoints.ts";
import { type Standing, standingOf } from "../../../analog-models/stability/standing.ts";
import { standingClaims } from "../../weights/standing-claims.ts";
import { type Chip, levelBitsOf } from "./chip.ts";
import type { Knowledge } from "./stability.ts";

/** What stored patterns guarantee as levels; several fixed points are what they are for. */
export function patternKnowledge(chip: Chip, patterns: readonly number[]): Knowledge {
  const levelBits = levelBitsOf(chip);
  const top = fullLevel(levelBits);
  const planned = { rows: patterns.map((weight) => Math.round(weight * top)), memory: [], levelBits };
  const subject = `${chip.core.softmaxRows} stored rows as ${levelBits}-bit levels`;
  return {
    claims: standingClaims(plannedStanding(chip, planned), {
      subject,
      pairName: (r, s) => `rows ${r} and ${s}`,
      severalByDesign: true,
    }),
    severalByDesign: true,
  };
}

/** Where levels stand in a core without errors of devices. */
export const plannedStanding = ({ core }: Chip, planned: PlannedLevels): Standing =>
  standingOf(plannedCrosspoints(core, planned));
