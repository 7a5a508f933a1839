import { SettleError } from "../../errors.ts";
import { formatTime, NEVER, type Picoseconds } from "../../time.ts";
import { checkedDelay, checkedFinite } from "./checked.ts";
import { describeBits, slice } from "./bits.ts";
import type { Band, BitsChange, EventConverter, PortBits, PortView } from "./converter.ts";

const NO_DELAY = 0 as Picoseconds;

export interface LevelDetectorOptions {
  readonly kind: string;
  /** The analog signal it looks at. */
  readonly signal: string;
  /** The bits it drives. */
  readonly bits: PortBits;
  /** Ascending, in the unit of the signal. Between thresholds k-1 and k the detector is in zone k. */
  readonly thresholds: readonly number[];
  /** Code of each zone; thresholds.length + 1 of them. */
  readonly codes: readonly number[];
  /** Distance between the rising and the falling threshold, in the unit of the signal. Default 0. */
  readonly hysteresis?: number;
  /** Of the signal, for the converter table. Default "V". */
  readonly unit?: string;
  /** From the crossing to the change of the bits. Default 0. */
  readonly delay?: Picoseconds;
  /** While this port is 0 the detector watches nothing and its bits are 0. */
  readonly enable?: PortBits;
}

/**
 * The one mechanism behind comparator, window comparator and flash converter: a signal moves through zones, and each
 * crossing of a threshold is an event. With hysteresis H, threshold v_k is crossed upwards at v_k + H/2 and downwards at
 * v_k - H/2.
 */
class LevelDetector implements EventConverter {
  readonly direction = "A->D";
  readonly kind: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly timing: string;
  readonly hears: readonly PortBits[];
  readonly drives: readonly PortBits[];
  readonly signal: string;
  /** Where the detector stays in each zone: made once, because they are asked for at every step. */
  private readonly bands: readonly Band[];
  /** What it answers when it comes into each zone, made once for the same reason. */
  private readonly answers: readonly (readonly BitsChange[])[];
  private readonly delay: Picoseconds;
  private readonly options: LevelDetectorOptions;
  private zone = 0;
  private enabled = true;

  constructor(options: LevelDetectorOptions) {
    const { kind, signal, bits, thresholds, codes, hysteresis = 0, delay = NO_DELAY, enable, unit = "V" } = options;
    this.options = options;
    this.kind = kind;
    this.name = `${kind} ${describeBits(bits)}`;
    this.from = signal;
    this.to = describeBits(bits);
    this.timing = `delay ${formatTime(delay)}, hysteresis ${hysteresis} ${unit}`;
    this.signal = signal;
    this.hears = enable === undefined ? [] : [enable];
    this.drives = [bits];
    this.delay = checkedDelay("delay", delay, this.name);
    for (const threshold of thresholds) checkedFinite("a threshold", threshold, this.name);
    const half = checkedFinite("hysteresis", hysteresis, this.name) / 2;
    if (hysteresis < 0)
      throw new SettleError("OUT_OF_RANGE", `${this.name}: hysteresis is ${hysteresis}; it must be 0 or more`);
    if (codes.length !== thresholds.length + 1) {
      throw new SettleError(
        "BAD_BENCH",
        `${this.name}: ${thresholds.length} thresholds need ${thresholds.length + 1} codes`,
      );
    }
    if (thresholds.some((v, k) => !(k === 0 || v > (thresholds[k - 1] ?? v)))) {
      throw new SettleError("BAD_BENCH", `${this.name}: thresholds must ascend: ${thresholds.join(", ")}`);
    }
    this.bands = codes.map((_, zone) => ({
      low: zone === 0 ? Number.NEGATIVE_INFINITY : thresholds[zone - 1] - half,
      high: zone === thresholds.length ? Number.POSITIVE_INFINITY : thresholds[zone] + half,
    }));
    this.answers = codes.map((code) => [this.answer(code, this.delay)]);
  }

  reset(): void {
    this.zone = 0;
    this.enabled = true;
  }

  start(value: number, ports: PortView): readonly BitsChange[] {
    this.enabled = this.isEnabled(ports);
    this.zone = this.zoneOf(value);
    return this.report(NO_DELAY);
  }

  heard(ports: PortView, value: number): readonly BitsChange[] {
    const enabled = this.isEnabled(ports);
    if (enabled === this.enabled) return [];
    this.enabled = enabled;
    this.zone = this.zoneOf(value);
    return this.report(this.delay);
  }

  band(): Band | undefined {
    return this.enabled ? this.bands[this.zone] : undefined;
  }

  left(side: "low" | "high", value: number): readonly BitsChange[] {
    // At least one zone on, even where rounding puts `value` back onto the threshold; further where a jump skips zones.
    this.zone += side === "high" ? 1 : -1;
    for (let band = this.band(); band !== undefined && value > band.high; band = this.band()) this.zone++;
    for (let band = this.band(); band !== undefined && value < band.low; band = this.band()) this.zone--;
    return this.report(this.delay);
  }

  sampled(): readonly BitsChange[] {
    return [];
  }

  lookahead(): Picoseconds {
    return this.enabled ? this.delay : NEVER;
  }

  save(): readonly number[] {
    return [this.zone, Number(this.enabled)];
  }

  restore([zone, enabled]: readonly number[]): void {
    this.zone = zone;
    this.enabled = enabled === 1;
  }

  private isEnabled(ports: PortView): boolean {
    const { enable } = this.options;
    return enable === undefined || Number(slice(ports.read(enable.port), enable)) !== 0;
  }

  private zoneOf(value: number): number {
    return this.options.thresholds.filter((threshold) => value > threshold).length;
  }

  private report(delay: Picoseconds): readonly BitsChange[] {
    if (this.enabled && delay === this.delay) return this.answers[this.zone];
    return [this.answer(this.enabled ? this.options.codes[this.zone] : 0, delay)];
  }

  private answer(value: number, delay: Picoseconds): BitsChange {
    return { bits: this.options.bits, value, delay };
  }
}

interface ComparatorOptions extends Omit<LevelDetectorOptions, "kind" | "thresholds" | "codes"> {
  readonly threshold: number;
  /** Input offset, in the unit of the signal: it trips at threshold + offset. Default 0. */
  readonly offset?: number;
}

/** 1 while the signal is above its threshold. */
export const comparator = ({ threshold, offset = 0, ...rest }: ComparatorOptions): EventConverter =>
  new LevelDetector({ kind: "comparator", thresholds: [threshold + offset], codes: [0, 1], ...rest });

/** 1 while the signal is below its threshold. */
export const belowComparator = ({ threshold, offset = 0, ...rest }: ComparatorOptions): EventConverter =>
  new LevelDetector({ kind: "below", thresholds: [threshold + offset], codes: [1, 0], ...rest });

interface WindowComparatorOptions extends Omit<LevelDetectorOptions, "kind" | "thresholds" | "codes"> {
  readonly low: number;
  readonly high: number;
}

/** 1 while the signal lies between `low` and `high`. */
export const windowComparator = ({ low, high, ...rest }: WindowComparatorOptions): EventConverter =>
  new LevelDetector({ kind: "window", thresholds: [low, high], codes: [0, 1, 0], ...rest });

interface FlashAdcOptions extends Omit<LevelDetectorOptions, "kind" | "thresholds" | "codes"> {
  readonly low: number;
  readonly high: number;
}

/** A converter without a clock: its code follows the signal, each transition at its own instant. LSB = (high-low)/2^width. */
export function flashAdc({ low, high, ...rest }: FlashAdcOptions): EventConverter {
  const codes = Array.from({ length: 2 ** rest.bits.width }, (_, code) => code);
  const lsb = (high - low) / codes.length;
  return new LevelDetector({
    kind: "flash adc",
    thresholds: codes.slice(1).map((code) => low + code * lsb),
    codes,
    ...rest,
  });
}
