import { SettleError } from "../errors.ts";
import type { Frame, Sample } from "../lockstep/observer.ts";
import type { Picoseconds } from "../time.ts";
import type { AsciiText } from "./ascii-text.ts";
import { VcdBits } from "./vcd-bits.ts";
import { vcdHeader, type VcdSignals } from "./vcd-header.ts";
import { VcdReals } from "./vcd-reals.ts";

/**
 * Appends frames and samples to the text of a value change dump. What happens within one instant is gathered and written when time
 * moves on, whole: each signal at most once, with its last value, and only when that differs from the one before. So the text does
 * not depend on the order of calls at one instant.
 */
export class VcdEncoder {
  private readonly bits: VcdBits;
  private readonly reals: VcdReals;
  private t = 0;
  /** The last time in the text; -1 before the first. */
  private stamp = -1;

  /** The header is in `out` at once. */
  constructor(
    signals: VcdSignals,
    private readonly out: AsciiText,
  ) {
    const digital = [...signals.ports, ...signals.probes];
    this.bits = new VcdBits(digital);
    this.reals = new VcdReals(signals.analog.length, digital.length);
    out.text(vcdHeader(signals));
  }

  /** Writes the instants that ended before this frame. A name without a declaration is MISUSE. */
  frame({ t, changes }: Frame): void {
    this.moveTo(t);
    for (const { name, value } of changes) this.bits.set(name, value);
  }

  /** Likewise for a sample, whose values are read during the call. */
  sample({ t, values }: Sample): void {
    this.moveTo(t);
    this.reals.set(values);
  }

  /** Writes the last instant, then the time at which the run ended. */
  end(t: Picoseconds): void {
    this.moveTo(t);
    this.instant();
    if (this.stamp !== t) this.time(t);
  }

  private moveTo(t: Picoseconds): void {
    if (t < this.t) throw new SettleError("MISUSE", `waveform time went back from ${this.t} ps to ${t} ps`);
    if (t === this.t) return;
    this.instant();
    this.t = t;
  }

  /** The changes of the instant `this.t`, with its time before them; nothing where nothing changed. */
  private instant(): void {
    const { out } = this;
    const start = out.length;
    this.time(this.t);
    const empty = out.length;
    if (this.stamp < 0) this.everySignal();
    else this.changes();
    if (out.length === empty) out.length = start;
    else this.stamp = this.t;
  }

  private everySignal(): void {
    this.out.text("$dumpvars\n");
    this.bits.unknowns(this.out);
    this.changes();
    this.out.text("$end\n");
  }

  private changes(): void {
    this.bits.changes(this.out);
    this.reals.changes(this.out);
  }

  private time(t: number): void {
    this.out.text("#");
    this.out.whole(t);
    this.out.text("\n");
  }
}
