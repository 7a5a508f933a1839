import { outOfRange, SettleError } from "../errors.ts";
import { bitsOfWidth, describeBits, NUMBER_WIDTH_BITS, withSlice } from "./converters/bits.ts";
import type { PortBits, PortView } from "./converters/converter.ts";
import type { Bits, Change, Port } from "./digital-peer.ts";
import { NameIndex } from "./names.ts";

/** Present values of every port of the digital half, in the order of its port table. */
export class PortValues implements PortView {
  private readonly index: NameIndex;
  private values: Bits[];
  private readonly valuesBefore: Bits[];
  private readonly viewBefore: PortView;

  constructor(readonly ports: readonly Port[]) {
    this.index = new NameIndex(
      "port",
      ports.map(({ name }) => name),
    );
    this.values = ports.map(({ width }) => bitsOfWidth(0n, width));
    this.valuesBefore = [...this.values];
    this.viewBefore = { read: (name) => this.valuesBefore[this.index.at(name, "a read")] };
  }

  at(name: string, where: string): number {
    return this.index.at(name, where);
  }

  has(name: string): boolean {
    return this.index.has(name);
  }

  port(index: number): Port {
    return this.ports[index];
  }

  read(name: string): Bits {
    return this.values[this.index.at(name, "a read")];
  }

  valueOf(index: number): Bits {
    return this.values[index];
  }

  write({ index, value }: Change): void {
    this.values[index] = value;
  }

  /** A view of the ports as they are now that later writes do not touch. It is the same object at every call. */
  copy(): PortView {
    const { values, valuesBefore } = this;
    for (let k = 0; k < values.length; k++) valuesBefore[k] = values[k];
    return this.viewBefore;
  }

  save(): readonly Bits[] {
    return [...this.values];
  }

  restore(saved: readonly Bits[]): void {
    this.values = [...saved];
  }

  /** The change of a whole port that sets `value`; refuses what does not fit. */
  change(name: string, value: Bits, where: string): Change {
    const index = this.at(name, where);
    const { width } = this.port(index);
    if (fitsNumber(value, width)) return { index, value };
    requireFits(value, width, `${where}: value of the ${width}-bit port "${name}"`);
    return { index, value: bitsOfWidth(BigInt(value), width) };
  }

  /** The change of a whole port that replaces some of its bits. */
  changeOfBits(bits: PortBits, value: Bits): Change {
    const index = this.at(bits.port, "a converter");
    if (!fitsNumber(value, bits.width))
      requireFits(value, bits.width, `what a converter puts on ${describeBits(bits)}`);
    return { index, value: withSlice(this.valueOf(index), bits, value, this.port(index).width) };
  }

  /** Refuses bits that do not exist or run in the wrong direction. */
  require(bits: PortBits, direction: Port["direction"], where: string): void {
    const { width, direction: actual } = this.port(this.at(bits.port, where));
    if (actual !== direction) {
      const wanted = direction === "in" ? "an input" : "an output";
      throw new SettleError(
        "BAD_BENCH",
        `${where}: port "${bits.port}" of the RTL is no ${wanted.slice(3)}; wire ${wanted} here`,
      );
    }
    if (bits.lsb < 0 || bits.width < 1 || bits.lsb + bits.width > width) {
      throw new SettleError(
        "OUT_OF_RANGE",
        `${where}: ${describeBits(bits)} is outside the ${width} bits of port "${bits.port}"`,
      );
    }
  }
}

/** By width: the power of it costs more than all else there is to do with a value. */
const FIRST_TOO_LARGE = Array.from({ length: NUMBER_WIDTH_BITS + 1 }, (_, width) => 2 ** width);

/** Whether a value is a plain number that fits, as nearly all are. */
const fitsNumber = (value: Bits, width: number): boolean =>
  typeof value === "number" &&
  width <= NUMBER_WIDTH_BITS &&
  Number.isInteger(value) &&
  value >= 0 &&
  value < FIRST_TOO_LARGE[width];

/** Refuses what is no whole number or needs more bits; says how a negative number is written. */
function requireFits(value: Bits, width: number, what: string): void {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new SettleError("OUT_OF_RANGE", `${what} is ${value}; it must be a whole number (a bigint above 2^53)`);
  }
  const most = (1n << BigInt(width)) - 1n;
  if (value >= 0 && BigInt(value) <= most) return;
  const { code, message } = outOfRange(what, value, 0, most);
  const twos = BigInt(value) + most + 1n;
  const advice = value < 0 && twos > most / 2n ? `; as a signed number of ${width} bits write ${twos}` : "";
  throw new SettleError(code, message + advice);
}
