import { SettleError } from "../../src/errors.ts";
import { wordsFor, type FlatBlock } from "./flat-block.ts";

// Single values as 64-bit words; cosim/host/cpp/flat.hpp says what each type of field looks like. What is wrong is refused
// (PROTOCOL) by the name of the field, written or read. A word behind the end of a block is undefined, which no field takes.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });
const MOST_NUMBER = 2 ** 32 - 1;

function refuse(field: string, why: string): never {
  throw new SettleError("PROTOCOL", `${field} ${why}`);
}

/** The value, if it is one that the field takes. */
export function uint(value: number, max: number, field: string): number {
  if (value >= 0 && value <= max && Number.isInteger(value)) return value;
  return refuse(field, `is ${value}, not a whole number in 0..${max}`);
}

/** A time, or never. */
export function until(value: number, max: number, field: string): number {
  return uint(value > max ? max : value, max, field);
}

/** Of a list, a text or bytes. */
export function length(value: number, max: number, field: string): number {
  if (value >= 0 && value <= max && Number.isInteger(value)) return value;
  return refuse(`length of ${field}`, `is ${value}, not a whole number in 0..${max}`);
}

export function placeOf(value: string, words: readonly string[], field: string): number {
  return uint(words.indexOf(value), words.length - 1, field);
}

export function wordAt<W extends string>(place: number, words: readonly W[], field: string): W {
  return words[uint(place, words.length - 1, field)];
}

// What may be longer than a word. Written, each answers the word behind it; read, `first` is the word before it.

export function putBits(block: FlatBlock, at: number, value: number | bigint, maxBytes: number, field: string): number {
  if (typeof value !== "number") return putBig(block, at, value, maxBytes, field);
  block.doubles[at] = uint(value, MOST_NUMBER, field);
  return at + 1;
}

const sizeOf = (value: bigint): number => Math.max(5, Math.ceil(value.toString(16).length / 2));

function putBig(block: FlatBlock, at: number, value: bigint, maxBytes: number, field: string): number {
  const size = sizeOf(value);
  if (value < 0n || size > maxBytes) refuse(field, `is ${value}, negative or longer than ${maxBytes} bytes`);
  block.doubles[at] = -size;
  return block.putBig(at + 1, value, size);
}

export function takeBits(
  block: FlatBlock,
  at: number,
  first: number,
  maxBytes: number,
  field: string,
): number | bigint {
  return first < 0 ? block.bigAt(at, uint(-first, maxBytes, field)) : uint(first, MOST_NUMBER, field);
}

export const wordsOfBits = (first: number): number => (first < 0 ? wordsFor(-first) : 0);

export function putText(block: FlatBlock, at: number, value: string, maxBytes: number, field: string): number {
  return putBytes(block, at, encoder.encode(value), maxBytes, field);
}

export function takeText(block: FlatBlock, at: number, first: number, maxBytes: number, field: string): string {
  return decoder.decode(takeBytes(block, at, first, maxBytes, field));
}

export const wordsOfText = wordsFor;

export function putBytes(block: FlatBlock, at: number, value: Uint8Array, maxBytes: number, field: string): number {
  block.doubles[at] = length(value.length, maxBytes, field);
  return block.putBytes(at + 1, value);
}

export function takeBytes(block: FlatBlock, at: number, first: number, maxBytes: number, field: string): Uint8Array {
  return block.bytesAt(at, length(first, maxBytes, field));
}

export const wordsOfBytes = wordsFor;

/** A list to be filled. */
export function listOf<T>(size: number): T[] {
  // oxlint-disable-next-line unicorn/no-new-array -- one that grows as it is filled costs three times as much
  return size === 0 ? [] : new Array<T>(size);
}
