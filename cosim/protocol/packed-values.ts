import { MOST_NUMBER, refuse, uint } from "./checked.ts";

// Values as MessagePack knows them: numbers, texts and byte strings; reader.ts is their other half.

/** Up to 32 bits wide a number; wider, bytes, the least significant first. */
export function packedBits(value: number | bigint, maxBytes: number, field: string): number | Uint8Array {
  return typeof value === "number" ? uint(value, MOST_NUMBER, field) : bytesFromBig(value, maxBytes, field);
}

function bytesFromBig(value: bigint, maxBytes: number, field: string): Uint8Array {
  if (value < 0n) refuse(field, `is ${value}, negative`);
  const hex = value.toString(16);
  const size = Math.max(5, Math.ceil(hex.length / 2));
  if (size > maxBytes) refuse(field, `has ${size} bytes, more than ${maxBytes}`);
  return Buffer.from(hex.padStart(size * 2, "0"), "hex").reverse();
}

export function packedText(value: string, maxBytes: number, field: string): string {
  const size = Buffer.byteLength(value);
  if (size > maxBytes) refuse(field, `has ${size} bytes, more than ${maxBytes}`);
  return value;
}

export function packedBytes(value: Uint8Array, maxBytes: number, field: string): Uint8Array {
  if (value.length > maxBytes) refuse(field, `has ${value.length} bytes, more than ${maxBytes}`);
  return value;
}
