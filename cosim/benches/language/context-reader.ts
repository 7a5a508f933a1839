import type { Context } from "../../../analog-models/training/model.ts";
import { tokenOfAge } from "../../../analog-models/training/model.ts";
import { SettleError } from "../../../src/errors.ts";
import type { Picoseconds } from "../../../src/time.ts";
import { type ChipDriver, errorName } from "../dense-am/driver.ts";
import type { LanguageChip } from "./chip.ts";

/**
 * What firmware does to see how the chip settles on contexts of its choice: rows by way of the programming registers, one
 * inference, codes out of RESULT. The ring must stand at its head 0, as after reset: row L - 1 - a then has age a.
 */
export class ContextReader {
  /** The tokens that the rows hold; undefined where nothing has been written yet. */
  private readonly held: (number | undefined)[];

  constructor(
    private readonly registers: ChipDriver,
    private readonly language: LanguageChip,
    /** simulated time that one inference may take */
    private readonly within: Picoseconds,
  ) {
    this.held = Array<number | undefined>(language.chip.core.softmaxRows).fill(undefined);
  }

  /** ADC codes of the visible nodes; rows that hold their token already are left alone. */
  async read(context: Context): Promise<readonly number[]> {
    for (let row = 0; row < this.held.length; row++)
      await this.program(row, tokenOfAge(context, this.held.length - 1 - row));
    const { error } = await this.registers.infer(this.within);
    if (error === 0) return this.registers.results();
    throw new SettleError("TIME_LIMIT", `the chip did not read context ${context.join(" ")}: ${errorName(error)}`);
  }

  private async program(row: number, token: number): Promise<void> {
    if (this.held[row] === token) return;
    const { visible } = this.language.chip.core;
    await this.registers.program(
      this.language.mapping.embedding.slice(token * visible, (token + 1) * visible),
      () => {},
      row,
    );
    this.held[row] = token;
  }
}

/** The same contexts, each as near to the one before as those that are left allow: fewer rows to program. */
export function byLikeness(contexts: readonly Context[]): readonly Context[] {
  const left = [...contexts];
  const ordered = left.splice(0, 1);
  while (left.length > 0) {
    const last = ordered[ordered.length - 1];
    const distances = left.map((context) => unlike(last, context));
    ordered.push(...left.splice(distances.indexOf(Math.min(...distances)), 1));
  }
  return ordered;
}

/** Rows that one context has to program after the other. */
const unlike = (a: Context, b: Context): number => a.filter((token, k) => token !== b[k]).length;
