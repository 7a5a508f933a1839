import { grown } from "../../src/copied.ts";
import { MOST_NUMBER, refuse, uint } from "./checked.ts";

const FIRST_BYTES = 4096;
/** Of a number with its tag, or of the tag and length of anything else. */
const MOST_HEAD_BYTES = 9;
/** Tags of the forms with one, two and four bytes; 0 where there is none with one. */
const [NUMBER, ARRAY] = [
  [0xcc, 0xcd, 0xce],
  [0, 0xdc, 0xdd],
] as const;
const [TEXT, BINARY] = [
  [0xd9, 0xda, 0xdb],
  [0xc4, 0xc5, 0xc6],
] as const;
const utf8 = new TextEncoder();

/**
 * Writes MessagePack straight from the fields of the table, one message after another into the same memory; reader.ts is its other
 * half. Refuses (PROTOCOL) what is too long, by the name of the field.
 */
export class Writer {
  private bytes = new Uint8Array(FIRST_BYTES);
  private view = new DataView(this.bytes.buffer);
  private at = 0;

  /** Forgets what was written. */
  begin(): void {
    this.at = 0;
  }

  /** A copy of what was written. */
  take(): Uint8Array {
    return this.bytes.slice(0, this.at);
  }

  private need(length: number): void {
    if (this.at + length <= this.bytes.length) return;
    this.bytes = grown(this.bytes, this.at + length);
    this.view = new DataView(this.bytes.buffer);
  }

  /** A whole number, 0 or more. */
  uint(value: number): void {
    this.need(MOST_HEAD_BYTES);
    if (value < 0x80) this.bytes[this.at++] = value;
    else if (value <= MOST_NUMBER) this.head(NUMBER, value);
    else {
      this.bytes[this.at] = 0xcb;
      this.view.setFloat64(this.at + 1, value);
      this.at += MOST_HEAD_BYTES;
    }
  }

  /** The shortest form that holds the number. */
  private head(tags: readonly [number, number, number], value: number): void {
    const { bytes, view, at } = this;
    if (value < 0x100 && tags[0] > 0) {
      bytes[at] = tags[0];
      bytes[at + 1] = value;
      this.at = at + 2;
    } else if (value < 0x10000) {
      bytes[at] = tags[1];
      view.setUint16(at + 1, value);
      this.at = at + 3;
    } else {
      bytes[at] = tags[2];
      view.setUint32(at + 1, value);
      this.at = at + 5;
    }
  }

  array(length: number): void {
    this.need(MOST_HEAD_BYTES);
    if (length < 0x10) this.bytes[this.at++] = 0x90 + length;
    else this.head(ARRAY, length);
  }

  text(value: string, maxBytes: number, field: string): void {
    const text = utf8.encode(value);
    const { length } = text;
    if (length > maxBytes) refuse(field, `has ${length} bytes, more than ${maxBytes}`);
    this.need(MOST_HEAD_BYTES + length);
    if (length < 0x20) this.bytes[this.at++] = 0xa0 + length;
    else this.head(TEXT, length);
    this.put(text);
  }

  binary(value: Uint8Array, maxBytes: number, field: string): void {
    const { length } = value;
    if (length > maxBytes) refuse(field, `has ${length} bytes, more than ${maxBytes}`);
    this.need(MOST_HEAD_BYTES + length);
    this.head(BINARY, length);
    this.put(value);
  }

  private put(value: Uint8Array): void {
    this.bytes.set(value, this.at);
    this.at += value.length;
  }

  /** Up to 32 bits wide a number; wider, bytes, the least significant first. */
  bits(value: number | bigint, maxBytes: number, field: string): void {
    if (typeof value === "number") this.uint(uint(value, MOST_NUMBER, field));
    else this.binary(bytesFromBig(value, maxBytes, field), maxBytes, field);
  }
}

function bytesFromBig(value: bigint, maxBytes: number, field: string): Uint8Array {
  if (value < 0n) refuse(field, `is ${value}, negative`);
  const hex = value.toString(16);
  const size = Math.max(5, Math.ceil(hex.length / 2));
  if (size > maxBytes) refuse(field, `has ${size} bytes, more than ${maxBytes}`);
  return Buffer.from(hex.padStart(size * 2, "0"), "hex").reverse();
}
