import { formatTime, type Picoseconds } from "../../time.ts";
import { describeBits, signed, slice } from "./bits.ts";
import type { DriveConverter, InputChange, PortBits, PortView } from "./converter.ts";

const NO_DELAY = 0 as Picoseconds;

const numberAt = (view: PortView, bits: PortBits): number => Number(slice(view.read(bits.port), bits));

interface LevelOptions {
  readonly kind: string;
  readonly bits: PortBits;
  /** Name of the circuit input it drives. */
  readonly input: string;
  /** Code -> value of the input, in the input's unit. */
  readonly transfer: (code: number) => number;
  /** From the change of the port to the change of the input. Default 0. */
  readonly delay?: Picoseconds;
}

/** Drives one circuit input with a function of some bits of a port. */
export function level(options: LevelOptions): DriveConverter {
  const { kind, bits, input, transfer, delay = NO_DELAY } = options;
  return {
    direction: "D->A",
    kind,
    name: `${kind} ${input}`,
    from: describeBits(bits),
    to: input,
    timing: `delay ${formatTime(delay)}`,
    hears: [bits],
    inputs: [input],
    drive(now, before) {
      const code = numberAt(now, bits);
      if (before !== undefined && numberAt(before, bits) === code) return [];
      return [{ input, value: transfer(code), delay }];
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

interface StrobedWriteOptions {
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
  readonly delay?: Picoseconds;
}

/** Programming port of an array of cells: on the strobe, the addressed input takes the signed level on the port. */
export function strobedWrite(options: StrobedWriteOptions): DriveConverter {
  const { name, strobe, address, level, inputs, inputAt, delay = NO_DELAY } = options;
  const write = (now: PortView): readonly InputChange[] => {
    const input = inputAt(...address.map((field) => numberAt(now, field)));
    return input === undefined ? [] : [{ input, value: signed(numberAt(now, level), level.width), delay }];
  };
  return {
    direction: "D->A",
    kind: "programmer",
    name,
    from: [strobe, ...address, level].map(describeBits).join(" "),
    to: `${inputs.length} cells`,
    timing: `delay ${formatTime(delay)}`,
    hears: [strobe],
    inputs,
    drive: (now, before) =>
      before !== undefined && numberAt(before, strobe) === 0 && numberAt(now, strobe) === 1 ? write(now) : [],
  };
}
