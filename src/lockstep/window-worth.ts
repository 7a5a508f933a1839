/** Windows of fewer evaluations than this cost more than they save, where an exchange is cheap. */
const SHORT_EVALUATIONS = 4;
/** So many of them in a row are no accident. */
const MOST_SHORT = 8;
/** Evaluations until another window is tried. */
const PAUSE_EVALUATIONS = 1024;

/**
 * Whether it is worth looking ahead for a digital half that costs next to nothing to ask: not where it answers every event with a
 * drive, which takes back what was found. Decides nothing but the cost of a run.
 */
export class WindowWorth {
  private short = 0;
  private pausedUntil = 0;

  /** After `evaluations` of the digital half. */
  isPaused(evaluations: number): boolean {
    return evaluations < this.pausedUntil;
  }

  /** A window of `length` evaluations was run. */
  had(length: number, evaluations: number): void {
    this.short = length < SHORT_EVALUATIONS ? this.short + 1 : 0;
    if (this.short >= MOST_SHORT) this.pausedUntil = evaluations + PAUSE_EVALUATIONS;
  }
}
