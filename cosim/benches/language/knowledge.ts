import { hiddenTauOf } from "../../../analog-models/networks/programmed-core.ts";
import { standingOf } from "../../../analog-models/stability/standing.ts";
import { searchInputs } from "../../weights/input-search.ts";
import { numbersClaim, standingClaims } from "../../weights/standing-claims.ts";
import { levelBitsOf } from "../dense-am/chip.ts";
import { plannedStanding } from "../dense-am/claims.ts";
import { chipAround } from "../dense-am/parameters.ts";
import type { Knowledge } from "../dense-am/stability.ts";
import type { LanguageChip } from "./chip.ts";
import type { Order } from "./order.ts";
import type { LanguageParameters } from "./parameters.ts";

/** What the weights of a run guarantee, as they are in the file and as levels, and how to look for inputs that do not settle. */
export function languageKnowledge(
  { file, model }: Order,
  { chip, mapping }: LanguageChip,
  p: LanguageParameters,
  seed: number,
): Knowledge {
  const pairName = (s: number, t: number) => `tokens "${file.tokens[s]}" and "${file.tokens[t]}"`;
  const levelBits = levelBitsOf(chip);
  const levels = { rows: mapping.embedding, memory: mapping.memory, levelBits };
  const hiddenTau = hiddenTauOf(chip.core);
  const { quietBelow, quietHysteresis } = chipAround(p, chip.core);
  return {
    claims: [
      ...standingClaims(standingOf(model), { subject: `weights for ${file.task}`, pairName, severalByDesign: false }),
      numbersClaim(plannedStanding(chip, levels), `as ${levelBits}-bit levels`),
    ],
    search: (most) => searchInputs(model, file.tokens, { hiddenTau, most, seed }),
    ...(p.settleDetect ? {} : { readByClock: { rest: quietBelow + quietHysteresis } }),
  };
}
