import type { RandomSource } from "../../random.ts";
import { formatTime, type Picoseconds } from "../../time.ts";
import { checkedDelay } from "./checked.ts";
import { describeBits, signed, slice } from "./bits.ts";
import type { DriveConverter, DriveMoment, InputChange, PortBits, PortView } from "./converter.ts";

const NO_DELAY = 0 as Picoseconds;

const numberAt = (view: PortView, bits: PortBits): number => Number(slice(view.read(bits.port), bits));

const numbersAt = (view: PortView, fields: readonly PortBits[]): number[] =>
  fields.map((field) => numberAt(view, field));

function someChanged(fields: readonly PortBits[], now: PortView, before: PortView): boolean {
  for (const field of fields) if (numberAt(now, field) !== numberAt(before, field)) return true;
  return false;
}

interface LevelOptions {
  readonly kind: string;
  /** One field or several. */
  readonly bits: PortBits | readonly PortBits[];
  /** Name of the circuit input it drives. */
  readonly input: string;
  /** Codes of the fields, in their order -> value of the input, in the input's unit. */
  readonly transfer: (...codes: number[]) => number;
  /** From the change of the port to the change of the input. Default 0. */
  readonly delay?: Picoseconds;
}

/** Drives one circuit input with a function of some bits of ports. */
export function level(options: LevelOptions): DriveConverter {
  const { kind, bits, input, transfer, delay = NO_DELAY } = options;
  const fields = [bits].flat();
  checkedDelay("delay", delay, `${kind} ${input}`);
  return {
    direction: "D->A",
    kind,
    name: `${kind} ${input}`,
    from: fields.map(describeBits).join(" "),
    to: input,
    timing: `delay ${formatTime(delay)}`,
    hears: fields,
    inputs: [input],
    drive(now, before) {
      if (before !== undefined && !someChanged(fields, now, before)) return [];
      const value = fields.length === 1 ? transfer(numberAt(now, fields[0])) : transfer(...numbersAt(now, fields));
      return [{ input, value, delay }];
    },
  };
}

/** A digital-to-analog converter; `transfer` maps a code to volts, with whatever INL and DNL it has. */
export const dac = (options: Omit<LevelOptions, "kind">): DriveConverter => level({ kind: "dac", ...options });

/** A switch or enable: the input is 0 or 1. */
export const digitalSwitch = (options: Omit<LevelOptions, "kind" | "transfer">): DriveConverter =>
  level({ kind: "switch", transfer: (code) => code, ...options });

/** The select lines of an analog multiplexer: the input is the unsigned number on the port. */
export const selector = (options: Omit<LevelOptions, "kind" | "transfer">): DriveConverter =>
  level({ kind: "select", transfer: (code) => code, ...options });

interface ProgrammerOptions {
  readonly name: string;
  /** Writes on its rising edge. */
  readonly strobe: PortBits;
  readonly address: readonly PortBits[];
  /** Read as two's complement. */
  readonly level: PortBits;
  /** Every input that can be written. */
  readonly inputs: readonly string[];
  /** Address fields -> name of the input. An address without an input is ignored, as by a real array. */
  readonly inputAt: (...address: number[]) => string | undefined;
  /** What the addressed input becomes when `level` is asked for; the level itself when absent. */
  readonly effect?: (level: number, input: string, moment: DriveMoment) => number;
  readonly delay?: Picoseconds;
}

const asAsked = (wanted: number): number => wanted;

/** Programming port of an array of cells: on the strobe, the addressed input is brought to, or towards, the level on the port. */
export function programmer(options: ProgrammerOptions): DriveConverter {
  const { name, strobe, address, level: wanted, inputs, inputAt, effect = asAsked, delay = NO_DELAY } = options;
  checkedDelay("delay", delay, name);
  const write = (now: PortView, moment: DriveMoment): readonly InputChange[] => {
    const input = inputAt(...address.map((field) => numberAt(now, field)));
    if (input === undefined) return [];
    return [{ input, value: effect(signed(numberAt(now, wanted), wanted.width), input, moment), delay }];
  };
  return {
    direction: "D->A",
    kind: "programmer",
    name,
    from: [strobe, ...address, wanted].map(describeBits).join(" "),
    to: `${inputs.length} cells`,
    timing: `delay ${formatTime(delay)}`,
    hears: [strobe],
    inputs,
    drive: (now, before, moment) =>
      before !== undefined && numberAt(before, strobe) === 0 && numberAt(now, strobe) === 1 ? write(now, moment) : [],
  };
}

interface PulseOptions {
  /** Level on the port at full scale: its value becomes the input divided by this. */
  readonly fullLevel: number;
  /** Part of the distance to the wanted level that one pulse covers, 0..1. */
  readonly reach: number;
  /** Standard deviation of where a pulse ends, relative to the wanted level; drawn anew for each pulse, by cell and instant. */
  readonly spread: number;
  /** Levels below this part of full scale spread as it does. Default 1: every pulse spreads as one to full scale. */
  readonly least?: number;
  readonly random: RandomSource;
}

/**
 * A programming pulse of a resistive cell: it moves the state part of the way and lands with an error of its own, so a
 * controller has to read back and try again. For the `effect` of a programmer over inputs in -1..1.
 */
export function pulse(options: PulseOptions): NonNullable<ProgrammerOptions["effect"]> {
  const { fullLevel, reach, spread, least = 1, random } = options;
  return (wanted, input, { t, present }) => {
    const from = present(input);
    const goal = wanted / fullLevel;
    const sigma = spread * Math.max(least, Math.abs(goal));
    const landing = from + reach * (goal - from) + sigma * random(input, "pulse").normal(t);
    return Math.max(-1, Math.min(1, landing));
  };
}
