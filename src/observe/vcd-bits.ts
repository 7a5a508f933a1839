import { SettleError } from "../errors.ts";
import type { Bits, DigitalSignal } from "../lockstep/digital-peer.ts";
import { type AsciiText, asciiBytes } from "./ascii-text.ts";
import { identifierCode } from "./vcd-header.ts";

const VECTOR = "b".charCodeAt(0);

/** Digital signals of a value change dump, with identifier codes from the first on: what they are, and what the text has of them. */
export class VcdBits {
  private readonly widths: readonly number[];
  /** What follows a value: a space before the code of a vector, and the end of the line. */
  private readonly endings: readonly Uint8Array[];
  private readonly index: ReadonlyMap<string, number>;
  /** Undefined: not known yet. */
  private readonly present: (Bits | undefined)[];
  private readonly written: (Bits | undefined)[];
  /** Signals that were named since the last `changes`, in order, each once: the first `named` of `order`. */
  private readonly order: Int32Array;
  private readonly isNamed: Uint8Array;
  private named = 0;

  constructor(signals: readonly DigitalSignal[]) {
    this.widths = signals.map(({ width }) => width);
    this.endings = this.widths.map((width, n) => asciiBytes(`${width === 1 ? "" : " "}${identifierCode(n)}\n`));
    this.index = new Map(signals.map(({ name }, n) => [name, n]));
    this.present = signals.map(() => undefined);
    this.written = signals.map(() => undefined);
    this.order = new Int32Array(signals.length);
    this.isNamed = new Uint8Array(signals.length);
  }

  /** A name without a declaration is MISUSE. */
  indexOf(name: string): number {
    const index = this.index.get(name);
    if (index !== undefined) return index;
    throw new SettleError("MISUSE", `signal "${name}" changed, but the waveform file has not declared it`);
  }

  set(index: number, value: Bits): void {
    this.present[index] = value;
    if (this.isNamed[index] === 0) this.insert(index);
  }

  /** Those without a value, as unknown. */
  unknowns(out: AsciiText): void {
    this.present.forEach((value, n) => {
      if (value !== undefined) return;
      out.text(this.widths[n] === 1 ? "x" : "bx");
      out.copy(this.endings[n]);
    });
  }

  /** Those whose value is another than in the text. */
  changes(out: AsciiText): void {
    for (let place = 0; place < this.named; place++) {
      const n = this.order[place];
      this.isNamed[n] = 0;
      const value = this.present[n];
      if (value !== undefined && value !== this.written[n]) this.write(n, value, out);
    }
    this.named = 0;
  }

  private insert(index: number): void {
    const { order } = this;
    let place = this.named++;
    for (; place > 0 && order[place - 1] > index; place--) order[place] = order[place - 1];
    order[place] = index;
    this.isNamed[index] = 1;
  }

  /** IEEE 1364-2005 18.2.1: leading zeros of a vector may be left out. */
  private write(n: number, value: Bits, out: AsciiText): void {
    this.written[n] = value;
    if (this.widths[n] > 1) out.byte(VECTOR);
    out.binary(value);
    out.copy(this.endings[n]);
  }
}
