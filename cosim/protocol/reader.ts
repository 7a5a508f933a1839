import { SettleError } from "../../src/errors.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads MessagePack straight into the fields of the table. A general decoder would first build whatever a message claims
 * to hold; this one knows what must come next, so a length is compared with its bound and with the bytes that are left
 * before anything is made of it.
 */
export class Reader {
  private at = 0;

  constructor(private readonly buffer: Uint8Array) {}

  get left(): number {
    return this.buffer.length - this.at;
  }

  refusal(field: string, why: string): SettleError {
    return new SettleError("PROTOCOL", `malformed message: ${field} ${why} (byte ${this.at} of ${this.buffer.length})`);
  }

  private need(length: number, field: string): void {
    if (length > this.left) throw this.refusal(field, `needs ${length} bytes and ${this.left} are left`);
  }

  private byte(field: string): number {
    this.need(1, field);
    return this.buffer[this.at++];
  }

  private big(length: 1 | 2 | 4 | 8, field: string): number {
    this.need(length, field);
    const { buffer, at } = this;
    this.at += length;
    let value = 0;
    for (let i = at; i < this.at; i++) value = value * 256 + buffer[i];
    return value;
  }

  private float(field: string): number {
    this.need(8, field);
    const { buffer, byteOffset } = this.buffer;
    this.at += 8;
    // Only here: making a view costs as much as reading a short message.
    return new DataView(buffer).getFloat64(byteOffset + this.at - 8);
  }

  private number(field: string): number {
    const tag = this.byte(field);
    if (tag < 0x80) return tag;
    switch (tag) {
      case 0xcc:
        return this.big(1, field);
      case 0xcd:
        return this.big(2, field);
      case 0xce:
        return this.big(4, field);
      case 0xcf:
        return this.big(8, field);
      case 0xcb:
        return this.float(field);
      default:
        throw this.refusal(field, `is not an unsigned number (tag 0x${tag.toString(16)})`);
    }
  }

  /** The number that comes next, which stays to be read. */
  peekUint(max: number, field: string): number {
    const { at } = this;
    const value = this.uint(max, field);
    this.at = at;
    return value;
  }

  uint(max: number, field: string): number {
    const value = this.number(field);
    if (!Number.isFinite(value)) throw this.refusal(field, `is ${value}`);
    if (!Number.isInteger(value) || value < 0 || value > max)
      throw this.refusal(field, `is ${value}, not a whole number in 0..${max}`);
    return value;
  }

  /** The length of an array, a text or bytes; `tags` are the one-, two- and four-byte forms. */
  private length(tag: number, tags: readonly number[], max: number, field: string, what: string): number {
    const form = tags.indexOf(tag);
    if (form < 0) throw this.refusal(field, `is not ${what} (tag 0x${tag.toString(16)})`);
    return this.bounded(this.big(([1, 2, 4] as const)[form], field), max, field);
  }

  private bounded(length: number, max: number, field: string): number {
    if (length > max) throw this.refusal(field, `has length ${length}, more than ${max}`);
    this.need(length, field);
    return length;
  }

  array(max: number, field: string): number {
    const tag = this.byte(field);
    if (tag >= 0x90 && tag < 0xa0) return this.bounded(tag - 0x90, max, field);
    return this.length(tag, [-1, 0xdc, 0xdd], max, field, "a list");
  }

  /** A copy: what the transport hands over is not ours to keep. */
  bytes(max: number, field: string): Uint8Array {
    const length = this.length(this.byte(field), [0xc4, 0xc5, 0xc6], max, field, "bytes");
    this.at += length;
    return new Uint8Array(this.buffer.subarray(this.at - length, this.at));
  }

  text(max: number, field: string): string {
    const tag = this.byte(field);
    const short = tag >= 0xa0 && tag < 0xc0;
    const length = short
      ? this.bounded(tag - 0xa0, max, field)
      : this.length(tag, [0xd9, 0xda, 0xdb], max, field, "a text");
    this.at += length;
    try {
      return utf8.decode(this.buffer.subarray(this.at - length, this.at));
    } catch {
      throw this.refusal(field, "is not UTF-8");
    }
  }

  bits(maxBytes: number, field: string): number | bigint {
    this.need(1, field);
    const tag = this.buffer[this.at];
    if (tag < 0xc4 || tag > 0xc6) return this.uint(2 ** 32 - 1, field);
    return bigFromBytes(this.bytes(maxBytes, field));
  }

  expectArray(length: number, field: string): void {
    const found = this.array(length, field);
    if (found !== length) throw this.refusal(field, `has ${found} fields instead of ${length}`);
  }
}

/** Least significant byte first. */
function bigFromBytes(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
  return value;
}
