import type { Picoseconds } from "../../time.ts";
import type { Bits } from "../digital-peer.ts";

/** A run of bits of a port: [lsb, lsb + width). */
export interface PortBits {
  readonly port: string;
  readonly lsb: number;
  readonly width: number;
}

/** One row of the table that `settle run` prints at start. Every delay is here, and nothing else delays. */
export interface ConverterRow {
  readonly name: string;
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  /** "delay 0 ps", "aperture 2 ns, latency 80 ns", ... */
  readonly timing: string;
}

/** The digital half as a converter sees it: present values of the ports it named. */
export interface PortView {
  read(port: string): Bits;
}

/** When a drive happens, and what it finds: for converters whose effect depends on what is there already. */
export interface DriveMoment {
  readonly t: Picoseconds;
  /** Present value of a circuit input. */
  readonly present: (input: string) => number;
}

/** A change of one input of the circuit, `delay` after the drive that caused it. */
export interface InputChange {
  readonly input: string;
  readonly value: number;
  readonly delay: Picoseconds;
}

/** Bits that a converter hears. */
export interface HeardBits extends PortBits {
  /** The only change that it answers to; any change when absent. For single bits. */
  readonly answers?: "rise" | "fall";
}

interface ConverterBase extends ConverterRow {
  /** Digital output ports whose changes this converter hears, with the bits it uses. */
  readonly hears: readonly HeardBits[];
}

/** D->A. Stateless: what it drives follows from the ports before and after a change. */
export interface DriveConverter extends ConverterBase {
  readonly direction: "D->A";
  /** Names of the circuit inputs it may drive. */
  readonly inputs: readonly string[];
  /** Called once at reset and then whenever a heard port changed. `before` is the view before that change. */
  drive(now: PortView, before: PortView | undefined, moment: DriveMoment): readonly InputChange[];
}

/** The closed interval a watched signal is in; leaving it is an event. Infinite ends are never left. */
export interface Band {
  readonly low: number;
  readonly high: number;
}

/** A change of some bits of a digital input port, `delay` after its cause. */
export interface BitsChange {
  readonly bits: PortBits;
  readonly value: Bits;
  readonly delay: Picoseconds;
}

/** A request to be given the value of the signal `delay` from now. */
export interface SampleRequest {
  readonly delay: Picoseconds;
}

/**
 * A->D. A small state machine that the analog half steps: it watches one signal while `band()` is defined, and may ask
 * for samples. All its state is in `save()`.
 */
export interface EventConverter extends ConverterBase {
  readonly direction: "A->D";
  /** The analog signal it looks at. */
  readonly signal: string;
  /** Bits of digital input ports that it drives. */
  readonly drives: readonly PortBits[];
  /** Back to the state before reset; answers nothing. */
  reset(): void;
  /** At reset, with the first value of the signal: the bits before time begins. */
  start(value: number, ports: PortView): readonly BitsChange[];
  /**
   * A heard port changed at `t`; `value` is the signal at that instant. Only a change of the heard bits that the
   * converter declares to answer may be answered, or change its band.
   */
  heard(ports: PortView, value: number, t: Picoseconds): readonly (BitsChange | SampleRequest)[];
  band(): Band | undefined;
  /** The signal left the band on that side; `value` is the signal at the tick the event is reported at. */
  left(side: "low" | "high", value: number): readonly BitsChange[];
  /** A requested sample is due. */
  sampled(value: number): readonly BitsChange[];
  /**
   * The least time between a drive and the earliest event it could cause, in the present state: 0 where nothing is
   * promised, Infinity while disabled. What `heard` answers at once to a drive of its own ports is not bound by it.
   */
  lookahead(): Picoseconds;
  save(): readonly number[];
  restore(saved: readonly number[]): void;
}

export type Converter = DriveConverter | EventConverter;
