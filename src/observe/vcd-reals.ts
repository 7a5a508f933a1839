import { type AsciiText, asciiBytes } from "./ascii-text.ts";
import { identifierCode } from "./vcd-header.ts";

const REAL = "r".charCodeAt(0);

/** Analog signals of a value change dump, with identifier codes from `firstCode` on: what they are, and what the text has of them. */
export class VcdReals {
  /** What follows a value: a space, the code and the end of the line. */
  private readonly endings: readonly Uint8Array[];
  /** NaN: not known yet. */
  private readonly present: Float64Array;
  private readonly written: Float64Array;

  constructor(count: number, firstCode: number) {
    this.endings = Array.from({ length: count }, (_, n) => asciiBytes(` ${identifierCode(firstCode + n)}\n`));
    this.present = new Float64Array(count).fill(Number.NaN);
    this.written = this.present.slice();
  }

  /** The values, one a signal, are those of a tape from a place on. */
  set(tape: Float64Array, from: number): void {
    for (let i = 0; i < this.present.length; i++) this.present[i] = tape[from + i];
  }

  /** Those whose value is another than in the text, each as the shortest number that reads back as the same double. */
  changes(out: AsciiText): void {
    const { present, written } = this;
    for (let i = 0; i < present.length; i++) {
      const value = present[i];
      if (value === written[i] || Number.isNaN(value)) continue;
      written[i] = value;
      out.byte(REAL);
      out.number(value);
      out.copy(this.endings[i]);
    }
  }
}
