import { SettleError } from "../errors.ts";
import type { Bits } from "../lockstep/digital-peer.ts";
import type { Frame, Sample } from "../lockstep/observer.ts";
import type { Picoseconds } from "../time.ts";
import type { AsciiText } from "./ascii-text.ts";
import { identifierCode, vcdHeader, type VcdSignals } from "./vcd-header.ts";

/**
 * Appends frames and samples to the text of a value change dump. What happens within one instant is gathered and written when time
 * moves on, whole: each signal at most once, with its last value, and only when that differs from the one before. So the text does
 * not depend on the order of calls at one instant.
 */
export class VcdEncoder {
  private readonly widths: readonly number[];
  private readonly codes: readonly string[];
  private readonly indexOf = new Map<string, number>();
  /** Present values and those already in the text. Undefined and NaN: not known yet. */
  private readonly bits: (Bits | undefined)[];
  private readonly bitsWritten: (Bits | undefined)[];
  private readonly reals: Float64Array;
  private readonly realsWritten: Float64Array;
  /** What follows a real value: a space, its code and the end of the line. */
  private readonly realEnds: readonly Uint8Array[];
  /** Digital signals that were named since time last moved. */
  private readonly touched = new Set<number>();
  private t = 0;
  /** The last time in the text; -1 before the first. */
  private stamp = -1;

  /** The header is in `out` at once. */
  constructor(
    signals: VcdSignals,
    private readonly out: AsciiText,
  ) {
    const digital = [...signals.ports, ...signals.probes];
    this.widths = digital.map(({ width }) => width);
    digital.forEach(({ name }, n) => this.indexOf.set(name, n));
    this.codes = digital.map((_, n) => identifierCode(n));
    this.bits = digital.map(() => undefined);
    this.bitsWritten = digital.map(() => undefined);
    this.reals = new Float64Array(signals.analog.length).fill(Number.NaN);
    this.realsWritten = this.reals.slice();
    this.realEnds = signals.analog.map((_, n) => new TextEncoder().encode(` ${identifierCode(digital.length + n)}\n`));
    out.text(vcdHeader(signals));
  }

  /** Writes the instants that ended before this frame. A name without a declaration is MISUSE. */
  frame({ t, changes }: Frame): void {
    this.moveTo(t);
    for (const { name, value } of changes) {
      const index = this.digitalIndex(name);
      this.bits[index] = value;
      this.touched.add(index);
    }
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

  private digitalIndex(name: string): number {
    const index = this.indexOf.get(name);
    if (index === undefined)
      throw new SettleError("MISUSE", `signal "${name}" changed, but the waveform file has not declared it`);
    return index;
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
    const first = this.stamp < 0;
    if (first) this.unknownBits();
    const empty = out.length;
    this.changedBits();
    this.changedReals();
    if (first) out.text("$end\n");
    if (out.length === empty) out.length = start;
    else this.stamp = this.t;
  }

  private time(t: number): void {
    this.out.text("#");
    this.out.number(t);
    this.out.text("\n");
  }

  private unknownBits(): void {
    this.out.text("$dumpvars\n");
    this.widths.forEach((width, n) => {
      if (this.bits[n] === undefined) this.out.text(width === 1 ? `x${this.codes[n]}\n` : `bx ${this.codes[n]}\n`);
    });
  }

  private changedBits(): void {
    if (this.touched.size === 0) return;
    const named = [...this.touched].sort((a, b) => a - b);
    this.touched.clear();
    for (const n of named) if (this.bits[n] !== this.bitsWritten[n]) this.bit(n);
  }

  /** IEEE 1364-2005 18.2.1: leading zeros of a vector may be left out. */
  private bit(n: number): void {
    const value = this.bits[n] ?? 0;
    this.bitsWritten[n] = value;
    this.out.text(this.widths[n] === 1 ? `${value}${this.codes[n]}\n` : `b${value.toString(2)} ${this.codes[n]}\n`);
  }

  /** The shortest text that reads back as the same double. */
  private changedReals(): void {
    const { reals, realsWritten, out } = this;
    for (let i = 0; i < reals.length; i++) {
      const value = reals[i];
      if (value === realsWritten[i] || Number.isNaN(value)) continue;
      realsWritten[i] = value;
      out.text("r");
      out.number(value);
      out.copy(this.realEnds[i]);
    }
  }
}
