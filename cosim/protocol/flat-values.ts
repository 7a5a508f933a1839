import { length, MOST_NUMBER, refuse, uint } from "./checked.ts";
import { wordsFor, type FlatBlock } from "./flat-block.ts";

// Values that may be longer than a word, as 64-bit words; cosim/host/cpp/flat.hpp says what each looks like. Written, each answers
// the word behind it; read, `first` is the word before it. A word behind the end of a block is undefined, which no field takes.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

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
