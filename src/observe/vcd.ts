import { SettleError } from "../errors.ts";
import type { Bits } from "../lockstep/digital-peer.ts";
import type { Frame, Sample } from "../lockstep/observer.ts";
import type { Picoseconds } from "../time.ts";
import { identifierCode, vcdHeader, type VcdSignals } from "./vcd-header.ts";

/** IEEE 1364-2005 18.2.1: leading zeros of a vector may be left out. */
const bitsText = (value: Bits, width: number, code: string): string =>
  width === 1 ? `${value}${code}` : `b${value.toString(2)} ${code}`;

const unknownText = (width: number, code: string): string => (width === 1 ? `x${code}` : `bx ${code}`);

/** The shortest text that reads back as the same double. */
const realText = (value: number, code: string): string => `r${value === 0 ? 0 : value} ${code}`;

/**
 * Turns frames and samples into the text of a value change dump. Pure: strings out, no files. What happens within one
 * instant is gathered and written when time moves on: each signal at most once, with its last value, and only when that
 * differs from the one before. So the text does not depend on the order of calls at one instant.
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
  /** Digital signals that were named since time last moved. */
  private readonly touched = new Set<number>();
  private t = 0;
  /** The last time in the text; -1 before the first. */
  private stamp = -1;

  constructor(private readonly signals: VcdSignals) {
    const digital = [...signals.ports, ...signals.probes];
    this.widths = digital.map(({ width }) => width);
    digital.forEach(({ name }, n) => this.indexOf.set(name, n));
    this.codes = Array.from({ length: digital.length + signals.analog.length }, (_, n) => identifierCode(n));
    this.bits = digital.map(() => undefined);
    this.bitsWritten = digital.map(() => undefined);
    this.reals = new Float64Array(signals.analog.length).fill(Number.NaN);
    this.realsWritten = this.reals.slice();
  }

  header(): string {
    return vcdHeader(this.signals);
  }

  /** Answers the text of the instants that ended before this frame. A name without a declaration is MISUSE. */
  frame({ t, changes }: Frame): string {
    const text = this.moveTo(t);
    for (const { name, value } of changes) {
      const index = this.digitalIndex(name);
      this.bits[index] = value;
      this.touched.add(index);
    }
    return text;
  }

  /** Likewise for a sample, whose values are read during the call. */
  sample({ t, values }: Sample): string {
    const text = this.moveTo(t);
    this.reals.set(values);
    return text;
  }

  /** The text of the last instant, then the time at which the run ended. */
  end(t: Picoseconds): string {
    const text = this.moveTo(t) + this.instant();
    return this.stamp === t ? text : `${text}#${t}\n`;
  }

  private digitalIndex(name: string): number {
    const index = this.indexOf.get(name);
    if (index === undefined)
      throw new SettleError("MISUSE", `signal "${name}" changed, but the waveform file has not declared it`);
    return index;
  }

  private moveTo(t: Picoseconds): string {
    if (t < this.t) throw new SettleError("MISUSE", `waveform time went back from ${this.t} ps to ${t} ps`);
    if (t === this.t) return "";
    const text = this.instant();
    this.t = t;
    return text;
  }

  /** The changes of the instant `this.t`, with its time before them; "" where nothing changed. */
  private instant(): string {
    const lines = [...this.changedBits(), ...this.changedReals()];
    const text = this.stamp < 0 ? ["$dumpvars", ...this.unknownBits(), ...lines, "$end"] : lines;
    if (text.length === 0) return "";
    this.stamp = this.t;
    return `#${this.t}\n${text.join("\n")}\n`;
  }

  private unknownBits(): readonly string[] {
    return this.widths.flatMap((width, n) => (this.bits[n] === undefined ? [unknownText(width, this.code(n))] : []));
  }

  private changedBits(): readonly string[] {
    const changed = [...this.touched].filter((n) => this.bits[n] !== this.bitsWritten[n]).sort((a, b) => a - b);
    this.touched.clear();
    return changed.map((n) => {
      const value = this.bits[n] ?? 0;
      this.bitsWritten[n] = value;
      return bitsText(value, this.widths[n] ?? 1, this.code(n));
    });
  }

  private changedReals(): readonly string[] {
    const lines: string[] = [];
    for (let i = 0; i < this.reals.length; i++) {
      const value = this.reals[i] ?? Number.NaN;
      if (value === this.realsWritten[i] || Number.isNaN(value)) continue;
      this.realsWritten[i] = value;
      lines.push(realText(value, this.code(this.widths.length + i)));
    }
    return lines;
  }

  private code(n: number): string {
    return this.codes[n] ?? "";
  }
}
