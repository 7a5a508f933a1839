import { formatTime, NEVER, plus, type Picoseconds } from "../../time.ts";
import { checkedDelay } from "./checked.ts";
import { describeBits, slice } from "./bits.ts";
import type { Band, BitsChange, EventConverter, HeardBits, PortBits, PortView, SampleRequest } from "./converter.ts";

const NO_DELAY = 0 as Picoseconds;

export interface SampledAdcOptions {
  readonly signal: string;
  /** A conversion begins on its rising edge; one that is under way is not disturbed. */
  readonly start: PortBits;
  readonly code: PortBits;
  /** Low from the start of a conversion to its end, then high. */
  readonly valid: PortBits;
  /** Value of the signal -> code, with whatever INL and DNL the converter has. */
  readonly quantise: (value: number) => number;
  /** Added to the held value of conversion 0, 1, ... since reset, in the unit of the signal: a pure function. Default 0. */
  readonly noise?: (conversion: number) => number;
  /** From the start to the instant the signal is held. Default 0. */
  readonly aperture?: Picoseconds;
  /** From the held sample to the code. */
  readonly latency: Picoseconds;
}

/** Sample-and-hold with a conversion time: start, aperture, held sample, latency, code and valid. */
class SampledAdc implements EventConverter {
  readonly direction = "A->D";
  readonly kind = "adc";
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly timing: string;
  readonly signal: string;
  readonly hears: readonly HeardBits[];
  readonly drives: readonly PortBits[];
  private readonly options: SampledAdcOptions;
  private readonly aperture: Picoseconds;
  private startLevel = 0;
  /** End of the conversion under way, or of the last one. */
  private busyUntil = NO_DELAY;
  private awaitsSample = false;
  private conversions = 0;

  constructor(options: SampledAdcOptions) {
    const { signal, start, code, valid, aperture = NO_DELAY, latency } = options;
    this.options = options;
    this.name = `adc ${describeBits(code)}`;
    this.aperture = checkedDelay("aperture", aperture, this.name);
    checkedDelay("latency", latency, this.name);
    this.from = signal;
    this.to = `${describeBits(code)} ${describeBits(valid)}`;
    this.timing = `aperture ${formatTime(aperture)}, latency ${formatTime(latency)}`;
    this.signal = signal;
    this.hears = [{ ...start, answers: "rise" }];
    this.drives = [code, valid];
  }

  reset(): void {
    this.restore([0, 0, 0, 0]);
  }

  start(_value: number, ports: PortView): readonly BitsChange[] {
    this.startLevel = this.levelOf(ports);
    return [this.options.code, this.options.valid].map((bits) => ({ bits, value: 0, delay: NO_DELAY }));
  }

  heard(ports: PortView, _value: number, t: Picoseconds): readonly (BitsChange | SampleRequest)[] {
    const level = this.levelOf(ports);
    const rises = level === 1 && this.startLevel === 0;
    this.startLevel = level;
    if (!rises || t < this.busyUntil) return [];
    this.busyUntil = plus(plus(t, this.aperture), this.options.latency);
    this.awaitsSample = true;
    return [{ bits: this.options.valid, value: 0, delay: NO_DELAY }, { delay: this.aperture }];
  }

  band(): Band | undefined {
    return undefined;
  }

  left(): readonly BitsChange[] {
    return [];
  }

  sampled(value: number): readonly BitsChange[] {
    this.awaitsSample = false;
    const { code, valid, quantise, noise, latency } = this.options;
    const held = value + (noise?.(this.conversions++) ?? 0);
    return [
      { bits: code, value: quantise(held), delay: latency },
      { bits: valid, value: 1, delay: latency },
    ];
  }

  lookahead(): Picoseconds {
    // Once held, the sample cannot be changed; a start is heard, and valid falls at once.
    return this.awaitsSample ? this.options.latency : NEVER;
  }

  save(): readonly number[] {
    return [this.startLevel, this.busyUntil, Number(this.awaitsSample), this.conversions];
  }

  restore([startLevel, busyUntil, awaitsSample, conversions]: readonly number[]): void {
    this.startLevel = startLevel;
    this.conversions = conversions;
    this.busyUntil = busyUntil as Picoseconds;
    this.awaitsSample = awaitsSample === 1;
  }

  private levelOf(ports: PortView): number {
    const { start } = this.options;
    return Number(slice(ports.read(start.port), start));
  }
}

export const sampledAdc = (options: SampledAdcOptions): EventConverter => new SampledAdc(options);
