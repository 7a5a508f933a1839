import { SettleError } from "../../src/errors.ts";
import type { FlatBlock } from "./flat-block.ts";

// Single values as 64-bit words; cosim/host/cpp/flat.hpp says what each type of field looks like. What is wrong is refused
// (PROTOCOL) by the name of the field, written or read. A word behind the end of a block is undefined, which no field takes.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });
const MOST_NUMBER = 2 ** 32 - 1;

function refuse(field: string, why: string): never {
  throw new SettleError("PROTOCOL", `${field} ${why}`);
}

function requireUint(value: number, max: number, field: string): number {
  if (value >= 0 && value <= max && Number.isInteger(value)) return value;
  return refuse(field, `is ${value}, not a whole number in 0..${max}`);
}

export function putUint(block: FlatBlock, value: number, max: number, field: string): void {
  block.put(requireUint(value, max, field));
}

/** A time, or never. */
export function putUntil(block: FlatBlock, value: number, max: number, field: string): void {
  putUint(block, value > max ? max : value, max, field);
}

export function takeUint(block: FlatBlock, max: number, field: string): number {
  return requireUint(block.take(), max, field);
}

export function putLength(block: FlatBlock, length: number, max: number, field: string): void {
  if (length > max) refuse(`length of ${field}`, `is ${length}, not a whole number in 0..${max}`);
  block.put(length);
}

export function takeLength(block: FlatBlock, max: number, field: string): number {
  const length = block.take();
  if (length >= 0 && length <= max && Number.isInteger(length)) return length;
  return refuse(`length of ${field}`, `is ${length}, not a whole number in 0..${max}`);
}

/** A list to be filled. */
export function listOf<T>(length: number): T[] {
  // oxlint-disable-next-line unicorn/no-new-array -- one that grows as it is filled costs three times as much
  return length === 0 ? [] : new Array<T>(length);
}

export function putBits(block: FlatBlock, value: number | bigint, maxBytes: number, field: string): void {
  if (typeof value === "number") putUint(block, value, MOST_NUMBER, field);
  else putBig(block, value, maxBytes, field);
}

export function takeBits(block: FlatBlock, maxBytes: number, field: string): number | bigint {
  const first = block.take();
  return first < 0 ? block.takeBig(requireUint(-first, maxBytes, field)) : requireUint(first, MOST_NUMBER, field);
}

const sizeOf = (value: bigint): number => Math.max(5, Math.ceil(value.toString(16).length / 2));

function putBig(block: FlatBlock, value: bigint, maxBytes: number, field: string): void {
  const size = sizeOf(value);
  if (value < 0n || size > maxBytes) refuse(field, `is ${value}, negative or longer than ${maxBytes} bytes`);
  block.put(-size);
  block.putBig(value, size);
}

export function putWord(block: FlatBlock, value: string, words: readonly string[], field: string): void {
  putUint(block, words.indexOf(value), words.length - 1, field);
}

export function takeWord<W extends string>(block: FlatBlock, words: readonly W[], field: string): W {
  return words[takeUint(block, words.length - 1, field)];
}

export function putText(block: FlatBlock, value: string, maxBytes: number, field: string): void {
  putBytes(block, encoder.encode(value), maxBytes, field);
}

export function takeText(block: FlatBlock, maxBytes: number, field: string): string {
  return decoder.decode(takeBytes(block, maxBytes, field));
}

export function putBytes(block: FlatBlock, value: Uint8Array, maxBytes: number, field: string): void {
  putLength(block, value.length, maxBytes, field);
  block.putBytes(value);
}

export function takeBytes(block: FlatBlock, maxBytes: number, field: string): Uint8Array {
  return block.takeBytes(takeLength(block, maxBytes, field));
}
