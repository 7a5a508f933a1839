import { SettleError } from "../errors.ts";
import type { Bits } from "../lockstep/digital-peer.ts";
import type { Frame, Sample } from "../lockstep/observer.ts";
import type { Picoseconds } from "../time.ts";
import type { AsciiText } from "./ascii-text.ts";
import { VcdBits } from "./vcd-bits.ts";
import { vcdHeader, type VcdSignals } from "./vcd-header.ts";
import { VcdReals } from "./vcd-reals.ts";

/** At least so many numbers are kept before text is made of them: some hundred instants. */
const TAPE_LENGTH = 1 << 13;
/** Stands for the index of a digital signal where a sample begins. */
const SAMPLE = -1;

const TIME = "#".charCodeAt(0);
const LINE_FEED = "\n".charCodeAt(0);

/**
 * Appends frames and samples to the text of a value change dump. What happens within one instant is gathered and written when time
 * has moved on, whole: each signal at most once, with its last value, and only when that differs from the one before. So the text
 * does not depend on the order of calls at one instant.
 *
 * Calls only note their numbers; text is made of many at a time, which takes half as long as between the steps of a simulation.
 */
export class VcdEncoder {
  private readonly bits: VcdBits;
  private readonly reals: VcdReals;
  /** Time, index and value of each change; time, SAMPLE and the values of each sample. A value -n is the n-th of `wide`. */
  private readonly tape: Float64Array;
  private noted = 0;
  private wide: Bits[] = [];
  /** Of the last call. */
  private latest = 0;
  /** The instant that is being gathered. */
  private t = 0;
  /** The last time in the text; -1 before the first. */
  private stamp = -1;

  /** The header is in `out` at once. Analog signals are those at `places` in the values of a sample. */
  constructor(
    signals: VcdSignals,
    private readonly out: AsciiText,
    private readonly places: readonly number[] = signals.analog.map((_, n) => n),
  ) {
    const digital = [...signals.ports, ...signals.probes];
    this.bits = new VcdBits(digital);
    this.reals = new VcdReals(places.length, digital.length);
    this.tape = new Float64Array(Math.max(TAPE_LENGTH, 4 * places.length));
    out.text(vcdHeader(signals));
  }

  /** A name without a declaration is MISUSE, as is a time before the last. */
  frame({ t, changes }: Frame): void {
    this.comeTo(t);
    for (const { name, value } of changes) {
      const index = this.bits.indexOf(name);
      const at = this.room(3);
      this.tape[at] = t;
      this.tape[at + 1] = index;
      this.tape[at + 2] = typeof value === "number" ? value : -this.wide.push(value);
    }
  }

  /** Reads the values during the call. */
  sample({ t, values }: Sample): void {
    this.comeTo(t);
    const { places } = this;
    const at = this.room(2 + places.length);
    this.tape[at] = t;
    this.tape[at + 1] = SAMPLE;
    for (let i = 0; i < places.length; i++) this.tape[at + 2 + i] = values[places[i]];
  }

  /** Makes text of the instants that ended before the last frame or sample. */
  write(): void {
    const { tape, noted, places } = this;
    for (let at = 0; at < noted; ) {
      this.moveTo(tape[at]);
      const index = tape[at + 1];
      if (index === SAMPLE) this.reals.set(tape, at + 2);
      else this.bits.set(index, this.noteOf(tape[at + 2]));
      at += index === SAMPLE ? 2 + places.length : 3;
    }
    this.noted = 0;
    this.wide = [];
  }

  /** Writes the last instant, then the time at which the run ended. */
  end(t: Picoseconds): void {
    this.comeTo(t);
    this.write();
    this.moveTo(t);
    this.instant();
    if (this.stamp !== t) this.time(t);
  }

  private comeTo(t: Picoseconds): void {
    if (t < this.latest) throw new SettleError("MISUSE", `waveform time went back from ${this.latest} ps to ${t} ps`);
    this.latest = t;
  }

  /** Where so many numbers can be noted. */
  private room(count: number): number {
    if (this.noted + count > this.tape.length) this.write();
    const at = this.noted;
    this.noted += count;
    return at;
  }

  private noteOf(value: number): Bits {
    return value < 0 ? this.wide[-value - 1] : value;
  }

  private moveTo(t: number): void {
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
    this.out.byte(TIME);
    this.out.whole(t);
    this.out.byte(LINE_FEED);
  }
}
