import { ShortestDecimal } from "./shortest-decimal.ts";

const [ZERO, POINT, MINUS] = [48, 46, 45];
/** Longer than any number, in bits too. */
const MARGIN = 64;
const EIGHT_DIGITS = 100_000_000;
/** "|" makes integers of 32 bits with a sign. */
const SIGNED_BITS = 31;
/** Number.prototype.toString writes magnitudes of this exponent, and smaller ones, as 1.5e-7. */
const SMALL = -7;
/** "00", "01" .. "99" */
const PAIRS = Uint8Array.from({ length: 200 }, (_, n) => ZERO + (n % 2 === 0 ? Math.floor(n / 20) : (n >> 1) % 10));

/** Text of ASCII characters, built in place: appending allocates nothing, but where the room has to grow. */
export class AsciiText {
  /** The first `length` of these are the text. */
  bytes = new Uint8Array(1 << 12);
  length = 0;
  private readonly decimal = new ShortestDecimal();

  text(text: string): void {
    this.reserve(text.length);
    const { bytes, length } = this;
    for (let i = 0; i < text.length; i++) bytes[length + i] = text.charCodeAt(i);
    this.length = length + text.length;
  }

  copy(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    const { bytes: own, length } = this;
    for (let i = 0; i < bytes.length; i++) own[length + i] = bytes[i];
    this.length = length + bytes.length;
  }

  /** The text of String(value). */
  number(value: number): void {
    const { decimal } = this;
    if (!decimal.of(value)) {
      this.text(String(value));
      return;
    }
    this.reserve(MARGIN);
    if (value < 0) this.bytes[this.length++] = MINUS;
    if (decimal.exponent < 0 && decimal.exponent > SMALL) this.belowOne(decimal);
    else this.fromFirstDigit(decimal);
  }

  /** A whole number from 0 to 2^53. */
  whole(value: number): void {
    this.reserve(MARGIN);
    if (value < EIGHT_DIGITS) {
      this.length = writeWhole(value | 0, this.bytes, this.length);
      return;
    }
    const upper = Math.floor(value / EIGHT_DIGITS);
    this.length = writeWhole(upper, this.bytes, this.length);
    writeEight((value - EIGHT_DIGITS * upper) | 0, this.bytes, this.length);
    this.length += 8;
  }

  /** A whole number that is not negative, in binary, without zeros before it. */
  binary(value: number | bigint): void {
    if (typeof value === "bigint" || value >= 2 ** SIGNED_BITS) {
      this.text(value.toString(2));
      return;
    }
    this.reserve(MARGIN);
    const { bytes } = this;
    let at = this.length;
    for (let bit = Math.max(0, SIGNED_BITS - Math.clz32(value)); bit >= 0; bit--)
      bytes[at++] = ZERO + ((value >> bit) & 1);
    this.length = at;
  }

  /** The text so far; what is appended next begins anew, and in the same place. */
  take(): Uint8Array {
    const text = this.bytes.subarray(0, this.length);
    this.length = 0;
    return text;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + more));
    larger.set(this.bytes);
    this.bytes = larger;
  }

  /** 0.00ddd */
  private belowOne({ exponent, upper, lower }: ShortestDecimal): void {
    const { bytes } = this;
    let at = this.length;
    bytes[at++] = ZERO;
    bytes[at++] = POINT;
    for (let n = exponent; n < -1; n++) bytes[at++] = ZERO;
    this.length = writeDigits(upper, lower, bytes, at);
  }

  /** dd.ddd, ddd000 or d.ddde-9 (ECMA-262, Number::toString). */
  private fromFirstDigit({ exponent, upper, lower }: ShortestDecimal): void {
    const { bytes, length } = this;
    const end = writeDigits(upper, lower, bytes, length + 1);
    const point = length + 1 + Math.max(0, exponent);
    for (let i = length; i < point; i++) bytes[i] = i + 1 < end ? bytes[i + 1] : ZERO;
    if (end > point + 1) bytes[point] = POINT;
    this.length = end > point + 1 ? end : point;
    if (exponent < 0) this.text(`e${exponent}`);
  }
}

export const asciiBytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A whole number below 1e9 without zeros before it; answers where it ends. */
function writeWhole(whole: number, bytes: Uint8Array, at: number): number {
  let digits = 1;
  for (let power = 10; power <= whole; power *= 10) digits++;
  let rest = whole | 0;
  for (let i = at + digits - 1; i >= at; i--) {
    const tenth = (rest / 10) | 0;
    bytes[i] = ZERO + rest - 10 * tenth;
    rest = tenth;
  }
  return at + digits;
}

/** The nine digits of `upper`, the eight of `lower`, without zeros at the end; answers where they end. */
function writeDigits(upper: number, lower: number, bytes: Uint8Array, at: number): number {
  const first = (upper / EIGHT_DIGITS) | 0;
  bytes[at] = ZERO + first;
  writeEight((upper | 0) - EIGHT_DIGITS * first, bytes, at + 1);
  writeEight(lower | 0, bytes, at + 9);
  let end = at + 17;
  while (bytes[end - 1] === ZERO) end--;
  return end;
}

function writeEight(whole: number, bytes: Uint8Array, at: number): void {
  const high = (whole / 10_000) | 0;
  writeFour(high, bytes, at);
  writeFour(whole - 10_000 * high, bytes, at + 4);
}

function writeFour(whole: number, bytes: Uint8Array, at: number): void {
  const high = (whole / 100) | 0;
  const low = whole - 100 * high;
  bytes[at] = PAIRS[2 * high];
  bytes[at + 1] = PAIRS[2 * high + 1];
  bytes[at + 2] = PAIRS[2 * low];
  bytes[at + 3] = PAIRS[2 * low + 1];
}
