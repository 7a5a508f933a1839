import type { Bits } from "../digital-peer.ts";
import type { PortBits } from "./converter.ts";

/** Widest port whose value is a plain number; wider ones are bigints. */
export const NUMBER_WIDTH_BITS = 32;

const mask = (width: number): bigint => (1n << BigInt(width)) - 1n;

/** A value in the form that a port of this width uses. */
export const bitsOfWidth = (value: bigint, width: number): Bits => (width <= NUMBER_WIDTH_BITS ? Number(value) : value);

/** The slice [lsb, lsb + width) of a port's value. */
export function slice(value: Bits, { lsb, width }: PortBits): Bits {
  if (typeof value === "number" && width <= NUMBER_WIDTH_BITS) {
    return width === NUMBER_WIDTH_BITS ? value >>> lsb : (value >>> lsb) & ((1 << width) - 1);
  }
  return bitsOfWidth((BigInt(value) >> BigInt(lsb)) & mask(width), width);
}

/** The value of a port of `portWidth` bits with one slice replaced. */
export function withSlice(value: Bits, { lsb, width }: PortBits, replacement: Bits, portWidth: number): Bits {
  if (typeof value === "number" && typeof replacement === "number" && portWidth < NUMBER_WIDTH_BITS) {
    const hole = ((1 << width) - 1) << lsb;
    return (value & ~hole) | ((replacement << lsb) & hole);
  }
  const hole = mask(width) << BigInt(lsb);
  const filled = (BigInt(value) & ~hole) | ((BigInt(replacement) << BigInt(lsb)) & hole);
  return bitsOfWidth(filled, portWidth);
}

/** Two's complement reading of an unsigned slice. */
export function signed(value: number, width: number): number {
  return value >= 2 ** (width - 1) ? value - 2 ** width : value;
}

/** How a slice changes from one value of its port to another; "change" where it is wider than a bit. */
export function bitsChange(from: Bits, to: Bits, bits: PortBits): "none" | "rise" | "fall" | "change" {
  const [before, after] = [slice(from, bits), slice(to, bits)];
  if (before === after) return "none";
  if (bits.width > 1) return "change";
  return after === 1 ? "rise" : "fall";
}

/** "adc_code_i[9:0]", "quiet_i[3]" or "start_o" */
export function describeBits({ port, lsb, width }: PortBits): string {
  if (width > 1) return `${port}[${lsb + width - 1}:${lsb}]`;
  return lsb === 0 ? port : `${port}[${lsb}]`;
}
